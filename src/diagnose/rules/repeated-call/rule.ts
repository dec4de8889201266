import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, RepeatsEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule } from "../../rule.ts";
import { planCalls, type CallPlan } from "./plan.ts";

/** A function of the project's is called again and again with the same arguments, and works out the same result each time. */
export const repeatedCall: Rule = {
  id: "repeated-call",
  rung: "algorithm",
  find: (context) => {
    const plan = planCalls(context);
    return plan === undefined ? [] : [candidateOf(plan)];
  },
  judge: (_, evidence) => judge(evidence),
};

function candidateOf({ name, parameter, obstacles }: CallPlan): Candidate {
  return {
    rule: "repeated-call",
    expression: name,
    watch: { kind: "entry", expression: name, operand: parameter },
    facts: [],
    obstacles,
    heat: "cumulative",
  };
}

/** Where fewer calls had arguments seen before, keeping results costs about what it saves: 0.1 to 0.3 µs a call. */
const SELDOM = 0.25;
const FEW_CALLS = 3;

function judge(evidence: readonly Evidence[]): Judgement {
  const repeats = evidence.find((each): each is RepeatsEvidence => each.kind === "repeats");
  if (repeats === undefined) return { kind: "harmless", because: "not-seen" };
  if (repeats.looked < FEW_CALLS || repeats.repeated < SELDOM * repeats.looked)
    return { kind: "harmless", because: "seldom-repeated" };
  return { kind: "finding", obstacles: [...otherArguments(repeats), ...equalButOther(evidence, repeats)] };
}

/** Objects, lists: equal now is not equal later. */
function otherArguments({ function: about, looked, plain }: RepeatsEvidence): readonly Obstacle[] {
  return plain < looked ? [{ code: "changing-arguments", about }] : [];
}

const exact = new Set(["int", "str", "bytes", "bool", "NoneType", "tuple"]);

/** 0.0 and -0.0 are equal, and so are (1,) and (True,): one of them would be given the other's result. */
function equalButOther(evidence: readonly Evidence[], { function: about }: RepeatsEvidence): readonly Obstacle[] {
  const types = operandEvidence(evidence)?.elements ?? [];
  const isMixed = types.includes("bool") && types.includes("int") && types.includes("tuple");
  const isExact = types.every((type) => exact.has(type)) && !isMixed;
  return isExact ? [] : [{ code: "equal-arguments", about }];
}
