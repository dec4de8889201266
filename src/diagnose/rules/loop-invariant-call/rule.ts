import { fraction } from "../../../base/units.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule } from "../../rule.ts";
import { madeEachCall, type MadeEachCall } from "./per-call.ts";
import { patternsEachCall, type PatternEachCall } from "./per-pattern.ts";
import { planInvariants, type InvariantCall } from "./plan.ts";

/** `max(xs)`, `mean(xs)`, `strptime(text, format)` in a loop that changes neither: the same is worked out at every turn. */
export const loopInvariantCall: Rule = {
  id: "loop-invariant-call",
  rung: "algorithm",
  find: (context) => planInvariants(context).map((plan) => candidateOf(plan)),
  judge,
};

interface InvariantCandidate extends Candidate {
  readonly isText?: boolean;
}

function candidateOf({ call, operand, isMethod, isText, obstacles }: InvariantCall): InvariantCandidate {
  return {
    rule: "loop-invariant-call",
    expression: call,
    watch: isMethod
      ? { kind: "method", expression: call, operand }
      : { kind: "call", expression: call, operand, isPure: true },
    isText,
    facts: [],
    obstacles,
  };
}

/** A call that was made less often than this is hardly made in vain. */
const FEW_CALLS = 10;
/** Below this measured share nothing done to the expression can be seen. */
const COLD = 0.02;

function judge({ isText = false }: InvariantCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  // A list, a file, a match may give something else at the next turn.
  if (isText && !operand.types.every((type) => constants.has(type)))
    return { kind: "harmless", because: "already-fast" };
  const count = evidence.find((each) => each.kind === "count");
  const time = evidence.find((each) => each.kind === "time");
  const isCold = (time?.share ?? 1) < COLD || (count?.exact === true && count.executions < FEW_CALLS);
  return isCold ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: changing(operand) };
}

const containers = new Set(["list", "tuple", "set", "frozenset", "dict"]);
const constants = new Set(["int", "float", "bool", "str", "bytes", "NoneType", "complex"]);

/** Elements that can change do so without their list: only numbers and text are known to stay what they are. */
function changing({ operand, types, elements }: OperandEvidence): readonly Obstacle[] {
  const isPlain = types.every((type) => constants.has(type) || containers.has(type));
  const isFlat = elements.every((type) => constants.has(type));
  return isPlain && isFlat ? [] : [{ code: "changing-arguments", about: operand }];
}

/** `allowed = set(string.ascii_letters)`: what each call makes anew of constants, and only looks at. */
export const constantEachCall: Rule = {
  id: "loop-invariant-call",
  rung: "algorithm",
  find: (context) => madeEachCall(context).map((made) => constantCandidate(made)),
  judge: (_, evidence) => judgeConstant(evidence),
};

function constantCandidate({ node, operand, obstacles }: MadeEachCall): Candidate {
  const watch = { kind: "made", expression: node, operand, wants: "copy" } as const;
  return { rule: "loop-invariant-call", expression: node, watch, facts: [], obstacles };
}

const MANY_CALLS = 1000;

function judgeConstant(evidence: readonly Evidence[]): Judgement {
  const count = evidence.find((each) => each.kind === "count");
  const time = evidence.find((each) => each.kind === "time");
  if (count === undefined || time === undefined) return { kind: "harmless", because: "not-seen" };
  const isCold = time.share < COLD || (count.exact && count.executions < MANY_CALLS);
  return isCold ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: [] };
}

/** `re.sub("[^a-z]", "", text)` in what is called often: `re` looks up by its text what the module can compile once. */
export const patternEachCall: Rule = {
  id: "loop-invariant-call",
  rung: "algorithm",
  find: (context) => patternsEachCall(context).map((plan) => patternCandidate(plan)),
  judge: (_, evidence) => judgePattern(evidence),
};

function patternCandidate({ call, callee, pattern, obstacles }: PatternEachCall): Candidate {
  const watch = { kind: "made", expression: call, operand: pattern, wants: "copy" } as const;
  return { rule: "loop-invariant-call", expression: callee, watch, facts: [], obstacles };
}

/**
 * Seconds that `re` takes at each call before the pattern's own method runs: about the least that was measured of `match`, `search`,
 * `split` and `sub` on CPython 3.8 to 3.13 (0.4 to 2).
 */
const LOOKING_UP = 0.5e-6;
/** Of one call; the fix compiles all patterns of the function. */
const COLD_PATTERN = 0.01;

function judgePattern(evidence: readonly Evidence[]): Judgement {
  const count = evidence.find((each) => each.kind === "count");
  const time = evidence.find((each) => each.kind === "time");
  if (count === undefined || time === undefined) return { kind: "harmless", because: "not-seen" };
  // So many and so short calls that the probe no longer watched them: looking up may be most of each.
  const known = count.exact ? Math.min(1, (count.executions * LOOKING_UP) / time.total) : 1;
  const share = fraction(time.share * known);
  return share < COLD_PATTERN ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: [], share };
}
