import { isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { boundValues, type Bound } from "../../analysis/bound-values.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { callsOf, definitionAt, valueGivenTo } from "../../analysis/flow/calls.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import type { RuleContext } from "../../rule.ts";

/** Can what the name holds be walked through again and again? An iterator would be used up by the first call. */
export function isWalkedAgain(around: RuleContext, binding: Binding, definition: SyntaxNode): boolean {
  const uses = binding.references.filter(({ access }) => access === "read").map(({ node }) => node);
  const isSized = uses.some((node) => isItem(node) || isLength(node, around));
  if (isSized || !uses.some((node) => isInside(node, definition) && isWalked(node))) return true;
  // The statements before the `def` run one after the other: what the last one gives is what there is.
  const last = boundValues(binding).at(-1);
  return last?.kind === "other" ? areContainersGiven(around, binding) : last !== undefined && isContainer(last, around);
}

function isItem({ parent, field: role }: SyntaxNode): boolean {
  return parent?.kind === "subscript" && role === "value";
}

function isLength({ parent }: SyntaxNode, context: RuleContext): boolean {
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return call?.kind === "call" && builtinCalled(call, context) === "len";
}

/** Anything but a comparison of numbers and the like may walk through it. */
function isWalked({ parent, field: role }: SyntaxNode): boolean {
  if (parent?.kind === "binary_operator") return false;
  if (parent?.kind !== "comparison_operator") return !(parent?.kind === "call" && role === "function");
  return parent.children.some(({ kind }) => kind === "in" || kind === "not in");
}

const containers = new Set(["list", "tuple", "set", "dict", "str", "number"]);

function isContainer(bound: Bound, context: RuleContext): boolean {
  return bound.kind === "assigned" && containers.has(valueOf(context, bound.value).type);
}

/** Do all calls of the outer function, which are known, give a list or the like? */
function areContainersGiven(around: RuleContext, binding: Binding): boolean {
  const outer = definitionAt(around, around.function.node);
  const parameter = outer?.parameters.find(({ name }) => name === binding.name);
  const calls = outer === undefined ? undefined : callsOf(around, outer);
  if (outer === undefined || parameter === undefined || calls === undefined || calls.length === 0) return false;
  if ((around.elsewhere?.(around.function.name, "name", around.source.path) ?? "none") !== "none") return false;
  return calls.every((call) => {
    const value = valueGivenTo(around, outer, call, parameter);
    return (
      value !== undefined && isContainer({ kind: "assigned", value: heldBy(around, value), isShared: false }, around)
    );
  });
}

/** The only value of a name. */
function heldBy(context: RuleContext, value: SyntaxNode): SyntaxNode {
  const binding = value.kind === "identifier" ? context.scopes.bindingOf(value) : undefined;
  return (binding && onlyValueOf(binding)) ?? value;
}
