import { descendants, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { assignedTo, loopsAround, obstaclesOf } from "../array-append/plan.ts";

/** Along which axis parts are put together; `across`: the first of arrays with one axis, else the second; `rows`: parts with one axis are rows. */
export type Along = "first" | "second" | "across" | "rows";

/** `out = np.concatenate((out, part))` at every turn of a loop. */
export interface ArrayConcatenation {
  readonly call: SyntaxNode;
  /** `out` among what is put together. */
  readonly operand: SyntaxNode;
  readonly value: SyntaxNode;
  /** What the call is given first: `out`, or `(out, part)`. */
  readonly watched: SyntaxNode;
  /** `np.concatenate`, as written. */
  readonly callee: SyntaxNode;
  readonly along: Along;
  readonly statement: SyntaxNode;
  /** The outermost loop in which nothing else reads the array. */
  readonly loop: SyntaxNode;
  /** Statements in the loop that set the array anew: `out = first`. */
  readonly renewals: readonly SyntaxNode[];
  readonly obstacles: readonly Obstacle[];
}

/** The function's arrays that are copied whole for each part that is put behind them. */
export function planConcatenations(context: RuleContext): readonly ArrayConcatenation[] {
  return [...ownNodes(context)].flatMap((node) => (node.kind === "call" ? (planCall(context, node) ?? []) : []));
}

interface Joined {
  readonly operand: SyntaxNode;
  readonly value: SyntaxNode;
  readonly along: Along;
}

function planCall(context: RuleContext, call: SyntaxNode): ArrayConcatenation | undefined {
  const callee = field(call, "function");
  const joined = callee && joinedBy(context, call, importedPath(context, callee));
  const assigned = assignedTo(call);
  if (callee === undefined || joined === undefined || assigned === undefined) return undefined;
  const { target, statement } = assigned;
  const { operand } = joined;
  const isAgain = operand.kind === "identifier" && textOf(context.source, target) === textOf(context.source, operand);
  const binding = context.scopes.bindingOf(operand);
  const loops = loopsAround(statement, context.function.node);
  const [innermost] = loops;
  if (!isAgain || binding === undefined || innermost === undefined || isFallBack(context, statement)) return undefined;
  const own = [target, operand];
  const isAlone = (loop: SyntaxNode): boolean => othersIn(binding, loop, own).every(isHarmless);
  const loop = loops.findLast(isAlone) ?? innermost;
  const renewals = othersIn(binding, loop, own).flatMap((node) => renewalAt(node) ?? []);
  const obstacles = obstaclesOf(context, { binding, isAlone: isAlone(loop), call });
  const watched = argumentsOf(call)[0] ?? operand;
  return { call, callee, ...joined, watched, statement, loop, renewals, obstacles };
}

const FUNCTIONS: ReadonlyMap<string, Along> = new Map([
  ["numpy.concatenate", "first"],
  ["numpy.hstack", "across"],
  ["numpy.vstack", "rows"],
  ["numpy.row_stack", "rows"],
]);

function joinedBy({ source }: RuleContext, call: SyntaxNode, path: string | undefined): Joined | undefined {
  const given = argumentsOf(call);
  if (path === "numpy.append") return given.length === 3 ? pairOf(source, given.slice(0, 2), given[2]) : undefined;
  const along = path === undefined ? undefined : FUNCTIONS.get(path);
  const [parts, axis, ...others] = given;
  const isPlain = others.length === 0 && (axis === undefined || path === "numpy.concatenate");
  if (along === undefined || !isPlain || (parts?.kind !== "tuple" && parts?.kind !== "list")) return undefined;
  return pairOf(source, namedChildren(parts), axis, along);
}

function pairOf(
  source: RuleContext["source"],
  parts: readonly SyntaxNode[],
  axis: SyntaxNode | undefined,
  otherwise?: Along,
): Joined | undefined {
  const [operand, value, ...more] = parts;
  const along = axis === undefined ? otherwise : axisOf(source, axis);
  if (operand === undefined || value === undefined || along === undefined) return undefined;
  const isPair = more.length === 0 && value.kind !== "list_splat" && value.kind !== "keyword_argument";
  return isPair ? { operand, value, along } : undefined;
}

/** `0` or `1`, or `axis=0`. */
function axisOf(source: RuleContext["source"], argument: SyntaxNode): Along | undefined {
  const name = field(argument, "name");
  const isAxis = argument.kind === "keyword_argument" && name !== undefined && textOf(source, name) === "axis";
  const value = isAxis ? field(argument, "value") : argument;
  if (value?.kind !== "integer") return undefined;
  const text = textOf(source, value);
  if (text === "0") return "first";
  return text === "1" ? "second" : undefined;
}

function othersIn({ references }: Binding, loop: SyntaxNode, own: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return references.map(({ node }) => node).filter((node) => !own.includes(node) && isInside(node, loop));
}

/** It asks whether there is an array yet, or sets another one. */
function isHarmless(node: SyntaxNode): boolean {
  return isAskedForNone(node) || renewalAt(node) !== undefined;
}

/** `out is None`: what grows never becomes None, nor stops being it. */
function isAskedForNone({ parent }: SyntaxNode): boolean {
  if (parent?.kind !== "comparison_operator") return false;
  const [, other, ...more] = namedChildren(parent);
  const operator = parent.children.find((child) => child.field === "operators")?.kind ?? "";
  return other?.kind === "none" && more.length === 0 && /^is(?:\s+not)?$/u.test(operator);
}

/** The statement `out = …` whose target the node is. */
function renewalAt(node: SyntaxNode): SyntaxNode | undefined {
  const assignment = node.parent;
  const value = assignment && field(assignment, "right");
  if (node.field !== "left" || assignment?.kind !== "assignment" || value === undefined) return undefined;
  return assignedTo(value)?.statement;
}

/** What an earlier fix left for parts of another kind: `if out_parts: …` stands before it. */
function isFallBack({ source }: RuleContext, statement: SyntaxNode): boolean {
  const block = statement.parent;
  const before = block === undefined ? undefined : namedChildren(block)[namedChildren(block).indexOf(statement) - 1];
  const asked = before?.kind === "if_statement" ? field(before, "condition") : undefined;
  if (asked === undefined || before === undefined || !/_parts(?:_\d+)?$/u.test(textOf(source, asked))) return false;
  return [...descendants(before)].some((node) => node.kind === "call");
}
