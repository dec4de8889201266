import type { Fraction } from "../../base/units.ts";
import type { Evidence, OperandEvidence, Sizes, TimeEvidence } from "../evidence.ts";
import type { Obstacle } from "../finding.ts";
import type { HarmlessReason, Judgement } from "../rule.ts";

/**
 * Below this many elements a linear search saves too little to matter. Measured with `x in c`, x equal to no element
 * (the slowest case), nanoseconds, str / int elements:
 *
 * | elements | list, 3.8 | list, 3.12 | set, either |
 * |---|---|---|---|
 * | 2 | 17 / 18 | 18 / 18 | 7 / 8 |
 * | 5 | 35 / 40 | 35 / 42 | 7 / 9 |
 * | 10 | 77 / 80 | 76 / 115 | 7 / 9 |
 * | 20 | 146 / 160 | 145 / 275 | 7 / 10 |
 * | 100 | 621 / 713 | 680 / 811 | 8 / 10 |
 * | 1,000 | 6,026 / 6,888 | 6,896 / 7,673 | 7 / 8 |
 *
 * So up to ten elements at most 0.1 µs a test is to be gained, about one call of a Python function; building the set costs
 * 0.15 µs there.
 */
export const SHORT_LIST = 10;
/** Lists that are mostly short matter all the same when some are this long: one such search costs 0.6 µs or more. */
const SOMETIMES_LONG = 100;
/** A measured share from which even short lists are worth a fix: 1 / (1 − 0.1) is a ceiling of 1.11. */
const SHARE_THAT_MATTERS = 0.1;
/** Seconds that code of the program's needs to give some ten elements. */
const SHORT_ANSWER = 2e-6;
/** Below this measured share nothing done to the expression can be seen: 1 / (1 − 0.02) is a ceiling of 1.02. */
const COLD = 0.02;

/** What was seen at the operand; the probe's word, which is exact, before the sampler's. */
export function operandEvidence(evidence: readonly Evidence[]): OperandEvidence | undefined {
  const seen = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  return seen.find(({ by }) => by === "probed") ?? seen[0];
}

/**
 * Judges a linear search by what was seen of the list. `shown` is its size where the source shows the list itself; `takes` are types
 * of which a fix makes sets and dicts too.
 */
export function judgeSearch(evidence: readonly Evidence[], shown?: number, takes: readonly string[] = []): Judgement {
  const operand = operandEvidence(evidence);
  const because = harmlessReason(evidence, operand, shown);
  if (because !== undefined) return { kind: "harmless", because };
  return {
    kind: "finding",
    obstacles:
      operand === undefined
        ? []
        : [...otherObstacles(operand, takes), ...hashObstacles(operand), ...soughtObstacles(evidence, operand)],
  };
}

function harmlessReason(
  evidence: readonly Evidence[],
  operand: OperandEvidence | undefined,
  shown: number | undefined,
): HarmlessReason | undefined {
  if (operand === undefined && shown === undefined) return "not-seen";
  const type = operand === undefined ? undefined : typeReason(operand);
  if (type !== undefined) return type;
  const time = evidence.find((each) => each.kind === "time");
  if (time !== undefined && time.share < COLD) return "cold";
  const sizes = shown === undefined ? operand?.sizes : { min: shown, median: shown, max: shown };
  const isOver = sizes === undefined ? isQuick(evidence, operand, time) : isShort(sizes, time?.share);
  return isOver ? "short" : undefined;
}

/** Types that are searched one element after the other. */
const WALKED: ReadonlySet<string> = new Set([
  "list",
  "tuple",
  "dict_values",
  "collections.deque",
  "collections.UserList",
  "array.array",
]);

function typeReason({ types, walked }: OperandEvidence): HarmlessReason | undefined {
  if (walked === true || types.some((type) => WALKED.has(type))) return undefined;
  return types.length === 0 ? "not-seen" : "already-fast";
}

/** An object with a length of its own, or none: what a test takes says how much it goes through. */
function isQuick(
  evidence: readonly Evidence[],
  operand: OperandEvidence | undefined,
  time: TimeEvidence | undefined,
): boolean {
  if (operand?.walked !== true) return false;
  const count = evidence.find((each) => each.kind === "count");
  if (time === undefined || count === undefined || time.share < SHARE_THAT_MATTERS) return true;
  return time.total / Math.max(1, count.executions) < SHORT_ANSWER;
}

function isShort(sizes: Sizes, share: Fraction | undefined): boolean {
  const isCheap = share === undefined || share < SHARE_THAT_MATTERS;
  return isCheap && sizes.median < SHORT_LIST && sizes.max < SOMETIMES_LONG;
}

/** What is walked through and is neither list nor tuple: a fix makes sets and dicts only of these two, and of what it `takes`. */
function otherObstacles({ types, operand }: OperandEvidence, takes: readonly string[]): readonly Obstacle[] {
  const isOther = !types.some((type) => type === "list" || type === "tuple" || takes.includes(type));
  return isOther ? [{ code: "not-a-list", about: operand }] : [];
}

/** What was looked for and has no hash: a set and a dict raise TypeError where a list compares. */
function soughtObstacles(evidence: readonly Evidence[], searched: OperandEvidence): readonly Obstacle[] {
  const others = evidence.filter((each): each is OperandEvidence => each.kind === "operand" && each !== searched);
  const unfit = others.find(({ by, hashable }) => by === searched.by && hashable === "unhashable");
  return unfit === undefined ? [] : [{ code: "unhashable-elements", about: unfit.types[0] ?? unfit.operand }];
}

/** Elements that a set or dict would refuse, or look for in another way than a list does. */
function hashObstacles({ hashable, operand, elements }: OperandEvidence): readonly Obstacle[] {
  if (hashable === "unhashable") return [{ code: "unhashable-elements", about: elements[0] ?? operand }];
  return hashable === "custom" ? [{ code: "custom-equality", about: elements[0] ?? operand }] : [];
}
