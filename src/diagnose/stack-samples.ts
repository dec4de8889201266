import type { OperandPlace, OperandSample } from "../collect/observation.ts";
import { ancestors, descendants, field, isComprehension, namedChildren } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { SourceFile } from "../source/source-file.ts";

/** An operand's place in the expression that works on it. */
interface Placed extends Pick<OperandPlace, "kind" | "operand" | "arguments"> {
  readonly expression: SyntaxNode;
}

/** What the sampler saw of this very operand on the evaluation stack. Only what can have come from no other expression is taken. */
export function stackSamples(
  operand: SyntaxNode,
  source: SourceFile,
  [, minor]: readonly [number, number],
  samples: readonly OperandSample[],
): readonly OperandSample[] {
  const placed = placeOf(operand);
  if (placed === undefined || hasOtherCalls(placed) || (minor < 12 && isInFormat(placed.expression))) return [];
  const seen = samples.filter(
    ({ file, place }) => file === source.path && place !== undefined && isSame(place, placed),
  );
  const { expression } = placed;
  const isAlone = seen.some(({ place }) => place?.columns === undefined) && isOnlyOneOnLine(placed);
  return seen.filter(({ line, place }) => {
    if (line !== expression.startLine) return false;
    return place?.columns === undefined ? isAlone : isAt(place.columns, expression);
  });
}

function isSame(one: OperandPlace, other: Placed): boolean {
  return one.kind === other.kind && one.operand === other.operand && one.arguments === other.arguments;
}

function isAt(columns: NonNullable<OperandPlace["columns"]>, expression: SyntaxNode): boolean {
  const { start, endLine, end } = columns;
  return start === expression.startColumn && endLine === expression.endLine && end === expression.endColumn;
}

/** Undefined for operands that lie on no stack, or of expressions that are not looked at. */
function placeOf(operand: SyntaxNode): Placed | undefined {
  let at = operand;
  while (at.parent?.kind === "parenthesized_expression") at = at.parent;
  return at.parent === undefined ? undefined : PLACES[at.parent.kind]?.(at, at.parent);
}

/** By the kind of node that an operand stands in. */
const PLACES: Readonly<Record<string, (operand: SyntaxNode, around: SyntaxNode) => Placed | undefined>> = {
  comparison_operator: comparedPlace,
  binary_operator: operatorPlace,
  augmented_assignment: operatorPlace,
  attribute: receiverPlace,
  argument_list: argumentPlace,
};

function operatorPlace(operand: SyntaxNode, expression: SyntaxNode): Placed {
  return { kind: "binary", operand: operand.field === "left" ? 0 : 1, arguments: 2, expression };
}

/** In a chain (`a < b in c`) what lies where is another matter. */
function comparedPlace(operand: SyntaxNode, expression: SyntaxNode): Placed | undefined {
  const operands = namedChildren(expression).filter((child) => child.field !== "operators");
  if (operands.length !== 2 || !isMembership(expression)) return undefined;
  return { kind: "contains", operand: operands.indexOf(operand), arguments: 2, expression };
}

function isMembership({ children }: SyntaxNode): boolean {
  return children.some(({ field: name, kind }) => name === "operators" && (kind === "in" || kind === "not in"));
}

function receiverPlace(object: SyntaxNode, attribute: SyntaxNode): Placed | undefined {
  const call = attribute.parent;
  if (object.field !== "object" || call?.kind !== "call" || attribute.field !== "function") return undefined;
  const count = countOf(call);
  return count === undefined ? undefined : { kind: "call", operand: -1, arguments: count, expression: call };
}

function argumentPlace(argument: SyntaxNode, list: SyntaxNode): Placed | undefined {
  const call = list.parent;
  const count = call?.kind === "call" ? countOf(call) : undefined;
  if (call === undefined || count === undefined) return undefined;
  return { kind: "call", operand: namedChildren(list).indexOf(argument), arguments: count, expression: call };
}

/** How many arguments a call has; undefined where they are unpacked. */
function countOf(call: SyntaxNode): number | undefined {
  const list = field(call, "arguments");
  if (list === undefined) return undefined;
  if (list.kind !== "argument_list") return 1;
  const given = namedChildren(list);
  return given.some(({ kind }) => kind.endsWith("_splat")) ? undefined : given.length;
}

/** What a `with` leaves by, and what a decorator is applied by, are calls at the same place as the expression. */
function hasOtherCalls({ kind, expression }: Placed): boolean {
  const around = expression.parent?.kind;
  return kind === "call" && (around === "with_item" || around === "as_pattern" || around === "decorator");
}

/** Up to 3.11 positions inside of f-strings are guesses. */
function isInFormat(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(({ kind }) => kind === "interpolation");
}

/** What stands in an f-string of several lines can be said to stand on another of them. */
function isInLongFormat(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(
    ({ kind, parent }) => kind === "interpolation" && parent?.startLine !== parent?.endLine,
  );
}

/** Up to 3.10 only the line of an expression is known: it has to be the only one of its kind that stands there. */
function isOnlyOneOnLine(placed: Placed): boolean {
  const { expression } = placed;
  if (expression.startLine !== expression.endLine || canBeAnExit(placed)) return false;
  const [root = expression] = [...ancestors(expression)].slice(-1);
  for (const node of descendants(root)) {
    if (node === expression || !canBeTakenFor(node, placed)) continue;
    if (node.startLine === expression.startLine || isInLongFormat(node)) return false;
  }
  return true;
}

/** 3.9 leaves a `with` by a call with three arguments, on the line that ran last. */
function canBeAnExit({ kind, arguments: count, expression }: Placed): boolean {
  const isInside = [...ancestors(expression)].some((around) => around.kind === "with_statement");
  return kind === "call" && count === 3 && isInside;
}

function canBeTakenFor(node: SyntaxNode, { kind, arguments: count }: Placed): boolean {
  if (kind === "contains") return node.kind === "comparison_operator" && isMembership(node);
  if (kind === "binary") return node.kind === "binary_operator" || node.kind === "augmented_assignment";
  if (node.kind === "call") return countOf(node) === count;
  // These call something too.
  return CALLING.has(node.kind) || isComprehension(node);
}

const CALLING = new Set(["with_statement", "decorator", "class_definition", "assert_statement"]);
