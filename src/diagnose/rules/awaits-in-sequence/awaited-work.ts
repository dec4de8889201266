import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { definitionAt } from "../../analysis/flow/calls.ts";
import { dependence, dependenceOfCoroutine, type Coroutine } from "../blocking-in-sequence/independence.ts";

/**
 * What keeps an expression with an `await` from running beside its like; undefined where it, and all coroutine functions that it
 * awaits, work with nothing but what is their own. `given` are names that hold text or numbers.
 */
export function awaitedDependence(code: Code, node: SyntaxNode, given: ReadonlySet<string>): string | undefined {
  const awaited = new Set<SyntaxNode>();
  const coroutine: Coroutine = { given, streams: new Set(), awaits: (definition) => awaited.add(definition) };
  const because = dependence(code, node, given, coroutine);
  if (because !== undefined) return because;
  // A set hands out what is added while it is walked through.
  for (const definition of awaited) {
    const inner = dependenceOf(code, definition, coroutine);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function dependenceOf(code: Code, definition: SyntaxNode, coroutine: Coroutine): string | undefined {
  const [body, parameters] = [field(definition, "body"), definitionAt(code, definition)?.parameters];
  const isTop = definition.parent?.kind === "module";
  const isPlain = parameters?.every(({ kind }) => kind === "positional-or-keyword") === true;
  if (body === undefined || parameters === undefined || !isTop || !isPlain) return nameOf(code, definition);
  return dependenceOfCoroutine(code, body, { ...coroutine, given: new Set(parameters.map(({ name }) => name)) });
}

function nameOf(code: Code, definition: SyntaxNode): string {
  const name = field(definition, "name") ?? namedChildren(definition)[0];
  return name === undefined ? "it" : code.source.text.slice(name.start, name.end);
}
