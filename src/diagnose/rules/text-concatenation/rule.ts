import { enclosingLoops, field, textOf } from "../../../source/navigate.ts";
import type { Evidence, OperandEvidence, SourceEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext, Watch } from "../../rule.ts";
import { textsHandedThrough } from "./handed-through.ts";
import { textGrowths } from "./places.ts";
import type { TextGrowth } from "./text-growth.ts";
import { planText } from "./plan.ts";
import { isSameAttribute } from "./text-kind.ts";

/**
 * Characters or bytes up to which copying costs little beside the statement: at 4,000 on average 0.14 µs (CPython 3.8) and 0.17 µs
 * (3.12), at 16,000 0.19 and 0.27, at 64,000 0.9 and 1.0, at 256,000 12 and 9 (measured; gathering costs 0.04).
 */
const SHORT = 16_000;

/** Text that is copied whole for every piece that it grows by. */
export const textConcatenation: Rule = {
  id: "text-concatenation",
  rung: "algorithm",
  find: (context) => [
    ...textGrowths(context).map((growth) => candidateAt(growth, context)),
    ...textsHandedThrough(context).map(({ node, sum, old }): Candidate => ({
      rule: "text-concatenation",
      expression: node,
      watch: { kind: "binary", expression: sum, operand: old },
      facts: [],
      obstacles: [{ code: "crosses-functions", about: textOf(context.source, old) }],
    })),
  ],
  judge,
};

function candidateAt(growth: TextGrowth, context: RuleContext): Candidate {
  const { node, target } = growth;
  const plan = planText(growth, context);
  return {
    rule: "text-concatenation",
    expression: node,
    watch: watchOf(growth, context),
    facts: factsOf(growth, textOf(context.source, target)),
    obstacles: plan.kind === "none" ? plan.obstacles : [],
  };
}

function factsOf({ node, isGuess }: TextGrowth, name: string): readonly SourceEvidence[] {
  const isInLoop = enclosingLoops(node).length > 0;
  return [
    ...(isInLoop ? [{ kind: "source", fact: "in-loop", name } as const] : []),
    ...(isGuess === true ? [{ kind: "source", fact: "begins-as-anything", name } as const] : []),
  ];
}

function watchOf(growth: TextGrowth, context: RuleContext): Watch {
  const { node, sum, old, target, added } = growth;
  const [first] = added;
  // In `b.text = a.text + b.text` it is a's text that is handed on from one to the next.
  const isHandedOn = growth.form === "front" && added.some((part) => isSameAttribute(part, target, context));
  const grown = isHandedOn && sum !== undefined ? (field(sum, "left") ?? old) : old;
  if (sum !== undefined) return { kind: "binary", expression: sum, operand: grown };
  // Nothing can be put into an f-string: the text that it gives is looked at.
  if (old !== target) return { kind: "statement", expression: node, operand: first ?? target };
  return { kind: "grown", expression: node, operand: target, ...(first && { needle: first }) };
}

function judge({ facts }: Candidate, evidence: readonly Evidence[]): Judgement {
  const [operand, piece] = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  const type = ["str", "bytes"].find((each) => operand.types.includes(each));
  const isGuess = facts.some((each) => each.kind === "source" && each.fact === "begins-as-anything");
  if (type === undefined || (isGuess && type === "str")) return { kind: "harmless", because: "already-fast" };
  if ((operand.sizes?.max ?? 0) <= SHORT) return { kind: "harmless", because: "short" };
  const strange = [...operand.types, ...(piece?.types ?? [])].filter((each) => each !== type && !alike.has(each));
  const obstacles = strange.slice(0, 1).map((about): Obstacle => ({ code: "not-text", about }));
  return { kind: "finding", obstacles };
}

/** What `bytes` and `bytearray` add alike. */
const alike: ReadonlySet<string> = new Set(["bytearray", "memoryview"]);
