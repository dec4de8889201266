import type {
  BlockedEvidence,
  Evidence,
  HeldEvidence,
  InstancesEvidence,
  LockEvidence,
  NumbersEvidence,
  OperandEvidence,
  PaceEvidence,
  SourceFact,
} from "../../diagnose/evidence.ts";
import { formatDuration } from "../format/duration.ts";
import { awaitedWords } from "./nature-words.ts";
import { powerWords } from "./growth-words.ts";
import { formatBytes, formatCount, formatPercent } from "../format/number.ts";

type TurnEvidence = BlockedEvidence | PaceEvidence | LockEvidence;
type MemoryEvidence = HeldEvidence | InstancesEvidence | NumbersEvidence;

/** One line a piece of evidence: what was measured, where it was seen. */
export function evidenceWords(evidence: Evidence): string {
  if (isOfMemory(evidence)) return memoryWords(evidence);
  return isOfTurns(evidence) ? turnWords(evidence) : timeWords(evidence);
}

function isOfTurns(evidence: Evidence): evidence is TurnEvidence {
  return evidence.kind === "blocked" || evidence.kind === "pace" || evidence.kind === "lock";
}

function turnWords(evidence: TurnEvidence): string {
  if (evidence.kind === "lock") {
    const { waiting, holding, line } = evidence;
    return `of the row's time its threads waited ${formatPercent(waiting)} for the lock, while ${formatPercent(holding)} went by with it held, waiting for ${awaitedWords(evidence.for)} (line ${line})`;
  }
  if (evidence.kind === "pace")
    return `the whole run had ${formatDuration(evidence.each)} for each of ${formatCount(evidence.items)} items`;
  const { times, longest } = evidence;
  const often = times === 1 ? "once" : `${formatCount(times)} times`;
  return `the event loop stood still here ${often} for more than 50 ms, at most ${formatDuration(longest)}`;
}

function isOfMemory(evidence: Evidence): evidence is MemoryEvidence {
  return evidence.kind === "held" || evidence.kind === "instances" || evidence.kind === "numbers";
}

function timeWords(evidence: Exclude<Evidence, MemoryEvidence | TurnEvidence>): string {
  switch (evidence.kind) {
    case "operand":
      return operandWords(evidence);
    case "count":
      return `ran ${evidence.exact ? "" : "at least "}${formatCount(evidence.executions)} times`;
    case "time":
      return `took ${formatDuration(evidence.total)} in all, ${formatPercent(evidence.share)} of the probed run`;
    case "growth":
      return `each grows as ${powerWords({ ...evidence, value: evidence.exponent })} with the size of \`${evidence.operand}\` (${formatCount(evidence.points)} timed)`;
    case "repeats":
      return (
        `of ${formatCount(evidence.looked)} calls of \`${evidence.function}\` looked at, ${formatCount(evidence.same ?? evidence.repeated)} had arguments ` +
        `that an earlier one had had (${formatCount(evidence.distinct)} different ones)`
      );
    case "answers":
      return `of ${formatCount(evidence.asked)} elements that \`${evidence.condition}\` was seen to be asked about, ${formatCount(evidence.wanted)} were wanted`;
    case "heat":
      return (
        `${formatPercent(evidence.share)} of the time (${formatPercent(evidence.low)} to ${formatPercent(evidence.high)}, ` +
        `${formatCount(evidence.samples)} samples) was in ${evidence.of === "function" ? "it and what it calls" : "the loop around it"}`
      );
    case "source":
      return sourceWords(evidence.fact, evidence.name);
  }
}

function memoryWords(evidence: MemoryEvidence): string {
  if (evidence.kind === "held") {
    const blocks = `${formatCount(evidence.blocks)} ${evidence.blocks === 1 ? "block" : "blocks"}`;
    return `held ${formatBytes(evidence.bytes)} in ${blocks} at the peak, ${formatPercent(evidence.share)} of what Python held`;
  }
  if (evidence.kind === "numbers") {
    const { lists, elements, bytes, packed } = evidence;
    const count = lists === 1 ? "a list" : `${formatCount(lists)} lists`;
    return `${formatCount(elements)} numbers in ${count} took ${formatBytes(bytes)} at the peak, in arrays ${formatBytes(packed)}`;
  }
  const { class: name, count, each, slotted } = evidence;
  return `${formatCount(count)} instances of ${name} at the peak, ${formatCount(each)} bytes each, with slots ${formatCount(slotted)}`;
}

function operandWords(operand: OperandEvidence): string {
  const { sizes, perWalk } = operand;
  const size = sizes === undefined ? "" : ` of ${sizeRange(sizes.min, sizes.median, sizes.max)}`;
  const walk =
    sizes !== undefined || perWalk === undefined ? "" : `, ${formatCount(Math.round(perWalk))} elements a walk`;
  const elements = operand.elements.length === 0 ? "" : `, elements: ${operand.elements.slice(0, 3).join(", ")}`;
  const hash = operand.hashable === "unhashable" ? " (cannot be hashed)" : "";
  const times = `${formatCount(operand.observations)} ${operand.observations === 1 ? "time" : "times"}`;
  return `\`${operand.operand}\` was a ${operand.types.join(" or ")}${size}${walk}${elements}${hash} (${operand.by} ${times})`;
}

function sizeRange(min: number, median: number, max: number): string {
  if (min === max) return formatCount(max);
  return `${formatCount(min)} to ${formatCount(max)}, median ${formatCount(median)}`;
}

const SOURCE_WORDS: Record<SourceFact, (name: string) => string> = {
  "built-here": (name) => `${name} is made in this function`,
  "in-loop": (name) => `${name} is evaluated in a loop`,
  "begins-as-anything": (name) => `what ${name} begins as is not told in its function`,
  "never-changed-in-loop": (name) => `${name} does not change in that loop`,
  "stays-sorted": (name) => `${name} is sorted whenever it is inserted into`,
  "has-counterpart": (name) => `${name} would let other tasks run meanwhile`,
  "releases-gil": (name) => `${name} lets go of the GIL while it computes`,
  unkept: (name) =>
    `nobody keeps what ${name} gives: the task may be collected before it has ended, its error is seen late or never, and the end of the loop cancels it`,
  blocks: (name) => `${name} waits for something outside of the program`,
};

function sourceWords(fact: SourceFact, name: string): string {
  return SOURCE_WORDS[fact](`\`${name}\``);
}
