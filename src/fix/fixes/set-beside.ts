import { isSameCell, type Cell } from "../../diagnose/analysis/flow/cell.ts";
import type { Occurrence } from "../../diagnose/analysis/flow/flow.ts";
import {
  isDropped,
  isHandedOut,
  takenOut,
  type ListChange,
  type SetBeside,
} from "../../diagnose/analysis/flow/set-beside.ts";
import { functionAroundNode } from "../../diagnose/analysis/flow/cell.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { growsInParts } from "../../diagnose/analysis/flow/partial-growth.ts";
import { indentationOf, indentationUnit } from "../../source/insert-statement.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { countedEdits, handedOut } from "./counter-beside.ts";
import { putAfter } from "./insert-once.ts";

interface Writing {
  readonly context: RuleContext;
  readonly plan: SetBeside;
  /** The set's name; an attribute's without its object. */
  readonly name: string;
}

/** A set that is made where the list is made, changed where the list is changed, and searched in its place. */
export function besideEdits(context: RuleContext, plan: SetBeside): readonly TextEdit[] {
  if (plan.isCounted) return countedEdits(context, plan);
  const writing: Writing = { context, plan, name: nameOfSet(context, plan.cell) };
  const home = plan.flow.occurrences.filter(({ cell }) => cell !== undefined && isSameCell(cell, plan.cell));
  return home.flatMap((occurrence) => editsOf(writing, occurrence));
}

/** `self._items_set`, `_SEEN_SET`, `seen_set`. */
function nameOfSet({ source }: RuleContext, cell: Cell): string {
  const name = cell.kind === "attribute" ? cell.name : cell.binding.name;
  if (cell.kind === "attribute") return freshName(source, `_${baseName(name)}_set`);
  if (cell.binding.scope.kind !== "module") return freshName(source, `${baseName(name)}_set`);
  const bare = name.replace(/^_+/u, "");
  return freshName(source, `_${bare}${bare === bare.toUpperCase() ? "_SET" : "_set"}`);
}

/** The set as it is written where the list is written as `node`. */
function setAt({ name }: Writing, source: RuleContext["source"], node: SyntaxNode): string {
  const object = node.kind === "attribute" ? field(node, "object") : undefined;
  return object === undefined ? name : `${textOf(source, object)}.${name}`;
}

function editsOf(writing: Writing, { node, use }: Occurrence): readonly TextEdit[] {
  const { source } = writing.context;
  const [list, set] = [textOf(source, node), setAt(writing, source, node)];
  if (use.kind === "test") return [replacing(node, set)];
  if (use.kind === "append")
    return [putAfter(source, use.statement, `${set}.add(${itemText(source, use.item, `${list}[-1]`)})`)];
  if (use.kind === "change") return changeEdits(writing, list, set, use);
  const isBound = use.kind === "bound" && use.statement !== undefined;
  return isBound && use.statement !== undefined ? boundEdits(writing, node, use.statement, use.value, set) : [];
}

/** A plain name or constant as written; for anything else what the list now holds. */
function itemText(source: RuleContext["source"], item: SyntaxNode, otherwise: string): string {
  const isPlain =
    ["identifier", "integer", "string"].includes(item.kind) &&
    item.children.every(({ kind }) => kind !== "interpolation");
  return isPlain ? textOf(source, item) : otherwise;
}

function boundEdits(
  { context, plan }: Writing,
  node: SyntaxNode,
  statement: SyntaxNode,
  value: SyntaxNode | undefined,
  set: string,
): readonly TextEdit[] {
  const { source } = context;
  const isEmpty = value !== undefined && /^(?:\[\s*\]|list\(\s*\))$/u.test(textOf(source, value));
  const isElsewhere =
    plan.cell.kind === "name" &&
    (functionAroundNode(node) ?? plan.cell.binding.scope.node) !== plan.cell.binding.scope.node;
  if (isElsewhere) return [putAfter(source, statement, `${set}.clear()`)];
  const made = value?.kind === "none" ? "None" : isEmpty ? "set()" : `set(${textOf(source, node)})`;
  return [putAfter(source, statement, `${set} = ${made}`)];
}

function changeEdits({ context }: Writing, list: string, set: string, use: ListChange): readonly TextEdit[] {
  const { source } = context;
  if (isDropped(use)) return [replacing(use.call, `${set}.discard(${textOf(source, use.call)})`)];
  if (use.method === "[:]=") return [putAfter(source, use.statement, `${set} = set(${list})`)];
  if (isHandedOut(use)) return [handedOut(source, use, (gone) => [`${set}.discard(${gone})`])];
  const code = changeOf(source, list, set, use);
  if (code === undefined) return [];
  return growsInParts(context, use) ? tried(source, use.statement, code) : [putAfter(source, use.statement, code)];
}

/** `try: xs.extend(items)`, and below `finally` what the set does: also with the elements that came before an error. */
function tried(source: RuleContext["source"], statement: SyntaxNode, code: string): readonly TextEdit[] {
  const { start } = statement;
  const inner = `${indentationOf(source, statement)}${indentationUnit(source)}`;
  const after = putAfter(source, statement, `finally:${source.lineEnd}${inner}${code}`);
  return [{ start, end: start, text: `try:${source.lineEnd}${inner}` }, after];
}

function changeOf(source: RuleContext["source"], list: string, set: string, use: ListChange): string | undefined {
  const { method, call } = use;
  if (method === "sort" || method === "reverse") return undefined;
  if (method === "clear" || method === "del[:]") return `${set}.clear()`;
  const gone = takenOut(use);
  if (gone !== undefined) return `${set}.discard(${textOf(source, gone)})`;
  const added = method === "insert" ? positionalArguments(call)?.[1] : undefined;
  const text = added === undefined ? "" : itemText(source, added, "");
  return text === "" ? `${set}.update(${list})` : `${set}.add(${text})`;
}
