import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { CountsBefore } from "../../diagnose/rules/walked-again/counts-before.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { argumentsOf } from "../../diagnose/analysis/expression-context.ts";
import type { Fix } from "../fix.ts";
import { keptWays, putKept } from "./kept-ways.ts";

/** Counts on in a text, in the place of counting in what is cut off it: kept before the loop around, or from call to call. */
export function countOn(plan: CountsBefore, context: RuleContext): readonly Fix[] {
  const inLoop = plan.loop === undefined ? undefined : editsOf(plan, context, plan.loop);
  return keptWays({ inLoop, lasting: editsOf(plan, context, undefined) }, context);
}

function editsOf(
  plan: CountsBefore,
  context: RuleContext,
  loop: SyntaxNode | undefined,
): readonly TextEdit[] | undefined {
  const { source } = context;
  const top = topStatement(plan.place);
  // Nothing stands between the helper and a loop of the module itself.
  if (loop !== undefined && top === loop) return undefined;
  const helper = freshName(source, "count_before");
  const text = textOf(source, plan.text);
  const kept = freshName(source, `${baseName(text)}_counts`, [helper]);
  const put = putKept({ top, loop, helper: writeHelper(helper), holder: `${kept} = {}` }, context);
  if (put === undefined) return undefined;
  const counted = plan.counts.map((call) => {
    const [part] = argumentsOf(call);
    const given = [text, part === undefined ? "" : textOf(source, part), textOf(source, plan.at)];
    return replacing(call, `${helper}(${[kept, ...given, textOf(source, plan.before)].join(", ")})`);
  });
  return inOrder([...put, ...counted]);
}

/** Only for exactly `str`, or `bytes`, and a place that is a whole number: everything else is counted in what was cut off. */
function writeHelper(helper: string): string {
  return `def ${helper}(kept, text, part, end, before):
    """As \`before.count(part)\`, where \`before\` is \`text[:end]\`, counting on from where it was counted to before."""
    if (type(text) is not str and type(text) is not bytes) or type(end) is not int or end < 0:
        return before.count(part)
    last = kept.get(part)
    if last is None or last[0] is not text or end < last[1] - end:
        count = text.count(part, 0, end)
    elif end < last[1]:
        count = last[2] - text.count(part, end, last[1])
    else:
        count = last[2] + text.count(part, last[1], end)
    kept[part] = text, end, count
    return count`;
}
