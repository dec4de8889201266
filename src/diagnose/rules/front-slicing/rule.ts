import { textOf } from "../../../source/navigate.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { attributeCuts } from "./attribute-cuts.ts";
import { attributeRests } from "./attribute-rests.ts";
import { planKept } from "./kept-rest.ts";
import { planSlicing, type SlicingPlan } from "./plan.ts";
import { planRests } from "./rest-asked.ts";
import { recursionPlaces } from "./recursion.ts";
import { returnedRests } from "./returned-rests.ts";

/** Elements up to which a cut costs about as much as a step of an index: 64 of a list are copied in 0.3 µs, 4,096 bytes too (measured). */
const SHORT = 64;
const SHORT_TEXT = 4096;
/** Calls, fewer than which are no rest of a rest, and the share of the time below which nobody needs to think of it. */
const FEW_CALLS = 50;
const COLD = 0.05;

/** `xs = xs[1:]` in a loop, `f(xs[1:])` in `f`, `text[at:].startswith(word)`: all the others are copied for each that is taken. */
export const frontSlicing: Rule = {
  id: "front-slicing",
  rung: "algorithm",
  find: (context) => [
    ...planSlicing(context).map((plan) => candidateOf(plan)),
    ...planRests(context).map(({ slice, receiver, obstacles }): RestCandidate => ({
      rule: "front-slicing",
      expression: slice,
      watch: { kind: "statement", expression: slice, operand: receiver },
      facts: [],
      obstacles,
      isText: true,
    })),
    ...attributeCuts(context).map(({ slice, old, growth, target }): Candidate => ({
      rule: "front-slicing",
      expression: slice,
      watch: { kind: "statement", expression: slice, operand: old },
      facts: [],
      // CPython has no text that is cut in its place.
      obstacles: growth.kind === "bytes" ? [] : planKept(target, context).obstacles,
    })),
    ...recursionPlaces(context).map(({ slice, receiver, callee }): SlicingCandidate => ({
      rule: "front-slicing",
      expression: slice,
      watch: { kind: "statement", expression: slice, operand: receiver },
      facts: [],
      obstacles: [{ code: "recursive", about: callee }],
      shared: [],
    })),
    ...keptRests(context),
  ],
  judge,
};

/** Rests that go from call to call: returned, or left in an attribute of which no statement of the class makes more. */
function keptRests(context: RuleContext): readonly ReturnedCandidate[] {
  const known = new Set(attributeCuts(context).map(({ slice }) => slice));
  const left = attributeRests(context).filter(({ expression }) => !known.has(expression));
  const kept = left.map(({ target, expression, old }) => ({
    expression,
    old,
    obstacles: planKept(target, context).obstacles,
  }));
  const returned = returnedRests(context).map(({ slice, receiver }) => ({
    expression: slice,
    old: receiver,
    obstacles: [{ code: "rest-used", about: textOf(context.source, slice) } as const],
  }));
  return [...kept, ...returned].map(({ expression, old, obstacles }) => ({
    rule: "front-slicing",
    expression,
    watch: { kind: "statement", expression, operand: old },
    facts: [],
    obstacles,
    isReturned: true,
  }));
}

interface ReturnedCandidate extends Candidate {
  readonly isReturned: true;
}

interface SlicingCandidate extends Candidate {
  readonly shared: readonly Obstacle[];
  readonly isText?: true;
}

interface RestCandidate extends Candidate {
  /** Only text and bytes are asked so. */
  readonly isText: true;
}

function candidateOf(plan: SlicingPlan): SlicingCandidate {
  const { advance, name, obstacles, shared, isOfText } = plan;
  const { slice, receiver } = advance;
  return {
    rule: "front-slicing",
    expression: slice,
    watch: { kind: "statement", expression: slice, operand: receiver },
    facts: [{ kind: "source", fact: "in-loop", name }],
    obstacles,
    shared,
    ...(isOfText && { isText: true }),
  };
}

const texts = new Set(["str", "bytes", "bytearray"]);
const steady = new Set(["str", "bytes", "tuple"]);

function judge(candidate: Candidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  const { types, sizes } = operand;
  const known = types.filter((type) => texts.has(type) || type === "list" || type === "tuple");
  // Slices of arrays and of what else has them may be views.
  if (known.length === 0) return { kind: "harmless", because: "already-fast" };
  const isShort = (sizes?.max ?? 0) <= shortOf(known);
  if (isShort) return { kind: "harmless", because: "short" };
  if (isSeldom(candidate, evidence)) return { kind: "harmless", because: "cold" };
  const isMixed = known.length < types.length || ("isText" in candidate && !types.every((type) => texts.has(type)));
  const shared = types.every((type) => steady.has(type)) || !("shared" in candidate) ? [] : candidate.shared;
  return {
    kind: "finding",
    obstacles: [
      ...(isMixed ? [{ code: "not-a-list" as const, about: operand.operand }] : []),
      ...(shared as readonly Obstacle[]),
    ],
  };
}

function shortOf(types: readonly string[]): number {
  return types.every((type) => texts.has(type)) ? SHORT_TEXT : SHORT;
}

/** No loop shows that a function is asked again for what it has returned: that it is called often, and copying takes some of the time, does. */
function isSeldom(candidate: Candidate, evidence: readonly Evidence[]): boolean {
  if (!("isReturned" in candidate)) return false;
  const count = evidence.find((each) => each.kind === "count");
  const share = (evidence.find((each) => each.kind === "time") ?? evidence.find((each) => each.kind === "heat"))?.share;
  return count === undefined || count.executions < FEW_CALLS || (share ?? 0) < COLD;
}
