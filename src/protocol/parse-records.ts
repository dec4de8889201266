/**
 * The records of a file that may still be written or whose writer was killed: lines that are not whole JSON arrays with
 * one of these first words are left out.
 */
export function parseRecords<Record extends readonly [string, ...unknown[]]>(
  text: string,
  lengths: Readonly<{ [Kind in Record[0]]: number }>,
): Record[] {
  const known = new Map<unknown, unknown>(Object.entries(lengths));
  return text.split("\n").flatMap((line): Record[] => {
    const row = parseLine(line);
    return Array.isArray(row) && known.get(row[0]) === row.length ? [row as unknown as Record] : [];
  });
}

function parseLine(line: string): unknown {
  if (line === "") return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
