import { descendants, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedBy } from "../../../source/imported.ts";
import type { Binding } from "../../../source/scopes.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { elementAt, wholeValue, type Element, type WholeExpression } from "./whole-expression.ts";

/** `for i in range(…): out[i] = …` over the elements of arrays. */
export interface ElementLoop {
  readonly loop: SyntaxNode;
  /** `range(…)`. */
  readonly range: SyntaxNode;
  readonly target: Element;
  /** What is worked out at each turn. */
  readonly value: WholeExpression;
  /** An array that is read. */
  readonly operand: SyntaxNode;
  /** What the file calls numpy. */
  readonly numpy: string;
  readonly obstacles: readonly Obstacle[];
}

/** The built-ins that the new code names. */
const BUILTINS = ["range", "type", "all", "len", "abs", "float", "int", "Exception"];

/** The function's loops that do nothing but work out one element of an array from others. */
export function planElementLoops(context: RuleContext): readonly ElementLoop[] {
  return [...ownNodes(context)].flatMap((node) =>
    node.kind === "for_statement" ? (planLoop(context, node) ?? []) : [],
  );
}

function planLoop(context: RuleContext, loop: SyntaxNode): ElementLoop | undefined {
  const header = headerOf(context, loop);
  const numpy = numpyAt(context, loop);
  const parts = soleAssignment(context, loop);
  if (header === undefined || numpy === undefined || parts === undefined) return undefined;
  const { left, range } = header;
  const turn = { context, variable: textOf(context.source, left) };
  const target = elementAt(turn, parts.target);
  const value = wholeValue(turn, parts);
  const operand = value?.elements[0]?.array;
  if (target === undefined || value === undefined || operand === undefined) return undefined;
  const obstacles = [...obstaclesOf(context, loop, left), ...ownResults(context, target, value)];
  return { loop, range, target, value, operand, numpy, obstacles };
}

/** `for i in range(…)` without an `else`. */
function headerOf(
  context: RuleContext,
  loop: SyntaxNode,
): { readonly left: SyntaxNode; readonly range: SyntaxNode } | undefined {
  const [left, range] = [field(loop, "left"), field(loop, "right")];
  if (left?.kind !== "identifier" || range === undefined || field(loop, "alternative") !== undefined) return undefined;
  return isRange(context, range) ? { left, range } : undefined;
}

/** An array that is read at another place than it is written: a turn may read what the one before it made. */
function ownResults({ source }: RuleContext, target: Element, { elements }: WholeExpression): readonly Obstacle[] {
  const about = textOf(source, target.array);
  const isRead = elements.some(
    ({ array, index }) => textOf(source, array) === about && index.join() !== target.index.join(),
  );
  return isRead ? [{ code: "changes-in-loop", about }] : [];
}

interface Assigned {
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
  /** Of `a[…] += value`: `+`. */
  readonly operator: string | undefined;
}

/** `a[…] = value` or `a[…] += value` as the only statement of the loop. */
function soleAssignment({ source }: RuleContext, loop: SyntaxNode): Assigned | undefined {
  const body = field(loop, "body");
  const [statement, ...others] = body === undefined ? [] : namedChildren(body);
  const assignment = statement && namedChildren(statement)[0];
  if (assignment === undefined || !assignment.kind.endsWith("assignment") || others.length > 0) return undefined;
  const [target, value] = [field(assignment, "left"), field(assignment, "right")];
  if (target?.kind !== "subscript" || value === undefined || field(assignment, "type")) return undefined;
  const operator = field(assignment, "operator");
  return { target, value, operator: operator && textOf(source, operator).slice(0, -1) };
}

/** `range` of one or two arguments: it counts up by one. */
function isRange(context: RuleContext, node: SyntaxNode): boolean {
  const list = field(node, "arguments");
  if (node.kind !== "call" || builtinNamed(context, field(node, "function")) !== "range") return false;
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  const isPlain = given.every(({ kind }) => kind !== "list_splat" && kind !== "keyword_argument");
  return isPlain && (given.length === 1 || given.length === 2);
}

/** The name by which numpy itself is reached at the node: `np`. */
function numpyAt({ scopes, source }: RuleContext, at: SyntaxNode): string | undefined {
  for (const { kind, name, references } of scopes.module.bindings.values()) {
    const writes = references.filter(({ access }) => access !== "read");
    const [first] = writes;
    if (kind !== "import" || first === undefined || writes.length > 1) continue;
    const imported = importedBy(source, first.node);
    const isNumpy = imported?.module === "numpy" && imported.member === undefined;
    if (isNumpy && scopes.lookUp(name, at).references === references) return name;
  }
  return undefined;
}

function obstaclesOf(context: RuleContext, loop: SyntaxNode, left: SyntaxNode): readonly Obstacle[] {
  const about = textOf(context.source, left);
  const binding = context.scopes.bindingOf(left);
  const obstacles = [...dynamicNames(context), ...hiddenBuiltins(context, loop, BUILTINS)];
  const isOwn = binding?.kind === "local" && binding.scope.node === context.function.node;
  if (!isOwn) obstacles.push({ code: "escapes", about });
  else if (isReadElsewhere(binding, loop)) obstacles.push({ code: "other-use", about });
  if ([...descendants(loop)].some(({ kind }) => kind === "line_continuation" || kind === "named_expression"))
    obstacles.push({ code: "syntax-near", about });
  return obstacles;
}

/** Is the loop's number read where no other loop has set it anew? */
function isReadElsewhere({ references }: Binding, loop: SyntaxNode): boolean {
  const loops = references
    .filter(({ node, access }) => access === "write" && node.parent?.kind === "for_statement" && node.field === "left")
    .map(({ node }) => node.parent);
  const isSet = (node: SyntaxNode): boolean =>
    loops.some((each) => {
      const body = each && field(each, "body");
      return body !== undefined && each !== loop && !isInside(loop, body) && isInside(node, body);
    });
  return references.some(({ node, access }) => access !== "write" && !isInside(node, loop) && !isSet(node));
}
