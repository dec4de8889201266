import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { AskedGetter } from "../../diagnose/rules/walked-again/asked-getter.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { indented } from "../../source/insert-statement.ts";
import { textOf, topStatement } from "../../source/navigate.ts";
import type { FixOutcome } from "../fix.ts";
import { assumeUnchanged } from "./assumptions.ts";
import { lineAfter } from "./growth-edits.ts";
import { walkHelper } from "./kept-while-same.ts";
import { noFix } from "./planning.ts";

/** Those who ask for one key get what is made of the rows alone that may have it; whoever else reads the getter gets all. */
export function askGetter(finding: Finding, context: RuleContext, asked: AskedGetter): FixOutcome {
  const { source } = context;
  const { making, questions, name } = asked;
  const { node, part } = making;
  const walk = walkHelper(finding, context, node, making);
  const helper = freshName(source, `_${name.replace(/^_+/u, "")}_for`);
  const top = topStatement(node);
  // Joined to one line, a comment would hide what follows it.
  const text = textOf(source, node);
  const isPlain = !/[\r\n]/u.test(text) || !/[#\\]|"{3}|'{3}/u.test(text);
  const after = lineAfter(top, context);
  if (walk === undefined || after === undefined || !isPlain) return noFix("other-use", top.kind);
  const code = `\n\n${writeHelper(context, asked, helper, walk.name)}\n`;
  const below: TextEdit = { start: after, end: after, text: indented(source, code, "") };
  const uses = questions.map(({ node: use, object, wanted }) =>
    replacing(use, `${helper}(${textOf(source, object)}, ${textOf(source, wanted)})`),
  );
  const assumes = part?.isAsWritten === true ? [assumeUnchanged(finding, part.path.replace(/^\./u, ""))] : [];
  return {
    kind: "fix",
    fix: { rule: finding.rule, edits: inOrder([...walk.put, below, ...uses]), assumes, lasts: true },
  };
}

/** A class below may have another getter of that name, and so may any other object; a test may put another in its place. */
function writeHelper(
  { source }: RuleContext,
  { making, name, owner, self, isProperty }: AskedGetter,
  helper: string,
  walk: string,
): string {
  const { node, iterable, list } = making;
  const wanted = freshName(source, "wanted");
  const got = `${self}.${name}${isProperty ? "" : "()"}`;
  const [before, after] = [source.text.slice(node.start, iterable.start), source.text.slice(iterable.end, node.end)];
  const made = `${before}${walk}(${textOf(source, list)}, ${wanted})${after}`.replaceAll(/\s*[\r\n]\s*/gu, " ");
  const own = freshName(source, "own");
  return `def ${helper}(${self}, ${wanted}, ${own}=${owner}.${name}):
    """\`${got}\`, as far as \`${wanted}\` may be in it."""
    if getattr(type(${self}), "${name}", None) is not ${own}:
        return ${got}
    return ${made}`;
}
