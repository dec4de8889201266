import { descendants, field, fields } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues, type Bound } from "../../analysis/bound-values.ts";
import { importedPath } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";

/** `texts[key]`, whose container does nothing but store. */
export interface PlainItem {
  readonly container: SyntaxNode;
  readonly key: SyntaxNode;
  /** False where the program has to ask whether the container is a dict or list itself. */
  readonly isExact: boolean;
  /** May the container, or the key, be written several times, and mean the same? */
  readonly isNamed: { readonly container: boolean; readonly key: boolean };
}

/** The item, where it can be taken out of its container for a moment; undefined for slices, and where `dict` or `list` is not the built-in. */
export function itemOfPlain(target: SyntaxNode, context: RuleContext): PlainItem | undefined {
  const container = field(target, "value");
  const [key, ...more] = fields(target, "subscript");
  if (container === undefined || key === undefined || more.length > 0 || key.kind === "slice") return undefined;
  if (target.startLine !== target.endLine || [...descendants(target)].some(({ kind }) => pausing.has(kind)))
    return undefined;
  const isExact = isPlainContainer(container, context);
  if (!isExact && !["dict", "list"].every((name) => isBuiltinAt(context, name, target))) return undefined;
  return {
    container,
    key,
    isExact,
    isNamed: { container: isSteadyName(container, context), key: isConstant(key) || isSteadyName(key, context) },
  };
}

/** What may run other code, or give a name another value, in the middle of an expression. */
export const pausing: ReadonlySet<string> = new Set(["yield", "await", "named_expression", "lambda"]);

/** A variable of this function that no other touches: nothing that is worked out in between gives it another value. */
export function isSteadyName(node: SyntaxNode, context: RuleContext): boolean {
  const variable = node.kind === "identifier" ? variableAt(context, node) : undefined;
  if (variable?.kind !== "local" && variable?.kind !== "parameter") return false;
  const { references, scope } = variable.binding;
  return references.every((reference) => context.scopes.scopeOf(reference.node) === scope);
}

function isConstant(node: SyntaxNode): boolean {
  if (node.kind === "unary_operator") return field(node, "argument")?.kind === "integer";
  return node.kind === "integer" || (node.kind === "string" && isLiteralText(node));
}

/** A string without values in it, on one line. */
export function isLiteralText(node: SyntaxNode): boolean {
  return (
    node.kind === "string" &&
    node.startLine === node.endLine &&
    !node.children.some(({ kind }) => kind === "interpolation")
  );
}

/** Is it a variable that only ever holds a dict or list made here, or None, which has no items? */
function isPlainContainer(node: SyntaxNode, context: RuleContext): boolean {
  const binding = isSteadyName(node, context) ? context.scopes.bindingOf(node) : undefined;
  const values = binding === undefined ? [] : boundValues(binding);
  const made = values.filter((each) => each.kind !== "assigned" || each.value.kind !== "none");
  return made.length > 0 && made.every((each) => isMadeHere(each, context));
}

const displays = new Set(["dictionary", "dictionary_comprehension", "list", "list_comprehension"]);

function isMadeHere(bound: Bound, context: RuleContext): boolean {
  if (bound.kind !== "assigned") return false;
  const { value } = bound;
  if (displays.has(value.kind)) return true;
  if (value.kind === "binary_operator") {
    return field(value, "left")?.kind === "list" && field(value, "operator")?.kind === "*";
  }
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  if (callee === undefined) return false;
  const name = builtinCalled(value, context);
  return name === "dict" || name === "list" || storing.has(importedPath(context, callee) ?? "");
}

/** The library's, which store as a dict does. */
const storing = new Set(["collections.defaultdict", "collections.OrderedDict"]);
