import { ancestors, field, isComprehension, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding, Reference } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";
import { argumentsOf, builtinCalled, climbParentheses, isTested } from "./expression-context.ts";

/**
 * What one touch of a variable does with its value.
 *
 * `assign` – `name = value`, also as one of `a, b = x, y`; `augment` – `name += value`; `unbind` – `del name`;
 * `method` – `name.method(…)`; `item` – `name[index]`; `return` – the value is (part of) what is returned;
 * `look` – the value is read and nothing keeps it; `operand` – it stands beside an operator that makes a new value or
 * compares; `capture` – an inner function, a class or a lazy generator keeps the variable; `escape` – anything else.
 */
export type Use =
  | { readonly kind: "assign"; readonly node: SyntaxNode; readonly statement: SyntaxNode; readonly value: SyntaxNode }
  | { readonly kind: "augment"; readonly node: SyntaxNode; readonly statement: SyntaxNode; readonly value: SyntaxNode }
  | { readonly kind: "unbind" | "capture" | "escape" | "rebind"; readonly node: SyntaxNode }
  | {
      readonly kind: "method";
      readonly node: SyntaxNode;
      readonly call: SyntaxNode;
      readonly method: string;
      readonly arguments: readonly SyntaxNode[];
    }
  | {
      readonly kind: "item";
      readonly node: SyntaxNode;
      readonly subscript: SyntaxNode;
      readonly how: "read" | "write" | "delete";
    }
  | { readonly kind: "look"; readonly node: SyntaxNode; readonly look: Look }
  | { readonly kind: "return"; readonly node: SyntaxNode; readonly statement: SyntaxNode }
  | { readonly kind: "operand"; readonly node: SyntaxNode; readonly operation: SyntaxNode };

/**
 * `walk`: a `for` statement or comprehension steps through it; `consume`: a built-in reads it to the end at once
 * (`sum(xs)`, `[*xs]`, `f(*xs)`); `print`: its text is made.
 */
type Look = "length" | "truth" | "membership" | "walk" | "consume" | "print" | "identity" | "none";

/** Every touch of the variable, in the order of the text. */
export function usesOf(binding: Binding, context: RuleContext): readonly Use[] {
  const uses: Use[] = [];
  const seen = new Set<SyntaxNode>();
  for (const reference of binding.references) {
    // `x += 1` is a read and a write of one node.
    if (seen.has(reference.node)) continue;
    seen.add(reference.node);
    uses.push(useOf(reference, binding, context));
  }
  return uses;
}

function useOf({ node, access }: Reference, binding: Binding, context: RuleContext): Use {
  return isKeptByInner(node, binding, context) ? { kind: "capture", node } : useAt(node, access, context);
}

/** What one expression, a name or an attribute of one, does with its value, wherever it stands. */
export function useAt(node: SyntaxNode, access: Reference["access"], context: RuleContext): Use {
  if (isAugmented(node)) return augmentOf(node);
  if (access === "write") return assignmentOf(node) ?? { kind: "rebind", node };
  if (access === "delete") return { kind: "unbind", node };
  return readOf(node, context);
}

/** Inside a function, lambda, class or generator expression of its own, below the scope of the variable. */
function isKeptByInner(node: SyntaxNode, binding: Binding, context: RuleContext): boolean {
  const limit = binding.scope.node;
  for (const at of ancestors(node)) {
    if (at === limit) return false;
    if (at.kind === "function_definition" || at.kind === "lambda" || at.kind === "class_definition") return true;
    if (at.kind === "generator_expression" && !isUsedAtOnce(at, context)) return true;
  }
  return false;
}

/** Built-ins that read their first argument to the end before they return, and keep nothing of it. */
const CONSUMERS: ReadonlySet<string> = new Set(
  "all any bytes dict frozenset list max min set sorted sum tuple".split(" "),
);
const PRINTERS: ReadonlySet<string> = new Set(["print", "repr", "str", "ascii", "format"]);
const WALKERS: ReadonlySet<string> = new Set(["enumerate", "reversed", "zip"]);

/** Is a generator expression read to its end by the call or the `for` that it stands in? */
function isUsedAtOnce(generator: SyntaxNode, context: RuleContext): boolean {
  const { node, parent } = climbParentheses(generator);
  if (parent === undefined) return false;
  if (parent.kind === "call" && node.field === "arguments") return isConsumingCall(parent, context);
  if (parent.kind !== "argument_list" || parent.parent?.kind !== "call") return false;
  return argumentsOf(parent.parent)[0] === node && isConsumingCall(parent.parent, context);
}

