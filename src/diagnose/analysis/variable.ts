import type { SyntaxNode } from "../../source/node.ts";
import { field, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";
import { attributesNamed } from "./attributes.ts";
import type { Code } from "./code.ts";
import { homeOf } from "./eager-lambda.ts";

/**
 * Where a variable lives, seen from the function under the eye (of a lambda that runs at once, from the function around it as well). `free` belongs to a function around it, `inner` to a
 * comprehension or class body in it (no statement of the function can read that), `attribute` is one hop from a name:
 * `self.items`. A name of the module that none of its functions touches is `local` to the module's code.
 */
export type VariableKind = "local" | "parameter" | "free" | "global" | "attribute" | "inner";

/** A name, or an attribute of a name, that holds a value: `names`, `ALLOWED`, `self.items`. */
export interface Variable {
  readonly kind: VariableKind;
  /** As written, without blanks: `self.items`. */
  readonly text: string;
  /** The name's binding; for an attribute the binding of `self`. */
  readonly binding: Binding;
  readonly attribute?: string;
  /** Set where the value is an item of a dict, `data["rows"]`, which `attribute` names (`["rows"]`): the dict's own variable. */
  readonly itemOf?: Variable;
}

/** The variable that an expression denotes; undefined for calls, subscripts, longer paths, modules and built-ins. */
export function variableAt(context: RuleContext, expression: SyntaxNode): Variable | undefined {
  const node = withoutParentheses(expression);
  if (node.kind === "identifier") return nameAt(context, node);
  if (node.kind !== "attribute") return undefined;
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  if (object?.kind !== "identifier" || name === undefined) return undefined;
  const base = nameAt(context, object);
  if (base === undefined || base.kind === "global" || base.kind === "inner") return undefined;
  const attribute = textOf(context.source, name);
  return { kind: "attribute", text: `${base.text}.${attribute}`, binding: base.binding, attribute };
}

function nameAt(context: RuleContext, node: SyntaxNode): Variable | undefined {
  const binding = context.scopes.bindingOf(node);
  if (binding === undefined || valueless.has(binding.kind)) return undefined;
  return { kind: kindOf(context, binding), text: textOf(context.source, node), binding };
}

const valueless = new Set(["builtin", "type-parameter", "function", "class"]);

function kindOf(context: RuleContext, binding: Binding): VariableKind {
  const { scope } = binding;
  if (scope.kind === "module") return isScriptLocal(context, binding) ? "local" : "global";
  if (scope.kind === "comprehension" || scope.kind === "class" || scope.kind === "annotation") return "inner";
  const isOwn = scope.node === context.function.node || scope.node === homeOf(context, context.function.node);
  if (!isOwn) return "free";
  return binding.kind === "parameter" ? "parameter" : "local";
}

/** A name that only the module's own code touches, seen from that code, is as good as a local one. */
function isScriptLocal(context: RuleContext, binding: Binding): boolean {
  const { node } = context.function;
  if (node.kind !== "module" || binding.kind !== "global") return false;
  return binding.references.every((reference) => runsIn(context, reference.node) === node);
}

/** The function, lambda, class or module in whose code the node stands. */
function runsIn(code: Code, node: SyntaxNode): SyntaxNode {
  let scope = code.scopes.scopeOf(node);
  while (scope.parent !== undefined && scope.kind === "comprehension") scope = scope.parent;
  return scope.node;
}

/** Does the expression denote this variable? */
export function denotes(code: Code, expression: SyntaxNode, variable: Variable): boolean {
  const node = withoutParentheses(expression);
  // Whatever stands under the item's name, or under one that is not known, may be it.
  if (variable.itemOf !== undefined) return node.kind === "subscript";
  if (variable.attribute === undefined) {
    return node.kind === "identifier" && code.scopes.bindingOf(node) === variable.binding;
  }
  if (node.kind !== "attribute") return false;
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  if (object?.kind !== "identifier" || name === undefined) return false;
  return code.scopes.bindingOf(object) === variable.binding && textOf(code.source, name) === variable.attribute;
}

/** Every node below `within` that denotes the variable, in the order of the text. */
export function occurrencesOf(code: Code, variable: Variable, within: SyntaxNode): readonly SyntaxNode[] {
  if (variable.attribute === undefined) {
    // An augmented assignment gives two references to one node.
    const nodes = new Set(variable.binding.references.map((reference) => reference.node));
    return [...nodes].filter((node) => node.start >= within.start && node.end <= within.end);
  }
  return attributesNamed(code, variable.attribute).filter(
    (node) => node.start >= within.start && node.end <= within.end && denotes(code, node, variable),
  );
}
