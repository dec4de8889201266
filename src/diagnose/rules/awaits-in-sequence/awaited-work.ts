import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import type { OwnResource } from "../blocking-in-sequence/own-resources.ts";
import { sharedSessions } from "./shared-session.ts";
import { definitionAt } from "../../analysis/flow/calls.ts";
import type { Coroutine } from "../blocking-in-sequence/coroutine.ts";
import { dependence, dependenceOfCoroutine } from "../blocking-in-sequence/independence.ts";

/**
 * What keeps an expression with an `await` from running beside its like; nothing where it, and all coroutine functions that it
 * awaits, work with nothing but what is their own, and with sessions that are made to be shared by tasks. `given` are names that hold text or numbers.
 */
export function awaitedDependence(code: Code, node: SyntaxNode, given: ReadonlySet<string>): string | undefined {
  const awaited = new Map<SyntaxNode, ReadonlyMap<number, OwnResource>>();
  const odd: SyntaxNode[] = [];
  const awaits: Coroutine["awaits"] = (definition, sessions) => {
    const known = awaited.get(definition);
    if (known !== undefined && [...known.keys()].join() !== [...sessions.keys()].join()) odd.push(definition);
    awaited.set(definition, sessions);
  };
  const coroutine: Coroutine = { given, streams: new Set(), sessions: sharedSessions(code, node), awaits };
  const because = dependence(code, node, given, coroutine);
  if (because !== undefined) return because;
  // A map hands out what is added while it is walked through.
  for (const [definition, sessions] of awaited) {
    const inner = dependenceOf(code, definition, coroutine, sessions);
    if (inner !== undefined) return inner;
  }
  const [first] = odd;
  return first && nameOf(code, first);
}

function dependenceOf(
  code: Code,
  definition: SyntaxNode,
  coroutine: Coroutine,
  given: ReadonlyMap<number, OwnResource>,
): string | undefined {
  const [body, parameters] = [field(definition, "body"), definitionAt(code, definition)?.parameters];
  const isTop = definition.parent?.kind === "module";
  const isPlain = parameters?.every(({ kind }) => kind === "positional-or-keyword") === true;
  if (body === undefined || parameters === undefined || !isTop || !isPlain) return nameOf(code, definition);
  const names = parameters.map(({ name }) => name);
  const sessions = new Map([...given].map(([index, session]) => [names[index] ?? "", session] as const));
  const plain = new Set(names.filter((name) => !sessions.has(name)));
  return dependenceOfCoroutine(code, body, { ...coroutine, given: plain, sessions });
}

function nameOf(code: Code, definition: SyntaxNode): string {
  const name = field(definition, "name") ?? namedChildren(definition)[0];
  return name === undefined ? "it" : code.source.text.slice(name.start, name.end);
}
