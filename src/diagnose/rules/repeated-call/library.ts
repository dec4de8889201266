import { operandEvidence } from "../../analysis/list-evidence.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence, RepeatsEvidence, TimeEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { libraryCallAt, type LibraryCall } from "./library-call.ts";

/** A function of the standard library works out the same of the same text again: a date read from it, a pattern that `re` has forgotten. */
export const repeatedLibrary: Rule = {
  id: "repeated-call",
  rung: "algorithm",
  find: (context) => callsIn(context).map((plan) => candidateOf(plan)),
  judge: (candidate, evidence) => judge(candidate, evidence),
};

interface LibraryCandidate extends Candidate {
  readonly form?: LibraryCall["form"];
}

function callsIn(context: RuleContext): readonly LibraryCall[] {
  return [...ownNodes(context)].flatMap((node) => libraryCallAt(context, node) ?? []);
}

function candidateOf({ form, call, place, asked }: LibraryCall): LibraryCandidate {
  const [operand = call] = asked;
  const watch = { kind: "given", expression: call, operand, looksAt: asked } as const;
  return { rule: "repeated-call", expression: place, watch, facts: [], obstacles: [], form };
}

/** A person's program would hardly be seen to run faster: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;
const MANY_CALLS = 100;
/** Where fewer answers are asked for again, keeping them costs about what it saves. */
const SELDOM = 0.25;
/** Seconds: some times what a look for what is kept takes. */
const SHORT_CALL = 0.6e-6;
/** `re` remembers 512 patterns, of all that the program asks it with: it hardly forgets any of so few. */
const FEW_PATTERNS = 200;
/** Compiling takes a hundred times what a look for the pattern does. */
const SELDOM_COMPILED = 0.05;
const SHORT_COMPILING = 10e-6;

function judge({ form }: LibraryCandidate, evidence: readonly Evidence[]): Judgement {
  const repeats = evidence.find((each): each is RepeatsEvidence => each.kind === "repeats");
  const time = evidence.find((each) => each.kind === "time");
  const count = evidence.find((each) => each.kind === "count");
  if (repeats === undefined || time === undefined || count === undefined)
    return { kind: "harmless", because: "not-seen" };
  const isPattern = form === "pattern";
  if (isCold(time, count.executions, isPattern ? SHORT_COMPILING : SHORT_CALL))
    return { kind: "harmless", because: "cold" };
  if (isPattern && repeats.distinct < FEW_PATTERNS) return { kind: "harmless", because: "already-fast" };
  const seldom = isPattern ? SELDOM_COMPILED : SELDOM;
  if (repeats.looked < MANY_CALLS || repeats.repeated < seldom * repeats.looked)
    return { kind: "harmless", because: "seldom-repeated" };
  return { kind: "finding", obstacles: otherTypes(evidence, repeats, isPattern) };
}

function isCold({ total, share }: TimeEvidence, executions: number, short: number): boolean {
  return share < SHARE_THAT_MATTERS || total / Math.max(1, executions) < short;
}

const kept: ReadonlySet<string> = new Set(["str", "bytes", "int", "NoneType"]);

/** Only of text, whole numbers and None equal means the same; a text and bytes of the same letters are asked whether they are equal. */
function otherTypes(evidence: readonly Evidence[], repeats: RepeatsEvidence, isPattern: boolean): readonly Obstacle[] {
  const types = operandEvidence(evidence)?.elements ?? [];
  const about = repeats.function;
  if (repeats.plain < repeats.looked) return [{ code: "changing-arguments", about }];
  const isKept = isPattern
    ? types.every((type) => type === "str")
    : types.every((type) => kept.has(type)) && !(types.includes("str") && types.includes("bytes"));
  return isKept && types.length > 0 ? [] : [{ code: "equal-arguments", about }];
}