function isConsumingCall(call: SyntaxNode, context: RuleContext): boolean {
  const name = builtinCalled(call, context);
  if (name === undefined) return isJoin(call);
  // `max(a, b)` gives one of its arguments back.
  if ((name === "max" || name === "min") && positionalCount(call) !== 1) return false;
  return CONSUMERS.has(name);
}

function positionalCount(call: SyntaxNode): number {
  return argumentsOf(call).filter((argument) => argument.kind !== "keyword_argument").length;
}

/** `", ".join(…)` of a literal; `x.join(…)` could be anything. */
function isJoin(call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const receiver = callee === undefined ? undefined : field(callee, "object");
  const isLiteral = receiver?.kind === "string" || receiver?.kind === "concatenated_string";
  return isLiteral && callee !== undefined && field(callee, "attribute")?.end === callee.start + length(receiver) + 5;
}

function length(node: SyntaxNode): number {
  return node.end - node.start;
}

function isAugmented(node: SyntaxNode): boolean {
  return node.parent?.kind === "augmented_assignment" && node.field === "left";
}

function augmentOf(node: SyntaxNode): Use {
  const statement = node.parent?.parent;
  const value = node.parent === undefined ? undefined : field(node.parent, "right");
  if (statement === undefined || value === undefined || node.parent?.children[1]?.kind !== "+=") {
    return { kind: "rebind", node };
  }
  return { kind: "augment", node, statement, value };
}

/** `name = value` as a statement of its own, `name: T = value`, or one pair of `a, b = x, y`; no chains, no stars. */
function assignmentOf(node: SyntaxNode): Use | undefined {
  const assignment = node.field === "left" ? node.parent : node.parent?.parent;
  const statement = assignment?.parent;
  if (assignment?.kind !== "assignment" || statement?.kind !== "expression_statement") return undefined;
  const right = field(assignment, "right");
  if (right === undefined || right.kind === "assignment") return undefined;
  const value = node.field === "left" ? right : pairedValue(node, right);
  return value === undefined ? undefined : { kind: "assign", node, statement, value };
}

/** `y` for `b` in `a, b = x, y`. */
function pairedValue(node: SyntaxNode, right: SyntaxNode): SyntaxNode | undefined {
  const target = node.parent;
  if (target?.field !== "left" || target.kind !== "pattern_list" || right.kind !== "expression_list") return undefined;
  const [names, values] = [namedChildren(target), namedChildren(right)];
  const hasStar = [...names, ...values].some(({ kind }) => kind.startsWith("list_splat"));
  return hasStar || names.length !== values.length ? undefined : values[names.indexOf(node)];
}

function readOf(identifier: SyntaxNode, context: RuleContext): Use {
  const { node, parent } = climbParentheses(identifier);
  const look = (kind: Look): Use => ({ kind: "look", node: identifier, look: kind });
  if (parent === undefined) return { kind: "escape", node: identifier };
  const placed = readers[parent.kind]?.({ identifier, node, parent, context });
  if (placed !== undefined) return placed;
  if (isTested(node)) return look("truth");
  return { kind: "escape", node: identifier };
}

interface Place {
  readonly identifier: SyntaxNode;
  /** The identifier with the parentheses around it. */
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode;
  readonly context: RuleContext;
}

const readers: Readonly<Record<string, (place: Place) => Use | undefined>> = {
  attribute: readMethod,
  subscript: readItem,
  call: ({ identifier, node }) => (node.field === "arguments" ? undefined : { kind: "escape", node: identifier }),
  argument_list: readArgument,
  comparison_operator: readComparison,
  binary_operator: ({ identifier, parent }) => ({ kind: "operand", node: identifier, operation: parent }),
  for_statement: ({ identifier, node }) => (node.field === "right" ? looks(identifier, "walk") : undefined),
  for_in_clause: ({ identifier, node }) => (node.field === "right" ? looks(identifier, "walk") : undefined),
  list_splat: readStar,
  interpolation: ({ identifier }) => looks(identifier, "print"),
  expression_statement: ({ identifier }) => looks(identifier, "none"),
  return_statement: ({ identifier, parent }) => ({ kind: "return", node: identifier, statement: parent }),
  expression_list: readReturned,
};

function looks(node: SyntaxNode, look: Look): Use {
  return { kind: "look", node, look };
}

