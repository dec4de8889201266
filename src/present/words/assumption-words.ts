import type { Attempt } from "../../verify/attempt.ts";
import { shortPath } from "../format/path.ts";

type Assumption = Attempt["fix"]["assumes"][number];
type Declared = NonNullable<Assumption["declared"]>[number];

/** What a fix takes for granted, and what was seen. */
export function assumptionWords({ code, about, seen, declared }: Assumption, cwd: string): string {
  const said = declared === undefined ? "" : `; ${declaredWords(declared, cwd)}`;
  return `assumes ${ASSUMPTIONS[code](about)}; seen: ${seen}${said}`;
}

/** What the source says of it: for, or against. */
function declaredWords(declared: readonly Declared[], cwd: string): string {
  if (declared.length === 0) return "declared: nothing";
  const [against, behind] = [declared.filter(isAgainst), declared.filter((one) => !isAgainst(one))];
  const all = (some: readonly Declared[]): string => some.map((one) => sourceWords(one, cwd)).join(", ");
  return [
    ...(against.length > 0 ? [`declared against it: ${all(against)}`] : []),
    ...(behind.length > 0 ? [`declared: ${all(behind)}`] : []),
  ].join("; ");
}

function isAgainst({ says }: Declared): boolean {
  return says === "contradicts";
}

/** "annotation `list[str]` (line 12)" */
function sourceWords({ how, text, line, file }: Declared, cwd: string): string {
  return `${HOW[how]} \`${text}\` (${file === undefined ? "line " : `${shortPath(file, cwd)}:`}${line})`;
}

const HOW: Readonly<Record<Declared["how"], string>> = {
  annotation: "annotation",
  docstring: "docstring",
  default: "default",
  call: "a call gives",
  value: "value",
  class: "there is an own `==` and hash, which may disagree, in",
};

const ASSUMPTIONS: Readonly<Record<Assumption["code"], (about: string) => string>> = {
  hashable: (about) => `the elements of \`${about}\` are hashable`,
  "hashable-value": (about) => `\`${about}\` is hashable`,
  unchanged: (about) => `\`${about}\` is not changed from outside`,
  "is-list": (about) => `\`${about}\` is, or holds, lists`,
  "is-text": (about) => `\`${about}\` is always text, or bytes`,
  "totally-ordered": (about) =>
    `the elements of \`${about}\` are totally ordered: no NaN, and tuples of the same types in the same places (else TypeError)`,
  "is-array": (about) => `${about} and what is put behind it are numbers, sequences of them or arrays of numpy`,
  "fixed-attributes": (about) =>
    `nobody gives an instance of \`${about}\` another attribute, a weak reference, or asks for its __dict__ (else AttributeError or TypeError)`,
  "has-key": (about) =>
    `every element has \`${about}\` (else that is said at the first look, not when the element's turn comes)`,
  "does-not-raise": (about) => `\`${about}\` raises nothing where the loop would not have come to it`,
  "does-nothing-else": (about) => `making \`${about}\` gives a text and does nothing else`,
  "asks-ahead": (about) =>
    `nobody misses it that \`${about}\` is begun for the next items before an earlier one has failed`,
  "no-cookies": (about) =>
    `no answer to a question of \`${about}\` leaves a cookie on which the answer to a later one of them depends`,
  "takes-turns": (about) =>
    `no task raises an error (else another one's may come first), and clients do not mind in which order \`${about}\` lets them be answered`,
  "not-deep": (about) =>
    `\`${about}\` does not call itself more than some 330 levels deep (up to Python 3.11 each level takes three of the 1,000 allowed, from then on two)`,
  "keeps-results": (about) =>
    `memory holds one result of \`${about}\` for every different argument, for as long as the program runs`,
  "is-sequence": (about) => `\`${about}\` is text, bytes, a list or a tuple, or cut by slices as these are`,
  "not-empty": (about) =>
    `\`${about}\` is not empty where an element is taken (else the IndexError is worded otherwise)`,
};
