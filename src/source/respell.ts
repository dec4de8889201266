/**
 * The same program, letter for letter as long, written so that the grammar can read what it otherwise stumbles over.
 * Used only for text that it has stumbled over:
 * - it takes a line inside brackets for a dedent when the bracket cannot close there (`(a +` and `b)` further left):
 *   inside brackets line ends and comments become blanks;
 * - it does not know PEP 810's `lazy import m` (3.15): written `import      m`.
 */
export function respell(text: string): string {
  return withoutLinesInBrackets(text).replace(lazyImport, (_, indent: string, keyword: string, gap: string) => {
    return `${indent}${keyword} ${" ".repeat("lazy".length)}${gap}`;
  });
}

const lazyImport = /^([ \t\f]*)lazy (import|from)([ \t])/gmu;

/** Strings (f-strings as a whole), comments, brackets and line ends; all else is copied. */
const token =
  /("""|''')(?:\\[^]|(?!\1)[^])*\1|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|#[^\r\n]*|[([{]|[)\]}]|\\?(?:\r\n|\n|\r)/gu;

function withoutLinesInBrackets(text: string): string {
  let depth = 0;
  return text.replace(token, (found) => {
    if ("([{".includes(found)) depth++;
    else if (")]}".includes(found)) depth = Math.max(0, depth - 1);
    const isGap = /^(?:#|\\?[\r\n])/u.test(found);
    return isGap && depth > 0 ? " ".repeat(found.length) : found;
  });
}
