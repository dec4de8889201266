import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { boundValues } from "./bound-values.ts";
import { builtinNamed, type Code } from "./code.ts";
import { argumentsOf, positionalArguments } from "./expression-context.ts";

/** How deep names and expressions are followed. */
const DEPTH = 4;

/** Does the source show that the expression is a whole number, and never below zero: `3`, `len(x)`, sums and products of such? */
export function isNonNegative(code: Code, expression: SyntaxNode, depth = 0): boolean {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return false;
  if (node.kind === "integer") return /^[\d_]+$/u.test(textOf(code.source, node));
  if (node.kind === "identifier") return isNonNegativeName(code, node, depth + 1);
  if (node.kind === "call") return isNonNegativeCall(code, node, depth + 1);
  if (node.kind !== "binary_operator") return false;
  const sides = [field(node, "left"), field(node, "right")];
  const operator = field(node, "operator")?.kind ?? "";
  return (
    ["+", "*"].includes(operator) && sides.every((side) => side !== undefined && isNonNegative(code, side, depth + 1))
  );
}

function isNonNegativeCall(code: Code, call: SyntaxNode, depth: number): boolean {
  const name = builtinNamed(code, field(call, "function"));
  const given = argumentsOf(call);
  if (name === "len") return given.length === 1;
  return (
    (name === "min" || name === "max") && given.length > 1 && given.every((each) => isNonNegative(code, each, depth))
  );
}

/** A name of this function, of which every value is one. */
function isNonNegativeName(code: Code, node: SyntaxNode, depth: number): boolean {
  const binding = code.scopes.bindingOf(node);
  if (binding?.kind !== "local" || binding.scope.usesDynamicNames) return false;
  const writes = binding.references.filter(({ access }) => access === "write");
  const values = boundValues(binding);
  return (
    values.length > 0 &&
    values.every((bound, at) => {
      if (bound.kind === "other") return isCounter(code, writes[at]?.node, depth);
      const isGrowing = bound.kind === "assigned" || bound.operator === "+=" || bound.operator === "*=";
      return isGrowing && isNonNegative(code, bound.value, depth);
    })
  );
}

/** `i` of `for i in range(n)` and of `for i, x in enumerate(xs)`. */
function isCounter(code: Code, name: SyntaxNode | undefined, depth: number): boolean {
  const target = name === undefined ? undefined : targetOf(name);
  const walked = target?.parent && field(target.parent, "right");
  const given = walked?.kind === "call" ? positionalArguments(walked) : undefined;
  if (walked === undefined || given === undefined) return false;
  const start = target === name ? rangeStart(code, walked, given) : enumerateStart(code, walked, given);
  return start === 0 || (start !== undefined && isNonNegative(code, start, depth));
}

/** What a loop sets, where that is the name or has it for its first part. */
function targetOf(name: SyntaxNode): SyntaxNode | undefined {
  const pattern = name.parent;
  const isFirst = pattern !== undefined && patterns.has(pattern.kind) && namedChildren(pattern)[0] === name;
  const target = isFirst ? pattern : name;
  const isLooped = target.parent?.kind === "for_statement" || target.parent?.kind === "for_in_clause";
  return isLooped && target.field === "left" ? target : undefined;
}

const patterns: ReadonlySet<string> = new Set(["pattern_list", "tuple_pattern"]);

/** Where `range` begins, if it goes upwards; 0 where that is not written. */
function rangeStart(code: Code, walked: SyntaxNode, given: readonly SyntaxNode[]): SyntaxNode | 0 | undefined {
  const [first, , step] = given;
  const isUpwards = step === undefined || (step.kind === "integer" && isNonNegative(code, step));
  if (builtinNamed(code, field(walked, "function")) !== "range" || !isUpwards) return undefined;
  return given.length === 1 ? 0 : first;
}

function enumerateStart(code: Code, walked: SyntaxNode, given: readonly SyntaxNode[]): SyntaxNode | 0 | undefined {
  if (builtinNamed(code, field(walked, "function")) !== "enumerate") return undefined;
  return given.length === 1 ? 0 : given[1];
}

/** The value of a plain integer literal. */
export function literalOf({ source }: Code, expression: SyntaxNode): number | undefined {
  const node = withoutParentheses(expression);
  const [digits] = node.kind === "unary_operator" && node.children[0]?.kind === "-" ? namedChildren(node) : [node];
  const text = digits?.kind === "integer" ? textOf(source, digits) : "";
  if (!/^\d+$/u.test(text)) return undefined;
  return digits === node ? Number(text) : -Number(text);
}
