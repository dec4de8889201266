import { field, isComprehension, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding } from "../../source/scopes.ts";
import { definesMethod } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { argumentsOf } from "./expression-context.ts";
import { callsOf, definitionAt, valueGivenTo } from "./flow/calls.ts";

/** How many names are followed. */
const DEPTH = 6;

/** Does the expression surely give text or a number of Python's own, so that working with it runs nobody's code? */
export function isPlainValue(code: Code, expression: SyntaxNode, depth = 0): boolean {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return false;
  if (PLAIN.has(node.kind)) return true;
  if (node.kind === "call")
    return MAKERS.has(builtinNamed(code, field(node, "function")) ?? "") || isTextMethod(code, node);
  if (node.kind === "binary_operator") {
    const sides = [field(node, "left"), field(node, "right")];
    return sides.every((side) => side !== undefined && isPlainValue(code, side, depth + 1));
  }
  return node.kind === "identifier" && isPlainName(code, node, depth + 1);
}

/** An f-string is text whatever stands in it: that is looked at before anything is handed on. */
const PLAIN: ReadonlySet<string> = new Set(["integer", "float", "string", "true", "false", "none"]);
const MAKERS: ReadonlySet<string> = new Set(["len", "int", "float", "ord", "chr", "bool", "str"]);

/** `line.decode().strip()`: known by name, unless a class of the file has a method of that name. */
function isTextMethod(code: Code, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const method = name === undefined ? "" : textOf(code.source, name);
  return OF_TEXTS.has(method) && !definesMethod(code, method);
}

const OF_TEXTS: ReadonlySet<string> = new Set(
  "decode encode strip rstrip lstrip lower upper hexdigest removeprefix removesuffix rjust ljust zfill".split(" "),
);

function isPlainName(code: Code, name: SyntaxNode, depth: number): boolean {
  const binding = code.scopes.bindingOf(name);
  if (binding === undefined || binding.scope.usesDynamicNames) return false;
  if (!["local", "global", "parameter"].includes(binding.kind)) return false;
  return binding.references.every(
    ({ node, access }) => access === "read" || (access === "write" && isPlainWrite(code, binding, node, depth)),
  );
}

function isPlainWrite(code: Code, binding: Binding, write: SyntaxNode, depth: number): boolean {
  const { parent } = write;
  const right = write.field === "left" && parent !== undefined ? field(parent, "right") : undefined;
  if (right === undefined) return binding.kind === "parameter" && isPlainParameter(code, binding, depth);
  if (parent?.kind === "assignment") return isPlainValue(code, right, depth);
  const isWalked = parent?.kind === "for_statement" || parent?.kind === "for_in_clause";
  return isWalked && isPlainSequence(code, right, depth);
}

function isPlainParameter(code: Code, binding: Binding, depth: number): boolean {
  const definition = definitionAt(code, binding.scope.node);
  const parameter = definition?.parameters.find(({ name }) => name === binding.name);
  const calls = definition && callsOf(code, definition);
  if (definition === undefined || parameter === undefined || calls === undefined || calls.length === 0) return false;
  return calls.every((call) => {
    const value = valueGivenTo(code, definition, call, parameter);
    return value !== undefined && isPlainValue(code, value, depth);
  });
}

/** `range(…)`, a list of plain values, or a name for one that is only walked through. */
function isPlainSequence(code: Code, expression: SyntaxNode, depth: number): boolean {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return false;
  if (node.kind === "call") return builtinNamed(code, field(node, "function")) === "range";
  if (node.kind === "list" || node.kind === "tuple")
    return namedChildren(node).every((each) => isPlainValue(code, each, depth));
  if (isComprehension(node)) {
    const body = field(node, "body");
    return node.kind !== "dictionary_comprehension" && body !== undefined && isPlainValue(code, body, depth);
  }
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  return binding !== undefined && isWalkedOnly(code, binding, depth + 1);
}

function isWalkedOnly(code: Code, binding: Binding, depth: number): boolean {
  if (binding.kind !== "local" && binding.kind !== "global") return false;
  return binding.references.every(({ node, access }) => {
    const right = node.parent?.kind === "assignment" && node.field === "left" ? field(node.parent, "right") : undefined;
    if (access === "write") return right !== undefined && isPlainSequence(code, right, depth);
    return access === "read" && isLookedAt(code, node);
  });
}

function isLookedAt(code: Code, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === "for_statement" || parent?.kind === "for_in_clause") return node.field === "right";
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (call?.kind !== "call" || argumentsOf(call).length !== 1) return false;
  return ["len", "sum", "min", "max"].includes(builtinNamed(code, field(call, "function")) ?? "");
}
