/** A line of source with its number. */
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** Lines of a function that are shown around hot ones when it is too long to be shown whole. */
const AROUND = 4;
const LONGEST = 60;
/** Characters of a line that are shown: what is longer is data. */
const WIDEST = 2000;

/** The lines of the function that begins at a line: all of a short one, of a longer one those around the hot lines; gaps are `undefined`. */
export function functionLines(text: string, first: number, hot: readonly number[]): (NumberedLine | undefined)[] {
  const lines = text.split(/\r\n|\r|\n/u);
  const last = Math.min(lines.length, Math.max(endOf(lines, first), ...hot));
  const start = Math.max(1, Math.min(first, ...hot));
  const all = lines
    .slice(start - 1, last)
    .map((one, index): NumberedLine => ({ line: start + index, text: shorten(one) }));
  if (all.length <= LONGEST) return all;
  const isNear = ({ line }: NumberedLine): boolean =>
    line - start < AROUND || hot.some((one) => Math.abs(one - line) <= AROUND);
  const shown: (NumberedLine | undefined)[] = [];
  for (const one of all) {
    if (isNear(one)) shown.push(one);
    else if (shown.at(-1) !== undefined) shown.push(undefined);
  }
  return shown.slice(0, LONGEST * 2);
}

/** As much of a line as anybody reads. */
export function shorten(line: string): string {
  return line.length <= WIDEST ? line : `${line.slice(0, WIDEST)}…`;
}

/** The last line that is indented deeper than the function's first, as far as indentation tells. */
function endOf(lines: readonly string[], first: number): number {
  const depth = indentOf(lines[first - 1] ?? "");
  let end = first;
  let isInBody = false;
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const isDeeper = indentOf(line) > depth;
    // A bracket that closes a signature or a value stands at the function's own depth; decorators before its body begins do.
    const goesOn = isDeeper || /^\s*[)\]}]/u.test(line) || (!isInBody && /^\s*(?:@|def\b|async\b|class\b)/u.test(line));
    if (!goesOn) break;
    isInBody ||= isDeeper;
    end = at + 1;
  }
  return end;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
