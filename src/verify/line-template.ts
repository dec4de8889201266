/** A line as it is expected: whole, by some of its tokens, or not at all. */
export type ExpectedLine =
  | { readonly kind: "exact"; readonly text: string }
  /** Tokens in order; undefined where runs of the unchanged program differ. */
  | { readonly kind: "masked"; readonly tokens: readonly (string | undefined)[] }
  | { readonly kind: "any" };

/** What an output looks like where runs of the unchanged program agree. */
export interface LineTemplate {
  readonly head: readonly ExpectedLine[];
  /** Between head and tail the runs differ in the number of lines. */
  readonly hasGap: boolean;
  readonly tail: readonly ExpectedLine[];
}

/** The template of a single run: every line as it is. */
export function templateOf(lines: readonly string[]): LineTemplate {
  return { head: lines.map((text) => ({ kind: "exact", text })), hasGap: false, tail: [] };
}

/** The template that also allows for one more run of the unchanged program. */
export function loosenTemplate(template: LineTemplate, lines: readonly string[]): LineTemplate {
  const { head, tail, hasGap } = template;
  if (!hasGap && head.length === lines.length) {
    return { head: head.map((expected, index) => loosenLine(expected, lines[index] ?? "")), hasGap, tail };
  }
  const front = loosenRun(head, lines);
  const behind = hasGap ? tail : head.slice(front.length);
  const back = loosenRun(behind.toReversed(), lines.slice(front.length).toReversed()).toReversed();
  const gap = lines.slice(front.length, lines.length - back.length);
  const other = behind.slice(0, behind.length - back.length);
  return { head: withoutRepeats(front, gap, other), hasGap: true, tail: back };
}

/** Lines before the gap that go on in it (a bar of progress) may be fewer the next time. */
function withoutRepeats(
  head: readonly ExpectedLine[],
  gap: readonly string[],
  other: readonly ExpectedLine[],
): readonly ExpectedLine[] {
  const inGap = (expected: ExpectedLine): boolean =>
    gap.some((line) => fits(expected, line)) || other.some((one) => one.kind === "exact" && fits(expected, one.text));
  const last = head.findLastIndex((expected) => !inGap(expected));
  return head.slice(0, last + 1);
}

/** Where a text first departs from the template (index into its lines); undefined when it fits. */
export function findDeparture(template: LineTemplate, lines: readonly string[]): number | undefined {
  const { head, tail, hasGap } = template;
  for (const [index, expected] of head.entries()) {
    const line = lines[index];
    if (line === undefined || !fits(expected, line)) return index;
  }
  if (!hasGap) return lines.length === head.length ? undefined : head.length;
  const tailStart = lines.length - tail.length;
  if (tailStart < head.length) return lines.length;
  const wrong = tail.findIndex((expected, index) => !fits(expected, lines[tailStart + index] ?? ""));
  return wrong === -1 ? undefined : tailStart + wrong;
}

/** Does the line say what is expected of it? */
export function fits(expected: ExpectedLine, line: string): boolean {
  if (expected.kind === "any") return true;
  if (expected.kind === "exact") return expected.text === line;
  const tokens = tokensOf(line);
  if (tokens.length !== expected.tokens.length) return false;
  return expected.tokens.every((token, index) => token === undefined || token === tokens[index]);
}

/** Is anything of the line compared? Blank lines and lines of which only punctuation is left say nothing. */
export function saysSomething(expected: ExpectedLine): boolean {
  if (expected.kind === "any") return false;
  const texts = expected.kind === "exact" ? [expected.text] : expected.tokens;
  return texts.some((text) => text !== undefined && /[A-Za-z0-9\u0080-\u00ff]/.test(text));
}

const UNIT = "(?:[num]?s|\u00c2\u00b5s|secs?|seconds?|mins?|minutes?|h|[KMGkmg]?i?B|%)";
const TOKEN = new RegExp(
  [
    "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", // a UUID
    "0x[0-9a-fA-F]+",
    // A number, a time of day, a date, as far as no word goes on behind it.
    String.raw`\d+(?:[.:,/T-]\d+)*(?:[eE][+-]?\d+)?(?=${UNIT}?(?![A-Za-z0-9_]))`,
    "[A-Za-z0-9_\u0080-\u00ff]+",
    String.raw`\s+`,
    ".",
  ].join("|"),
  "g",
);

/** Numbers, words, and single other characters; blanks count as one, since columns move with the width of numbers. */
export function tokensOf(line: string): string[] {
  return (line.match(TOKEN) ?? []).map((token) => (/^\s/.test(token) ? " " : token));
}

/** The expectation that also allows `line`. */
function loosenLine(expected: ExpectedLine, line: string): ExpectedLine {
  if (fits(expected, line) || expected.kind === "any") return expected;
  const before = expected.kind === "exact" ? tokensOf(expected.text) : expected.tokens;
  const now = tokensOf(line);
  if (before.length !== now.length) return { kind: "any" };
  const tokens = before.map((token, index) => (token === now[index] ? token : undefined));
  const masked = { kind: "masked", tokens: maskUnits(tokens) } as const;
  return saysSomething(masked) ? masked : { kind: "any" };
}

/** "980 ms" may be "1.02 s" the next time: the unit goes with its number. */
function maskUnits(tokens: readonly (string | undefined)[]): (string | undefined)[] {
  const isUnit = new RegExp(`^${UNIT}$`);
  return tokens.map((token, index) => {
    if (token === undefined || !isUnit.test(token)) return token;
    const numberAt = tokens[index - 1] === " " ? index - 2 : index - 1;
    return numberAt >= 0 && tokens[numberAt] === undefined ? undefined : token;
  });
}

/** Loosens as many lines from the front as have something in common. */
function loosenRun(expected: readonly ExpectedLine[], lines: readonly string[]): ExpectedLine[] {
  const run: ExpectedLine[] = [];
  for (const [index, one] of expected.entries()) {
    const line = lines[index];
    if (line === undefined) break;
    const loosened = loosenLine(one, line);
    if (loosened.kind === "any" && one.kind !== "any") break;
    run.push(loosened);
  }
  return run;
}
