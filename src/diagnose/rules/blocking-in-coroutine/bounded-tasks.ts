import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { awaitedDependence } from "../awaits-in-sequence/awaited-work.ts";
import { isCoroutine } from "../blocking-in-sequence/independent-parts.ts";

/**
 * A coroutine function that stands in another one, and whose tasks have all ended when the statements around it have: a few at a
 * time under a semaphore, gathered, and their results taken in the order of the items. So it is written by the fix of
 * `awaits-in-sequence`, and whoever awaits the function around it cannot tell it from a loop.
 */
export interface BoundedTasks {
  readonly definition: SyntaxNode;
  /** Every `asyncio.create_task(…)`, and every `task.result` of its tasks. */
  readonly uses: readonly SyntaxNode[];
}

/** The file's coroutine functions of that kind. */
export function boundedTasks(code: Code): readonly BoundedTasks[] {
  return [...descendants(code.source.root)].flatMap((node) => {
    const found = node.kind === "function_definition" && isCoroutine(node) ? boundedAt(code, node) : undefined;
    return found ?? [];
  });
}

function boundedAt(code: Code, definition: SyntaxNode): BoundedTasks | undefined {
  const block = definition.parent?.kind === "block" ? namedChildren(definition.parent) : [];
  const at = block.indexOf(definition);
  const [list, gathering] = [innerOf(block[at + 1]), innerOf(block[at + 2])];
  const created = list && createdBy(code, list, definition);
  const tasks = list && field(list, "left");
  if (created === undefined || tasks === undefined || gathering === undefined) return undefined;
  const isWhole = isLimited(code, definition) && isGathering(code, gathering, textOf(code.source, tasks));
  return isWhole ? { definition, uses: [created, ...resultsOf(code, tasks)] } : undefined;
}

const innerOf = (statement: SyntaxNode | undefined): SyntaxNode | undefined =>
  statement?.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;

/** `async with limit: return await ask(number)`, of nothing but what is its own. */
function isLimited(code: Code, definition: SyntaxNode): boolean {
  const parameter = onlyChild(field(definition, "parameters"));
  const only = onlyChild(field(definition, "body"));
  const [clause, body] = only?.kind === "with_statement" ? namedChildren(only) : [];
  const returned = onlyChild(body);
  const work = returned?.kind === "return_statement" ? namedChildren(returned)[0] : undefined;
  if (parameter?.kind !== "identifier" || clause === undefined || work === undefined) return false;
  if (!isSemaphore(code, clause)) return false;
  return awaitedDependence(code, work, new Set([textOf(code.source, parameter)])) === undefined;
}

function onlyChild(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const [only, ...others] = node === undefined ? [] : namedChildren(node);
  return others.length === 0 ? only : undefined;
}

function isSemaphore(code: Code, clause: SyntaxNode): boolean {
  const [item, ...others] = namedChildren(clause);
  const name = item && field(item, "value");
  const writes = name === undefined ? [] : writesOf(code, name);
  const value = writes.length === 1 && others.length === 0 ? valueAt(writes[0]) : undefined;
  return calledPath(code, value) === "asyncio.Semaphore";
}

function writesOf(code: Code, name: SyntaxNode): readonly SyntaxNode[] {
  const references = name.kind === "identifier" ? code.scopes.bindingOf(name)?.references : undefined;
  return (references ?? []).filter(({ access }) => access !== "read").map(({ node }) => node);
}

const valueAt = (written: SyntaxNode | undefined): SyntaxNode | undefined =>
  written?.parent?.kind === "assignment" ? field(written.parent, "right") : undefined;

/** `tasks = [asyncio.create_task(bounded(number)) for number in numbers]` */
function createdBy(code: Code, list: SyntaxNode, definition: SyntaxNode): SyntaxNode | undefined {
  const made = list.kind === "assignment" ? field(list, "right") : undefined;
  const created = made?.kind === "list_comprehension" ? field(made, "body") : undefined;
  if (created === undefined || calledPath(code, created) !== "asyncio.create_task") return undefined;
  const [called] = argumentsOf(created);
  const names = [called && field(called, "function"), field(definition, "name")];
  const [name, defined] = names.map((each) => each && textOf(code.source, each));
  return name !== undefined && name === defined ? field(created, "function") : undefined;
}

/** `await asyncio.gather(*tasks, return_exceptions=True)` */
function isGathering(code: Code, node: SyntaxNode, tasks: string): boolean {
  const call = node.kind === "await" ? namedChildren(node)[0] : undefined;
  if (call === undefined || calledPath(code, call) !== "asyncio.gather") return false;
  const given = argumentsOf(call).map((each) => textOf(code.source, each).replaceAll(/\s/gu, ""));
  return given.length === 2 && given[0] === `*${tasks}` && given[1] === "return_exceptions=True";
}

/** `task.result` in loops over the tasks. */
function resultsOf(code: Code, tasks: SyntaxNode): readonly SyntaxNode[] {
  const name = textOf(code.source, tasks);
  const scope = code.scopes.bindingOf(tasks)?.scope.node ?? tasks;
  return [...descendants(scope)].filter((node) => {
    const [object, attribute] = node.kind === "attribute" ? namedChildren(node) : [];
    const isResult = attribute !== undefined && textOf(code.source, attribute) === "result";
    return isResult && object?.kind === "identifier" && isFrom(code, object, name);
  });
}

/** Is the name only ever bound by `for task in tasks` and `for item, task in zip(items, tasks)`? */
function isFrom(code: Code, task: SyntaxNode, tasks: string): boolean {
  const writes = writesOf(code, task);
  return writes.length > 0 && writes.every((node) => isWalked(walkedFor(code, node), tasks));
}

const isWalked = (items: string, tasks: string): boolean =>
  items === tasks || (items.startsWith("zip(") && items.endsWith(`, ${tasks})`));

/** The text of what a loop walks through for a target of its. */
function walkedFor({ source }: Code, { parent }: SyntaxNode): string {
  const loop = parent?.kind === "pattern_list" ? parent.parent : parent;
  const isLoop = loop?.kind === "for_statement" || loop?.kind === "for_in_clause";
  const items = isLoop ? field(loop, "right") : undefined;
  return items === undefined ? "" : textOf(source, items);
}
