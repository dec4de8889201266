import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { SHORT_LIST, operandEvidence } from "../../analysis/list-evidence.ts";
import type { CountEvidence, Evidence, OperandEvidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext, Watch } from "../../rule.ts";
import { areRowsAgain, type RowsInOthersHands } from "../../analysis/while-same.ts";
import type { Walk } from "./walk.ts";
import { keptWalkAt } from "./kept-walk.ts";
import { askedGetterAt } from "./asked-getter.ts";
import { madeForOneAt, rowsAsked } from "./made-for-one.ts";
import { placesAheadAt } from "./places-ahead.ts";
import { sameTextAt } from "./same-text.ts";
import { walksIn } from "./walks.ts";

/**
 * The same data is gone through again and again: for the few elements that a condition wants, for a total, or for the next
 * match in a text. What no other rule knows better.
 */
export const walkedAgain: Rule = {
  id: "walked-again",
  rung: "algorithm",
  isLastResort: true,
  find: (context) =>
    walksIn(context)
      .filter((walk) => walk.isGiven !== true || isLasting(context, walk))
      .map((walk) => candidateOf(context, walk)),
  judge,
};

/** Do all callers give a list that only grows, so that the answer for one call may help the next? */
function isLasting(context: RuleContext, { expression }: Walk): boolean {
  const kept = keptWalkAt(context, expression);
  return kept !== undefined && kept.growing.isLasting && kept.obstacles.length === 0;
}

function candidateOf(context: RuleContext, { expression, watch, about, of, isFixed }: Walk): WalkCandidate {
  const one = rowsFor(context, expression, about);
  const kept = placesAheadAt(context, expression) ?? sameTextAt(context, expression) ?? keptWalkAt(context, expression);
  return {
    rule: "walked-again",
    expression,
    watch,
    facts: [],
    // An equality would have a key to group by; here what is to be kept depends on what is asked.
    obstacles: isFixed === true || one !== undefined ? [] : (kept?.obstacles ?? [{ code: "what-to-keep", about }]),
    // What the loop asks of each element is often asked by a call.
    ...((watch.kind === "asked" || of === "sequence") && { heat: "cumulative" }),
    ...(of && { of }),
    ...(one && { one }),
  };
}

/** Of a container that is made for one question: the rows that it is made of. */
function rowsFor(context: RuleContext, expression: SyntaxNode, about: string): RowsInOthersHands | undefined {
  const making = madeForOneAt(context, expression) ?? askedGetterAt(context, expression)?.making;
  return making && { ...rowsAsked(context, making), without: [{ code: "what-to-keep", about }] };
}

interface WalkCandidate extends Candidate {
  readonly of?: Walk["of"];
  /** A container is made for one question; what stands in the way where the rows are not fit for it. */
  readonly one?: RowsInOthersHands;
}

/** Fewer walks than these are what the program has to do anyway. */
const FEW_WALKS = 50;
/** The same where the probe switched itself off: it saw some of the walks only. */
const FEW_SEEN = 5;
/** Fewer elements, or characters, than these are gone through in some microseconds. */
const SHORT_WALK = 30;
const SHORT_TEXT = 1000;
/** Seconds that `__getitem__` needs for some ten elements. */
const SHORT_ANSWER = 5e-6;
/** As many walks may go through another object than the walk before; where more do, each object has to be gone through. */
const OTHERS = 0.2;
/** Where more of the elements are wanted, going through all of them is no waste. */
const FEW_WANTED = 0.1;
/** A person is not asked to think about less than this share of the time. */
const SHARE_THAT_MATTERS = 0.2;

const texts: ReadonlySet<string> = new Set(["str", "bytes", "bytearray"]);

/** Only the probe knows whether it is the same data, and how much of it is wanted. */
function judge(walk: WalkCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  const judged = operand === undefined ? NOT_SEEN : judgeWalk(walk, operand, evidence);
  if (judged.kind === "harmless" || walk.one === undefined || areRowsAgain(evidence, walk.one)) return judged;
  return { kind: "finding", obstacles: walk.one.without ?? [] };
}

const NOT_SEEN: Judgement = { kind: "harmless", because: "not-seen" };

function judgeWalk(
  { watch, of }: { readonly watch: Watch; readonly of?: Walk["of"] },
  operand: OperandEvidence,
  evidence: readonly Evidence[],
): Judgement {
  const count = evidence.find((each) => each.kind === "count");
  if (count === undefined) return NOT_SEEN;
  if (!isFit(of ?? (isForText(watch) ? "text" : undefined), operand))
    return { kind: "harmless", because: "already-fast" };
  if (of === "letters") return judgeLetters(evidence, operand, count);
  if (of === "sequence") return judgeSequence(evidence, count);
  if (of === "tree") return judgeTree(evidence, operand, count);
  // Moving an element takes less than looking at it.
  const least = isText(operand) || of === "long-list" ? SHORT_TEXT : SHORT_WALK;
  return judgeProbed(evidence, operand, count, { least, share: shareIn(evidence, of) });
}

