import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, RepeatsEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { planCalls, planUnproven, type CallPlan, type UnprovenPlan } from "./plan.ts";
import { planRecursion, type Recursion } from "./recursion.ts";

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

function candidateOf({ name, parameter, reads, obstacles }: CallPlan): Candidate {
  // What objects hold may differ.
  const isByObject = reads !== undefined && reads.length > 0;
  return {
    rule: "repeated-call",
    expression: name,
    watch: { kind: "entry", expression: name, operand: parameter, ...(isByObject && { isByObject }) },
    facts: [],
    obstacles,
    heat: "cumulative",
  };
}

/** The same of a function that calls itself, and hands on what it looks the rest of its arguments up in. */
export const repeatedRecursion: Rule = {
  id: "repeated-call",
  rung: "algorithm",
  find: (context) => {
    const plan = planRecursion(context);
    return plan === undefined ? [] : [recursionCandidate(plan)];
  },
  judge: (_, evidence) => judge(evidence),
};

function recursionCandidate({ name, asked, obstacles }: Recursion): Candidate {
  const looksAt = asked.map(({ node }) => node);
  const [operand = name] = looksAt;
  return {
    rule: "repeated-call",
    expression: name,
    watch: { kind: "entry", expression: name, operand, looksAt },
    facts: [],
    obstacles,
    heat: "cumulative",
  };
}

/** The same of a function that only looks as if it did nothing else: whether it is right to keep its results a person has to say. */
export const repeatedUnproven: Rule = {
  id: "repeated-call",
  rung: "algorithm",
  isLastResort: true,
  find: (context) => {
    const plan = planUnproven(context);
    return plan === undefined ? [] : [unprovenCandidate(context, plan)];
  },
  judge: (_, evidence) => judgeUnproven(evidence),
};

function unprovenCandidate(context: RuleContext, { name, parameter, isMethod }: UnprovenPlan): Candidate {
  return {
    rule: "repeated-call",
    expression: name,
    watch: { kind: "entry", expression: name, operand: parameter, ...(isMethod && { isByObject: true }) },
    facts: [],
    obstacles: [{ code: "not-proven-pure", about: context.function.name }],
    heat: "cumulative",
  };
}

/** A person is asked to think about it where nearly all of many calls are repeated, and they take much of the time. */
const MOSTLY = 0.9;
const MANY_CALLS = 100;
const SHARE_THAT_MATTERS = 0.2;

function judgeUnproven(evidence: readonly Evidence[]): Judgement {
  const repeats = evidence.find((each): each is RepeatsEvidence => each.kind === "repeats");
  const heat = evidence.find((each) => each.kind === "heat");
  if (repeats === undefined || heat === undefined) return { kind: "harmless", because: "not-seen" };
  if (heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  const isMany = repeats.looked >= MANY_CALLS && (repeats.same ?? repeats.repeated) >= MOSTLY * repeats.looked;
  return isMany ? { kind: "finding", obstacles: [] } : { kind: "harmless", because: "seldom-repeated" };
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

const exact = new Set(["int", "str", "bytes", "bool", "NoneType", "tuple", "float"]);

/** In tuples 0.0 and -0.0 are equal, and so are 1 and True: one of them would be given the other's result. */
function equalButOther(evidence: readonly Evidence[], { function: about }: RepeatsEvidence): readonly Obstacle[] {
  const types = operandEvidence(evidence)?.elements ?? [];
  const isMixed =
    types.includes("tuple") && (types.includes("float") || (types.includes("bool") && types.includes("int")));
  const isExact = types.every((type) => exact.has(type)) && !isMixed;
  return isExact ? [] : [{ code: "equal-arguments", about }];
}
