import type { SyntaxNode } from "../../../source/node.ts";
import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { Code } from "../code.ts";
import { argumentsOf, builtinCalled, climbParentheses, isTested, positionalArguments } from "../expression-context.ts";
import { isTarget, useOf } from "../use.ts";
import { calledDefinitions, parameterFilledBy } from "./calls.ts";
import { cellAt, type Cell } from "./cell.ts";

/**
 * What one occurrence does with the list, for a list that is followed through a file:
 * `test` – `x in xs`; `truth` – asked whether it is empty, or None; `length` – `len(xs)`; `sorted` – `sorted(xs)`, `set(xs)`: read
 * as a whole, in no order; `read` – read in some other way, and not kept; `append`, `change` – changed by one of list's own
 * methods, in a statement of its own; `bound` – gets a value (undefined: not to be told which); `moved` – the list is now also
 * held by another cell; `returned`; `lost` – whoever gets it cannot be followed.
 */
export type FlowUse =
  | { readonly kind: "test"; readonly expression: SyntaxNode }
  | { readonly kind: "truth" | "length" | "sorted" | "read" }
  | { readonly kind: "returned"; readonly isAmongOthers?: true }
  | { readonly kind: "append"; readonly item: SyntaxNode; readonly statement: SyntaxNode; readonly method: SyntaxNode }
  | { readonly kind: "change"; readonly method: string; readonly call: SyntaxNode; readonly statement: SyntaxNode }
  | { readonly kind: "bound"; readonly value: SyntaxNode | undefined; readonly statement: SyntaxNode | undefined }
  | { readonly kind: "moved"; readonly to: Cell; readonly orTo?: readonly Cell[] }
  | { readonly kind: "lost"; readonly about: string };

/** How an expression that denotes the list (a name, an attribute, a call that returns it) uses it. */
export function flowUseOf(code: Code, inner: SyntaxNode): FlowUse {
  const { node, parent } = climbParentheses(inner);
  if (parent === undefined) return { kind: "read" };
  const placed = byParent[parent.kind]?.({ code, inner, node, parent });
  if (placed !== undefined) return placed;
  if (isTested(node)) return { kind: "truth" };
  if (parent.kind === "boolean_operator" || parent.kind === "conditional_expression") return lost(code, parent);
  const { kind } = useOf(code, inner);
  return kind === "read" ? { kind: "read" } : lost(code, parent);
}

function lost(code: Code, node: SyntaxNode): FlowUse {
  const line = textOf(code.source, node).split(/[\r\n]/u, 1)[0] ?? "";
  return { kind: "lost", about: line.length > 60 ? `${line.slice(0, 59)}…` : line };
}

interface Place {
  readonly code: Code;
  readonly inner: SyntaxNode;
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode;
}

const byParent: Readonly<Record<string, (place: Place) => FlowUse | undefined>> = {
  comparison_operator: useInComparison,
  attribute: useOfMethod,
  argument_list: useAsArgument,
  keyword_argument: useAsArgument,
  assignment: useInAssignment,
  subscript: useOfSlice,
  augmented_assignment: ({ code, node, parent }) =>
    node.field === "left" ? useInAugmented(code, parent) : { kind: "read" },
  return_statement: () => ({ kind: "returned" }),
  expression_list: ({ parent }) =>
    parent.parent?.kind === "return_statement" ? { kind: "returned", isAmongOthers: true } : undefined,
  parameters: () => ({ kind: "bound", value: undefined, statement: undefined }),
  default_parameter: ({ node }) =>
    node.field === "name" ? { kind: "bound", value: undefined, statement: undefined } : undefined,
  typed_parameter: () => ({ kind: "bound", value: undefined, statement: undefined }),
  typed_default_parameter: ({ node }) =>
    node.field === "name" ? { kind: "bound", value: undefined, statement: undefined } : undefined,
  global_statement: () => ({ kind: "truth" }),
  nonlocal_statement: () => ({ kind: "truth" }),
};

function useInComparison({ node, parent }: Place): FlowUse {
  const operators = parent.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const operands = namedChildren(parent).filter((child) => child.field !== "operators");
  const [operator] = operators;
  if (operators.length > 1 || operator === undefined) return { kind: "read" };
  if ((operator === "in" || operator === "not in") && operands[1] === node) return { kind: "test", expression: parent };
  return operator.startsWith("is") ? { kind: "truth" } : { kind: "read" };
}

