/** Any text as XML text or attribute: what XML 1.0 cannot hold at all becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replaceAll(impossible, "\u{FFFD}").replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

// Controls but tab, newline and return; half surrogate pairs; two code points that are no characters.
const impossible = /[\p{Surrogate}\u{FFFE}\u{FFFF}]|(?![\t\n\r])\p{Cc}/gu;
