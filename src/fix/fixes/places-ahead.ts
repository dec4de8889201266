import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { PlacesAhead } from "../../diagnose/rules/walked-again/places-ahead.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fix } from "../fix.ts";
import { keptWays, putKept } from "./kept-ways.ts";
import { writePlacesHelper } from "./places-helper.ts";

const helpers: Readonly<Record<PlacesAhead["form"], string>> = {
  search: "search_ahead",
  find: "find_ahead",
  index: "index_ahead",
  count: "count_before",
  "count-slice": "count_before",
};

/** Keeps the last answer beside a call that looks at a text from one place after the other: before the loop around it, and from call to call. */
export function keepPlaces(plan: PlacesAhead, context: RuleContext): readonly Fix[] {
  const inLoop = plan.loop === undefined ? undefined : editsOf(plan, context, plan.loop);
  return keptWays({ inLoop, lasting: editsOf(plan, context, undefined) }, context);
}

function editsOf(
  plan: PlacesAhead,
  context: RuleContext,
  loop: SyntaxNode | undefined,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const top = topStatement(plan.call);
  // Nothing stands between the helper and a loop of the module itself.
  if (loop !== undefined && top === loop) return undefined;
  const { name: helper, written, edit: imported } = helperFor(plan, context, top);
  const text = baseName(textOf(source, plan.text));
  const kept = freshName(source, `${text}_${loop === undefined ? "last" : "seen"}`, [helper]);
  const put = putKept({ top, loop, helper: written, holder: `${kept} = [None]` }, context);
  if (put === undefined) return undefined;
  return inOrder([...(imported ?? []), ...put, replacing(plan.call, callOf(plan, context, helper, kept))]);
}

interface Helper {
  readonly name: string;
  /** Undefined where an earlier fix has put it there. */
  readonly written: string | undefined;
  readonly edit?: readonly TextEdit[];
}

function helperFor({ form }: PlacesAhead, { source }: RuleContext, top: SyntaxNode): Helper {
  const pattern = form === "search" ? addImport(source, "import re", top) : undefined;
  const names = (helper: string): string =>
    writePlacesHelper(form, { helper, pattern: `${pattern?.name ?? "re"}.Pattern` });
  const there = helpers[form];
  if (source.text.slice(0, top.start).includes(`\n${names(there)}\n`)) return { name: there, written: undefined };
  const name = freshName(source, there);
  return { name, written: names(name), ...(pattern?.edit && { edit: [pattern.edit] }) };
}

function callOf(
  { form, text, sought, at }: PlacesAhead,
  { source }: RuleContext,
  helper: string,
  kept: string,
): string {
  const [first, second] = form === "search" ? [sought, text] : [text, sought];
  return `${helper}(${[kept, ...[first, second, at].map((part) => textOf(source, part))].join(", ")})`;
}
