import { isSameCell } from "../../diagnose/analysis/flow/cell.ts";
import type { FlowUse } from "../../diagnose/analysis/flow/flow-use.ts";
import {
  isDropped,
  isHandedOut,
  takenOut,
  type ListChange,
  type SetBeside,
} from "../../diagnose/analysis/flow/set-beside.ts";
import { positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { addImport } from "../../source/add-import.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { putAfter } from "./insert-once.ts";
import { attributeBeside, nameBeside } from "./search-beside.ts";

interface Counting {
  readonly context: RuleContext;
  /** What `Counter` is called in the file. */
  readonly counter: string;
}

/** A Counter beside a list that may hold equal elements: made where the list is made, and told of each that comes and goes. */
export function countedEdits(context: RuleContext, plan: SetBeside): readonly TextEdit[] {
  const { source } = context;
  const home = plan.flow.occurrences.filter(({ cell }) => cell !== undefined && isSameCell(cell, plan.cell));
  const [first] = home;
  if (first === undefined) return [];
  const { name: counter, edit } = addImport(source, "from collections import Counter", first.node);
  const name = nameBeside(context, plan, { suffix: "counts" });
  const edits = home.flatMap(({ node, use }) =>
    editsOf({ context, counter }, use, {
      node,
      list: textOf(source, node),
      counts: attributeBeside(context, node, name),
    }),
  );
  return edit === undefined ? edits : [edit, ...edits];
}

interface Written {
  readonly node: SyntaxNode;
  readonly list: string;
  readonly counts: string;
}

function editsOf({ context, counter }: Counting, use: FlowUse, written: Written): readonly TextEdit[] {
  const { source } = context;
  const { node, list, counts } = written;
  if (use.kind === "test") return [replacing(node, counts)];
  if (use.kind === "append") return [putAfter(source, use.statement, joined(counts, itemText(source, use.item, list)))];
  if (use.kind === "change") return changeEdits(context, use, written);
  if (use.kind !== "bound" || use.statement === undefined || use.value === undefined) return [];
  const isEmpty = /^(?:\[\s*\]|list\(\s*\))$/u.test(textOf(source, use.value));
  const made = use.value.kind === "none" ? "None" : `${counter}(${isEmpty ? "" : list})`;
  return [putAfter(source, use.statement, `${counts} = ${made}`)];
}

function joined(counts: string, item: string): string {
  return `${counts}[${item}] += 1`;
}

/** What is more than a name is not worked out twice. */
function itemText(source: RuleContext["source"], item: SyntaxNode, list: string): string {
  return item.kind === "identifier" ? textOf(source, item) : `${list}[-1]`;
}

function changeEdits({ source }: RuleContext, use: ListChange, { list, counts }: Written): readonly TextEdit[] {
  const { statement, method, call } = use;
  const lines = (code: readonly string[]): string =>
    indented(source, code.join("\n"), indentationOf(source, statement)).slice(indentationOf(source, statement).length);
  if (method === "sort" || method === "reverse") return [];
  if (method === "clear" || method === "del[:]") return [putAfter(source, statement, `${counts}.clear()`)];
  if (method === "[:]=")
    return [putAfter(source, statement, lines([`${counts}.clear()`, `${counts}.update(${list})`]))];
  if (method === "insert") {
    const item = positionalArguments(call)?.[1];
    return item === undefined ? [] : [putAfter(source, statement, joined(counts, textOf(source, item)))];
  }
  const less = (gone: string): readonly string[] => [
    `${counts}[${gone}] -= 1`,
    `if not ${counts}[${gone}]:`,
    `    del ${counts}[${gone}]`,
  ];
  if (isHandedOut(use)) return [handedOut(source, use, less)];
  const taken = takenOut(use);
  const gone = taken === undefined ? freshName(source, "gone") : textOf(source, taken);
  const named = isDropped(use) ? [replacing(statement, `${gone} = ${textOf(source, call)}`)] : [];
  return [...named, putAfter(source, statement, lines(less(gone)))];
}

/** `return xs.pop()` with a name for what is given, so that what stands beside can be told of it before. */
export function handedOut(
  source: RuleContext["source"],
  { statement, call }: ListChange,
  told: (gone: string) => readonly string[],
): TextEdit {
  const gone = freshName(source, "gone");
  const indentation = indentationOf(source, statement);
  const code = [`${gone} = ${textOf(source, call)}`, ...told(gone), `return ${gone}`].join("\n");
  return replacing(statement, indented(source, code, indentation).slice(indentation.length));
}
