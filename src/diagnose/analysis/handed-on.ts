import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Code } from "./code.ts";
import { definitionAt, parameterFilledBy } from "./flow/calls.ts";
import { definitionsMeant, type Located } from "./meaning.ts";
import { methodsOf, receiverOf } from "./receiver.ts";
import { useOf } from "./use.ts";

/** How far an argument is followed from function to function. */
const DEPTH = 4;

/**
 * Is the list (a name that holds it) handed to functions of the project that look at it and keep no hold of it? What they
 * hand on themselves is followed.
 */
export function isOnlyLookedAt(code: Code, node: SyntaxNode, depth = 0): boolean {
  const argument = node.parent?.kind === "keyword_argument" ? node.parent : node;
  const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : undefined;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  if (call === undefined || callee === undefined || depth >= DEPTH) return false;
  const meant = calledBy(code, callee);
  return meant !== undefined && meant.every((each) => looksAt(code, call, argument, each, depth));
}

function calledBy(code: Code, callee: SyntaxNode): readonly Located[] | undefined {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  if (callee.kind !== "attribute" || object === undefined || name === undefined) return definitionsMeant(code, callee);
  const called = receiverOf(code, object, undefined);
  // A class derived from that of `self` may have another method of that name.
  if (called?.isExact === false) return undefined;
  // `Row.merge(row, xs)`: which parameter the list fills is another matter there.
  if (called?.isClass === true) return undefined;
  return called === undefined ? definitionsMeant(code, callee) : methodsOf(called, textOf(code.source, name));
}

function looksAt(
  code: Code,
  call: SyntaxNode,
  argument: SyntaxNode,
  { code: home, node }: Located,
  depth: number,
): boolean {
  const definition = definitionAt(home, node);
  const parameter = definition && parameterFilledBy(code, definition, call, argument);
  const binding = parameter && home.scopes.bindingOf(parameter.node);
  if (binding === undefined || binding.references.filter(({ access }) => access !== "read").length > 1) return false;
  return binding.references.every(({ node: at, access }) => {
    if (access !== "read") return true;
    const { kind } = useOf(home, at);
    return kind === "read" || (kind === "escapes" && isOnlyLookedAt(home, at, depth + 1));
  });
}