/** Of an object of a class of its own the size is not known, but how long it takes to answer. */
function judgeSequence(evidence: readonly Evidence[], { executions, exact }: CountEvidence): Judgement {
  const time = evidence.find((each) => each.kind === "time");
  if (time === undefined) return { kind: "harmless", because: "not-seen" };
  const isFew = executions < (exact ? FEW_WALKS : FEW_SEEN);
  if (isFew || time.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  return time.total / executions < SHORT_ANSWER
    ? { kind: "harmless", because: "short" }
    : { kind: "finding", obstacles: [] };
}

/** Fewer letters than these are asked for in some hundred microseconds. */
const FEW_LETTERS = 5000;
/** Where nothing has to be decided, less is worth while. */
const SHARE_WORTH_TRYING = 0.1;

const fixed: ReadonlySet<string> = new Set(["str", "bytes"]);

/** What the letters are sought in is a text, or bytes, and nearly all of them are there. */
function judgeLetters(evidence: readonly Evidence[], operand: OperandEvidence, count: CountEvidence): Judgement {
  if (!operand.types.every((type) => fixed.has(type))) return { kind: "harmless", because: "already-fast" };
  const isFew = count.executions < (count.exact ? FEW_LETTERS : FEW_SEEN);
  if (isFew || shareIn(evidence, "letters") < SHARE_WORTH_TRYING) return { kind: "harmless", because: "cold" };
  return isMostlyWanted(evidence) ? { kind: "harmless", because: "all-wanted" } : { kind: "finding", obstacles: [] };
}

/** Its size is not known either: of all elements that were asked, few belonged to another object than the one before. */
function judgeTree(evidence: readonly Evidence[], operand: OperandEvidence, count: CountEvidence): Judgement {
  const isFew = count.executions < (count.exact ? FEW_WALKS : FEW_SEEN) * SHORT_WALK;
  if (isFew || shareIn(evidence, "tree") < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  const { same = 0, observations } = operand;
  const isNeeded = observations - 1 - same > (observations - 1) / SHORT_WALK || isMostlyWanted(evidence);
  return isNeeded ? { kind: "harmless", because: "seldom-repeated" } : { kind: "finding", obstacles: [] };
}

function isFit(of: Walk["of"], operand: OperandEvidence): boolean {
  if (of === "text") return isText(operand);
  if (of === "long-list") return operand.types.every((type) => type === "list" || type === "bytearray");
  return of !== "list" || operand.types.every((type) => type === "list");
}

function judgeProbed(
  evidence: readonly Evidence[],
  operand: OperandEvidence,
  count: CountEvidence,
  { least, share }: { readonly least: number; readonly share: number },
): Judgement {
  const { median: size, max } = operand.sizes ?? { median: 0, max: 0 };
  // What grows was short at first.
  if (size < SHORT_LIST || max < least) return { kind: "harmless", because: "short" };
  const walks = evidence.some(({ kind }) => kind === "answers") ? count.executions / size : count.executions;
  if (walks < (count.exact ? FEW_WALKS : FEW_SEEN) || share < SHARE_THAT_MATTERS)
    return { kind: "harmless", because: "cold" };
  const isNeeded = isMostlyAnother(operand, walks) || isMostlyWanted(evidence);
  return isNeeded ? { kind: "harmless", because: "seldom-repeated" } : { kind: "finding", obstacles: [] };
}

/** Between two looks there may be no end of a walk, or many: neither shows more changes of the object than there were. */
function isMostlyAnother({ same, observations }: OperandEvidence, walks: number): boolean {
  if (same === undefined) return false;
  return observations - 1 - same > OTHERS * Math.min(walks, observations / 2);
}

function isMostlyWanted(evidence: readonly Evidence[]): boolean {
  const answers = evidence.find((each) => each.kind === "answers");
  return answers !== undefined && answers.wanted > FEW_WANTED * answers.asked;
}

/** A method `find`, or `search`, of something else does something else. */
function isForText({ kind, expression, isPure }: Watch): boolean {
  const isMethod = kind === "call" && field(expression, "function")?.kind === "attribute";
  return kind === "method" || isMethod || isPure === true;
}

function isText({ types }: OperandEvidence): boolean {
  return types.some((type) => texts.has(type));
}

/** The time of the expression itself where it is known; else the samples on the loop around it. */
function shareIn(evidence: readonly Evidence[], of: Walk["of"]): number {
  const time = evidence.find((each) => each.kind === "time")?.share;
  const heat = evidence.find((each) => each.kind === "heat")?.share;
  // Each `+` of a sum copies the text once more, and one of them is timed.
  return (of === "text" ? (heat ?? time) : (time ?? heat)) ?? 0;
}