function readMethod({ identifier, node, parent, context }: Place): Use | undefined {
  const call = parent.parent;
  const name = field(parent, "attribute");
  if (node.field !== "object" || name === undefined) return undefined;
  if (call?.kind !== "call" || parent.field !== "function") return { kind: "escape", node: identifier };
  return { kind: "method", node: identifier, call, method: textOf(context.source, name), arguments: argumentsOf(call) };
}

function readItem({ identifier, node, parent }: Place): Use | undefined {
  if (node.field !== "value") return undefined;
  const { node: whole, parent: around } = climbParentheses(parent);
  let how: "read" | "write" | "delete" = "read";
  if (around?.kind === "assignment" || around?.kind === "augmented_assignment")
    how = whole.field === "left" ? "write" : "read";
  else if (isTarget(whole)) how = "write";
  if (isDeleted(whole)) how = "delete";
  return { kind: "item", node: identifier, subscript: parent, how };
}

/** In `a[0], b = …`, `for a[0] in …`, `with f as a[0]`. */
function isTarget(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.field === "left" && ["assignment", "for_statement", "for_in_clause"].includes(at.parent?.kind ?? ""))
      return true;
    if (at.kind === "as_pattern_target") return true;
    if (!["pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "subscript"].includes(at.kind))
      return false;
  }
  return false;
}

function isDeleted(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at.kind === "delete_statement") return true;
    if (!["expression_list", "parenthesized_expression", "tuple", "list"].includes(at.kind)) return false;
  }
  return false;
}

function readArgument({ identifier, node, parent, context }: Place): Use {
  const call = parent.parent;
  const look = call?.kind === "call" ? lookOfArgument(node, call, context) : undefined;
  return look === undefined ? { kind: "escape", node: identifier } : looks(identifier, look);
}

function lookOfArgument(node: SyntaxNode, call: SyntaxNode, context: RuleContext): Look | undefined {
  const name = builtinCalled(call, context) ?? "";
  if (PRINTERS.has(name)) return "print";
  if (WALKERS.has(name)) return isWalked(call, context) ? "walk" : undefined;
  if (argumentsOf(call)[0] !== node) return undefined;
  if (name === "len") return "length";
  if (name === "bool") return "truth";
  return isConsumingCall(call, context) ? "consume" : undefined;
}

/** `for … in enumerate(xs)`, `list(reversed(xs))`: what the call gives is used up where it stands. */
function isWalked(call: SyntaxNode, context: RuleContext): boolean {
  const { node, parent } = climbParentheses(call);
  if (node.field === "right" && parent !== undefined) return isWalkedBy(parent, context);
  const around = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (around?.kind !== "call") return false;
  if (WALKERS.has(builtinCalled(around, context) ?? "")) return isWalked(around, context);
  return argumentsOf(around)[0] === node && isConsumingCall(around, context);
}

function isWalkedBy(loop: SyntaxNode, context: RuleContext): boolean {
  return loop.kind === "for_statement" || (loop.kind === "for_in_clause" && isDrained(loop.parent, context));
}

function isDrained(comprehension: SyntaxNode | undefined, context: RuleContext): boolean {
  if (comprehension?.kind === "generator_expression") return isUsedAtOnce(comprehension, context);
  return comprehension !== undefined && isComprehension(comprehension);
}

function readComparison({ identifier, node, parent }: Place): Use {
  const operators = parent.children.filter((child) => child.field === "operators").map((child) => child.kind);
  const operands = namedChildren(parent).filter((child) => child.field !== "operators");
  const [operator] = operators;
  if (operators.length === 1 && (operator === "in" || operator === "not in") && operands[1] === node) {
    return looks(identifier, "membership");
  }
  const isIdentity = operators.length === 1 && (operator === "is" || operator === "is not");
  if (isIdentity && operands.some((operand) => operand.kind === "none")) return looks(identifier, "identity");
  return { kind: "operand", node: identifier, operation: parent };
}

/** `[*xs]`, `(*xs,)`, `{*xs}`, `f(*xs)`: read to the end at once. */
function readStar({ identifier, parent }: Place): Use {
  const around = parent.parent?.kind;
  const isRead = around === "list" || around === "tuple" || around === "set" || around === "argument_list";
  return isRead ? looks(identifier, "consume") : { kind: "escape", node: identifier };
}

/** `return xs, n`. */
function readReturned({ identifier, parent }: Place): Use | undefined {
  const statement = parent.parent;
  return statement?.kind === "return_statement" ? { kind: "return", node: identifier, statement } : undefined;
}
