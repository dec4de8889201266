import { isSameCell } from "../../diagnose/analysis/flow/cell.ts";
import type { SetBeside } from "../../diagnose/analysis/flow/set-beside.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { TextEdit } from "../../source/edit.ts";
import { ancestors, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { putAfter } from "./insert-once.ts";

/** What is kept beside a list: `names` as in `self._names_positions`, how it is made, and how an element joins it. */
export interface Keeping {
  readonly suffix: string;
  readonly made: (list: string) => string;
  /** What stands for a list that is none, or empty. */
  readonly otherwise: string;
  readonly empty: string;
  readonly joined: (kept: string, list: string) => string;
}

/** The attribute that holds what is kept, without its object. */
export function nameBeside({ source }: RuleContext, { cell }: SetBeside, { suffix }: Pick<Keeping, "suffix">): string {
  if (cell.kind === "attribute") return freshName(source, `_${baseName(cell.name)}_${suffix}`);
  if (cell.binding.scope.kind !== "module") return freshName(source, `${baseName(cell.binding.name)}_${suffix}`);
  const bare = cell.binding.name.replace(/^_+/u, "");
  return freshName(source, `_${bare}_${bare === bare.toUpperCase() ? suffix.toUpperCase() : suffix}`);
}

/** `self._names_positions` as it is written beside `self.names`. */
export function attributeBeside({ source }: RuleContext, node: SyntaxNode, name: string): string {
  const object = field(node, "object");
  return object === undefined ? name : `${textOf(source, object)}.${name}`;
}

/** Makes it wherever the list is made, and lets it grow where the list grows. */
export function keepBeside(context: RuleContext, beside: SetBeside, keeping: Keeping, name: string): TextEdit[] {
  const { source } = context;
  const edits: TextEdit[] = [];
  for (const { node, cell, use } of beside.flow.occurrences) {
    if (cell === undefined || !isSameCell(cell, beside.cell)) continue;
    const [list, kept] = [textOf(source, node), attributeBeside(context, node, name)];
    if (use.kind === "append") edits.push(putAfter(source, use.statement, keeping.joined(kept, list)));
    if (use.kind !== "bound" || use.statement === undefined || use.value === undefined) continue;
    const isEmpty = /^(?:\[\s*\]|list\(\s*\))$/u.test(textOf(source, use.value));
    const made = `${keeping.made(list)} if type(${list}) in (list, tuple) else ${keeping.otherwise}`;
    edits.push(putAfter(source, use.statement, `${kept} = ${isEmpty ? keeping.empty : made}`));
  }
  return edits;
}

/** A call of one of the list's methods. */
interface MethodCall {
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly method: SyntaxNode;
}

/** The calls of reading methods of the list in its home, but for those whose errors are caught. */
export function callsBeside({ flow, cell }: SetBeside): readonly MethodCall[] {
  return flow.occurrences.flatMap((each) => {
    const callee = each.node.parent;
    const [call, method] = [callee?.parent, callee && field(callee, "attribute")];
    if (each.cell === undefined || !isSameCell(each.cell, cell) || each.use.kind !== "read") return [];
    if (call?.kind !== "call" || method === undefined || isCaught(call)) return [];
    return [{ call, receiver: each.node, method }];
  });
}

function isCaught(call: SyntaxNode): boolean {
  return [...ancestors(call)].some(({ kind }) => kind === "try_statement" || kind === "with_statement");
}
