import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf, definitionOf, importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";

/** Expressions that make a container. */
export const DISPLAYS: ReadonlySet<string> = new Set(["list", "dictionary", "set", "list_comprehension"]);

/** `name`, or the names of `first, second`; none where it is anything else. */
export function namesIn(target: SyntaxNode): readonly SyntaxNode[] {
  if (target.kind === "identifier") return [target];
  const isPattern = target.kind === "pattern_list" || target.kind === "tuple_pattern";
  const names = isPattern ? namedChildren(target) : [];
  return names.every(({ kind }) => kind === "identifier") ? names : [];
}

/** What `asyncio.to_thread(work, …)` and `run_in_executor(None, work, …)` hand to a thread: the work and its arguments. */
export function handedToThread(
  code: Code,
  callee: SyntaxNode,
  given: readonly SyntaxNode[],
): readonly SyntaxNode[] | undefined {
  if (importedPath(code, callee) === "asyncio.to_thread") return given;
  const [loop, method] = [field(callee, "object"), field(callee, "attribute")];
  const maker = loop?.kind === "call" ? field(loop, "function") : undefined;
  const isOwn = maker !== undefined && importedPath(code, maker) === "asyncio.get_running_loop";
  const isRun = isOwn && method !== undefined && textOf(code.source, method) === "run_in_executor";
  return isRun && given[0]?.kind === "none" ? given.slice(1) : undefined;
}

/** The `def` of this file that a name stands for. */
export function definitionNamed(code: Code, name: SyntaxNode): SyntaxNode | undefined {
  const binding = name.kind === "identifier" ? code.scopes.bindingOf(name) : undefined;
  const definition = binding && definitionOf(binding);
  return definition?.kind === "function_definition" ? definition : undefined;
}

/** `async def` */
export function isCoroutine(definition: SyntaxNode): boolean {
  return definition.children.some(({ kind }) => kind === "async");
}

/** Can a call of it do more than its body says, or its body be another one? */
export function isSpecial(definition: SyntaxNode): boolean {
  return isCoroutine(definition) || decoratorsOf(definition).length > 0 || definition.parent?.kind !== "module";
}

/** Is the name bound once, and by a `def`? */
export function isOneFunction(code: Code, callee: SyntaxNode): boolean {
  const binding = callee.kind === "identifier" ? code.scopes.bindingOf(callee) : undefined;
  return binding !== undefined && definitionOf(binding)?.kind === "function_definition";
}
