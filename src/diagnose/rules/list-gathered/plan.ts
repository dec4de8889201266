import { descendants, field, isInside, isStatement, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { assignmentIn, expressionOf, methodCall } from "../../analysis/block.ts";
import { watchers } from "../../analysis/early-end.ts";
import { builtinCalled, climbParentheses } from "../../analysis/expression-context.ts";
import { isLocal } from "../../analysis/fresh-work.ts";
import { loudStatements } from "../../analysis/loud-statements.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { changesMaking } from "../../analysis/own-changes.ts";
import { isPartOf, takerOf, takerObstacles } from "../../analysis/takers.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A list that a loop fills for what takes its elements one after the other. */
export interface GatherPlan {
  /** `xs = []` */
  readonly made: SyntaxNode;
  readonly loop: SyntaxNode;
  /** `xs.append(x)`, and the `x`. */
  readonly appended: readonly { readonly call: SyntaxNode; readonly value: SyntaxNode }[];
  /** `xs` in `sum(xs)` */
  readonly reads: readonly SyntaxNode[];
  readonly obstacles: readonly Obstacle[];
}

/** The function's loops that gather what is then only added up, or asked for its extreme. */
export function planGathered(context: RuleContext): readonly GatherPlan[] {
  return [...ownNodes(context)].flatMap((node) => {
    const plan = isStatement(node) ? planList(context, node) : undefined;
    return plan === undefined ? [] : [plan];
  });
}

function planList(context: RuleContext, made: SyntaxNode): GatherPlan | undefined {
  const list = emptyList(context, made);
  if (list === undefined) return undefined;
  const references = context.scopes.bindingOf(list)?.references ?? [];
  const uses = references.filter(({ node }) => node !== list);
  const block = namedChildren(made.parent ?? made);
  const loop = block.find((each) => each.kind === "for_statement" && uses.some(({ node }) => isInside(node, each)));
  if (loop === undefined || uses.some(({ access }) => access !== "read")) return undefined;
  const inside = uses.filter(({ node }) => isInside(node, loop));
  const reads = uses.filter((use) => !inside.includes(use)).map(({ node }) => node);
  const appended = inside.flatMap(({ node }) => appendOf(context, node) ?? []);
  if (appended.length < inside.length || !areTaken(context, reads, loop)) return undefined;
  return { made, loop, appended, reads, obstacles: obstaclesOf(context, { made, loop, reads }) };
}

/** `xs` of `xs = []` */
function emptyList(context: RuleContext, statement: SyntaxNode): SyntaxNode | undefined {
  const assigned = assignmentIn(statement);
  if (assigned?.value.kind !== "list" || namedChildren(assigned.value).length > 0) return undefined;
  return assigned.target.kind === "identifier" && isLocal(context, assigned.target) ? assigned.target : undefined;
}

/** The statement `xs.append(x)`. */
function appendOf(context: RuleContext, name: SyntaxNode): GatherPlan["appended"][number] | undefined {
  const statement = name.parent?.parent?.parent;
  const append = methodCall(expressionOf(statement), "append", context);
  const [value, ...others] = append?.arguments ?? [];
  if (append?.receiver !== name || value === undefined || others.length > 0) return undefined;
  return { call: append.call, value };
}

/** Is all that is asked of the list, after the loop, something that one element after the other answers, or their number? */
function areTaken(context: RuleContext, reads: readonly SyntaxNode[], loop: SyntaxNode): boolean {
  const isTaken = (node: SyntaxNode): boolean => {
    const { parent } = climbParentheses(node);
    const call = parent?.kind === "argument_list" ? parent.parent : undefined;
    const isCounted = call?.kind === "call" && builtinCalled(call, context) === "len";
    return isCounted || takerOf(context, node) !== undefined;
  };
  const [first] = reads;
  const isSummed = reads.some((node) => takerOf(context, node) !== undefined);
  return first !== undefined && first.start > loop.end && isSummed && reads.every((node) => isTaken(node));
}

function obstaclesOf(
  context: RuleContext,
  { made, loop, reads }: Pick<GatherPlan, "made" | "loop" | "reads">,
): readonly Obstacle[] {
  const about = textOf(context.source, assignmentIn(made)?.target ?? made);
  const [read, ...others] = reads;
  const taker = read === undefined ? undefined : takerOf(context, read);
  const block = namedChildren(made.parent ?? made);
  const at = taker === undefined ? -1 : block.findIndex((each) => isInside(taker, each));
  if (taker === undefined || others.length > 0 || at < 0) return [{ code: "other-use", about }];
  if (!isPartOf(taker, block[at])) return [{ code: "not-always-run", about: textOf(context.source, taker) }];
  const between = block.slice(block.indexOf(loop) + 1, at);
  const bodies = [field(loop, "body"), field(loop, "alternative")];
  return [
    ...loudStatements(context, [...bodies, ...between]),
    ...changesMaking(context, loop, between),
    ...takerObstacles(context, taker),
    ...usedOutside(context, loop),
    ...leaving(context, loop),
    ...watchers(context, taker),
    ...watchers(context, loop),
    ...dynamicNames(context),
  ];
}

/** What the loop binds would be a variable of its own: nobody may ask for it outside, or have given it a value before. */
function usedOutside(context: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  const bound = new Set<Binding>();
  for (const node of descendants(loop)) {
    const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
    if (binding?.references.some((each) => each.node === node && each.access !== "read")) bound.add(binding);
  }
  return [...bound]
    .filter((binding) => binding.references.some(({ node }) => !isInside(node, loop)))
    .map(({ name }): Obstacle => ({ code: "rebound", about: name }));
}

/** In a function of its own these would mean something else. */
const bordering = new Set([
  "return_statement",
  "yield",
  "await",
  "global_statement",
  "nonlocal_statement",
  "class_definition",
  "function_definition",
]);

function leaving({ source }: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  const leaves = [...descendants(loop)].filter(
    (node) => bordering.has(node.kind) || (node.kind === "identifier" && textOf(source, node) === "super"),
  );
  return leaves.map((node): Obstacle => ({
    code: "crosses-functions",
    about: textOf(source, node).split("\n", 1)[0] ?? "",
  }));
}
