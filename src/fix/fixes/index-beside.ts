import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { objectOf, type IndexBeside } from "../../diagnose/rules/nested-scan/beside.ts";
import type { ScanPlan } from "../../diagnose/rules/nested-scan/plan.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { lineAfter } from "./growth-edits.ts";
import { spelt } from "./spelt.ts";

/** Makes and fills the index where the list is, and looks into it; undefined where the lines for it have no place. */
export function indexBeside(
  context: RuleContext,
  plan: ScanPlan,
  { places }: IndexBeside,
  wanted: string,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const { iterable } = plan.scan;
  const attribute = textOf(source, field(iterable, "attribute") ?? iterable);
  const name = freshName(source, attribute.startsWith("_") ? `_${wanted}` : wanted);
  const indexOf = (list: SyntaxNode): string => `${objectOf(context, list)}.${name}`;
  const each = freshName(source, "each");
  const found = places.map((place) => {
    const { statement, list } = place;
    const own = textOf(source, list);
    if (place.kind === "append") {
      const last = place.element.kind === "identifier" ? textOf(source, place.element) : `${own}[-1]`;
      return below(context, statement, [addedTo(indexOf(list), last, context, plan)]);
    }
    const filled = [`for ${each} in ${own}:`, `    ${addedTo(indexOf(list), each, context, plan)}`];
    return below(context, statement, [`${indexOf(list)} = {}`, ...(place.isEmpty ? [] : filled)]);
  });
  const group = `${indexOf(iterable)}.get(${textOf(source, plan.wanted)}, ())`;
  const edits = [...found, { start: iterable.start, end: iterable.end, text: group }];
  const known = edits.filter((edit) => edit !== undefined);
  return known.length === edits.length ? inOrder(known) : undefined;
}

function addedTo(index: string, element: string, context: RuleContext, { scan, key }: ScanPlan): string {
  const names = new Map<unknown, string>([[context.scopes.bindingOf(scan.target), element]]);
  return `${index}.setdefault(${spelt(context, key, names)}, []).append(${element})`;
}

function below(context: RuleContext, statement: SyntaxNode, lines: readonly string[]): TextEdit | undefined {
  const { source } = context;
  const end = lineAfter(statement, context);
  if (end === undefined) return undefined;
  return {
    start: end,
    end,
    text: source.lineEnd + indented(source, lines.join("\n"), indentationOf(source, statement)),
  };
}
