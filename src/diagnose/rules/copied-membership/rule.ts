import { judgeSearch, operandEvidence, SHORT_LIST } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { areRowsAgain, type RowsInOthersHands } from "../../analysis/while-same.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { rowsAsked } from "../walked-again/made-for-one.ts";
import { planCopies, type CopyPlan } from "./plan.ts";

/** `x in list(d)`, `x in d.values()`, `x in [row.id for row in rows]`: a container is made, or walked, for each test. */
export const copiedMembership: Rule = {
  id: "copied-membership",
  rung: "algorithm",
  find: (context) => planCopies(context).map((plan) => candidateOf(context, plan)),
  judge: ({ watch, isSearched = false, one }: CopyCandidate, evidence) => {
    if (one !== undefined) return judgeOne(one, evidence);
    if (isSearched) return judgeSearch(evidence);
    return watch.kind === "made" ? judgeSlice(evidence) : judge(evidence);
  },
};

interface CopyCandidate extends Candidate {
  /** The sequence itself is looked at, of which the slice is a part. */
  readonly isSearched?: boolean;
  /** It is made for one question, of rows in others' hands. */
  readonly one?: RowsInOthersHands;
}

function candidateOf(context: RuleContext, { test, copy, variable, kind, one, obstacles }: CopyPlan): CopyCandidate {
  const isMade = copy.kind === "slice" && kind !== "places";
  return {
    rule: "copied-membership",
    expression: test.expression,
    watch: isMade
      ? { kind: "made", expression: copy.node, operand: copy.operand, wants: "copy" }
      : { kind: "statement", expression: test.expression, operand: copy.operand },
    ...(kind === "places" && { isSearched: true }),
    ...(one && { one: { ...rowsAsked(context, one.made), without: one.without } }),
    facts: kind === "hoist" || kind === "places" ? hoistFacts(context, variable, obstacles.length === 0) : [],
    obstacles,
  };
}

/** A test that ran less often than this made few copies. */
const FEW_TESTS = 10;

/** Below this measured share a person is not asked to think about a copy. */
const SHARE_THAT_MATTERS = 0.1;
/** What copies its elements for a slice; a slice of an array may be a view of it. */
const copied: ReadonlySet<string> = new Set(["list", "tuple", "str", "bytes", "bytearray", "array.array"]);

/** `x in xs[at:]`: what the copy takes was measured. */
function judgeSlice(evidence: readonly Evidence[]): Judgement {
  const time = evidence.find((each) => each.kind === "time");
  const types = operandEvidence(evidence)?.types ?? [];
  if (!types.some((type) => copied.has(type))) return { kind: "harmless", because: "already-fast" };
  if (time === undefined || time.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  return judge(evidence);
}

function judgeOne(one: RowsInOthersHands, evidence: readonly Evidence[]): Judgement {
  const judged = judge(evidence);
  if (judged.kind === "harmless" || areRowsAgain(evidence, one)) return judged;
  return { kind: "finding", obstacles: one.without ?? [] };
}

function judge(evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  if ((operand.sizes?.median ?? 0) < SHORT_LIST) return { kind: "harmless", because: "short" };
  const count = evidence.find((each) => each.kind === "count");
  if (count?.exact === true && count.executions < FEW_TESTS) return { kind: "harmless", because: "cold" };
  return { kind: "finding", obstacles: [] };
}
