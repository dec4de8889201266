/** The text of what was packed by gzip and written in base64. */
export async function unpack(packed: string): Promise<string> {
  const binary = atob(packed.trim());
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
