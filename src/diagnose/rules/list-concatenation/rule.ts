import { enclosingLoops, field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { analyseGrowth } from "./growth-analysis.ts";
import { isFallBack } from "./fall-back.ts";
import { growthPlaces, type Growth } from "./growth-places.ts";
import { proofOfParts, sumPlaces, type SumPlace } from "./sum-places.ts";

/**
 * Lists up to which `sum` costs about what a chain does: 32 lists of one element 1.0× (CPython 3.8) and 1.2× (3.12), of ten
 * 2.9× and 2.7×; 256 lists of ten 18× and 17× (measured).
 */
const FEW_PARTS = 32;

/**
 * Elements up to which a longer copy costs about what an append does: at 16 elements 15–60 ns more each time, at 256
 * 200 ns, at 10,000 5 µs, on CPython 3.8 and 3.12 alike (measured).
 */
const SHORT = 16;

/** Each `+` copies the whole list, so n of them move n²/2 elements. */
export const listConcatenation: Rule = {
  id: "list-concatenation",
  rung: "algorithm",
  find: (context) => [
    ...growthPlaces(context).flatMap((growth) => growthCandidate(growth, context)),
    ...sumPlaces(context).flatMap((place) => sumCandidate(place, context)),
  ],
  judge,
};

function growthCandidate(growth: Growth, context: RuleContext): readonly Candidate[] {
  if (!couldBeSequence(growth, context) || isFallBack(growth.node, context)) return [];
  const isPlus = growth.form === "plus" && growth.isAtEnd;
  const isInLoop = enclosingLoops(growth.statement).length > 0;
  return [
    {
      rule: "list-concatenation",
      expression: growth.node,
      watch: {
        kind: isPlus ? "binary" : "statement",
        expression: isPlus ? growth.node : growth.statement,
        operand: growth.old,
      },
      facts: isInLoop ? [{ kind: "source", fact: "in-loop", name: textOf(context.source, growth.target) }] : [],
      obstacles: analyseGrowth(growth, context).obstacles,
    },
  ];
}

/** Numbers and texts grow by `+` too: something in the source has to speak of a list or a tuple. */
function couldBeSequence({ old, added, form }: Growth, context: RuleContext): boolean {
  if (form !== "plus") return true;
  const isSequence = (node: SyntaxNode): boolean => ["list", "tuple"].includes(valueOf(context, node).type);
  if (added.some(isSequence)) return true;
  if (old.kind === "attribute") return isAttributeList(old, context);
  const binding = old.kind === "identifier" ? context.scopes.bindingOf(old) : undefined;
  return (binding?.references ?? []).some(({ node, access }) => {
    const { parent } = node;
    const value = access === "write" && parent?.kind === "assignment" ? parent.children.at(-1) : undefined;
    return value !== undefined && value.kind !== "binary_operator" && isSequence(value);
  });
}

/** Is the attribute given a list somewhere in the file? */
function isAttributeList(attribute: SyntaxNode, context: RuleContext): boolean {
  const name = field(attribute, "attribute");
  const targets = name === undefined ? [] : attributeTargets(context, textOf(context.source, name));
  return targets.some((target) => {
    const value = valueAssignedTo(target);
    return value !== undefined && value.kind !== "binary_operator" && valueOf(context, value).type === "list";
  });
}

function sumCandidate(place: SumPlace, context: RuleContext): readonly Candidate[] {
  if (isFallBack(place.call, context)) return [];
  const proof = proofOfParts(place, context);
  return [
    {
      rule: "list-concatenation",
      expression: place.call,
      watch: { kind: "call", expression: place.call, operand: place.parts },
      facts: [],
      obstacles: proof.kind === "none" ? [proof.obstacle] : [],
    },
  ];
}

function judge(candidate: Candidate, evidence: readonly Evidence[]): Judgement {
  const operands = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  if (operands.length === 0) return { kind: "harmless", because: "not-seen" };
  const isSum = candidate.watch.kind === "call";
  const types = new Set(operands.flatMap((operand) => operand.types));
  if (!isSum && !types.has("list") && !types.has("tuple")) return { kind: "harmless", because: "already-fast" };
  // `xs += (y,)` lengthens a list in its place.
  const isInPlace = candidate.expression.kind === "augmented_assignment";
  if (isInPlace && !types.has("tuple")) return { kind: "harmless", because: "already-fast" };
  const sizes = operands.flatMap((operand) => (operand.sizes === undefined ? [] : [operand.sizes.max]));
  // A generator has no length: how many lists it gave is not known.
  const isShort = sizes.length > 0 && Math.max(...sizes) <= (isSum ? FEW_PARTS : SHORT);
  return isShort
    ? { kind: "harmless", because: "short" }
    : { kind: "finding", obstacles: sumObstacles(candidate, operands) };
}

/** A name whose parts the program has to ask for must hold what can be walked twice, and lists in it. */
function sumObstacles({ watch }: Candidate, operands: readonly OperandEvidence[]): readonly Obstacle[] {
  if (watch.kind !== "call" || watch.operand.kind !== "identifier") return [];
  const types = [...new Set(operands.flatMap((operand) => operand.types))];
  const isWalkable = types.length === 1 && (types[0] === "list" || types[0] === "tuple");
  const strange = operands.flatMap(({ elements }) => elements).filter((element) => element !== "list");
  const about = isWalkable ? strange : types;
  return about.slice(0, 1).map((type) => ({ code: "not-a-list", about: type }));
}