function useOfMethod({ code, parent }: Place): FlowUse | undefined {
  const call = parent.parent;
  const name = field(parent, "attribute");
  if (name === undefined || call?.kind !== "call" || parent.field !== "function") return undefined;
  const use = useOf(code, field(parent, "object") ?? parent);
  if (use.kind === "read") return { kind: "read" };
  return use.kind === "changed" && use.method !== undefined ? changeBy(use.method, name, call) : undefined;
}

/** `xs[:] = ys` and `del xs[:]`, in a statement of their own. */
function useOfSlice({ code, node, parent }: Place): FlowUse | undefined {
  if (node.field !== "value" || !isTarget(parent) || !isWholeSlice(code, parent)) return undefined;
  const around = parent.parent;
  if (around?.kind === "delete_statement") return { kind: "change", method: "del[:]", call: parent, statement: around };
  const isReplaced = around?.kind === "assignment" && field(around, "right")?.kind !== "assignment";
  const statement = isReplaced ? around.parent : undefined;
  if (statement?.kind !== "expression_statement") return undefined;
  return { kind: "change", method: "[:]=", call: parent, statement };
}

function isWholeSlice({ source }: Code, { children }: SyntaxNode): boolean {
  const [only, ...others] = children.filter((child) => child.field === "subscript");
  return only !== undefined && others.length === 0 && textOf(source, only).trim() === ":";
}

function changeBy(method: string, name: SyntaxNode, call: SyntaxNode): FlowUse | undefined {
  const statement = statementOfCall(call);
  const given = method === "sort" ? [] : positionalArguments(call);
  if (statement === undefined || given === undefined) return undefined;
  const [item] = given;
  if (method === "append" && item !== undefined && given.length === 1)
    return { kind: "append", item, statement, method: name };
  return { kind: "change", method, call, statement };
}

/** `xs.pop()` alone, `x = xs.pop()` or `return xs.pop()`. */
function statementOfCall(call: SyntaxNode): SyntaxNode | undefined {
  const { parent } = call;
  if (parent?.kind === "expression_statement" || parent?.kind === "return_statement") return parent;
  const isValue =
    parent?.kind === "assignment" && call.field === "right" && field(parent, "left")?.kind === "identifier";
  return isValue && parent.parent?.kind === "expression_statement" ? parent.parent : undefined;
}

function useAsArgument(place: Place): FlowUse | undefined {
  const { code, node, parent } = place;
  const argument = parent.kind === "keyword_argument" ? parent : node;
  const call = argument.parent?.parent;
  if (call?.kind !== "call") return undefined;
  const builtin = builtinCalled(call, code);
  if (builtin !== undefined) return useByBuiltin(builtin, call);
  const definitions = calledDefinitions(code, call);
  const cells = definitions.flatMap((definition): readonly Cell[] => {
    const parameter = parameterFilledBy(code, definition, call, argument);
    const binding = parameter === undefined ? undefined : code.scopes.bindingOf(parameter.node);
    return binding === undefined ? [] : [{ kind: "name", binding }];
  });
  const [to, ...orTo] = cells;
  if (definitions.length === 0) return undefined;
  return to === undefined || cells.length < definitions.length ? lost(code, call) : { kind: "moved", to, orTo };
}

const orderless = new Set(["sorted", "set", "frozenset"]);

function useByBuiltin(builtin: string, call: SyntaxNode): FlowUse | undefined {
  if (builtin === "len") return { kind: "length" };
  return orderless.has(builtin) && argumentsOf(call).length === 1 ? { kind: "sorted" } : undefined;
}

function useInAssignment({ code, node, parent }: Place): FlowUse | undefined {
  const statement = parent.parent?.kind === "expression_statement" ? parent.parent : undefined;
  if (node.field === "left") {
    const value = field(parent, "right");
    return { kind: "bound", value: statement === undefined ? noneOfChain(value) : value, statement };
  }
  if (node.field === "type") return { kind: "read" };
  const target = field(parent, "left");
  const to = target === undefined || statement === undefined ? undefined : cellAt(code, target);
  return to === undefined ? undefined : { kind: "moved", to };
}

/** `None` of `a = b = None`, which all may have; of another value it would be the same object. */
function noneOfChain(value: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = value;
  while (at?.kind === "assignment") at = field(at, "right");
  return at?.kind === "none" ? at : undefined;
}

/** `xs += ys` with a list or tuple extends in place. */
function useInAugmented(code: Code, assignment: SyntaxNode): FlowUse {
  const statement = assignment.parent;
  const isSum = field(assignment, "operator")?.kind === "+=";
  return isSum && statement?.kind === "expression_statement"
    ? { kind: "change", method: "+=", call: assignment, statement }
    : lost(code, assignment);
}
