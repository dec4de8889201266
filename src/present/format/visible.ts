/** Controls, marks that turn the direction of writing, and what takes no room: a name that holds them looks like another. */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with what could not be seen, or would turn what is beside it, written as an escape: `\u202e`. Tabs and line ends stay. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
