import type { Finding } from "../../diagnose/finding.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planLines, type LinesPlan } from "../../diagnose/rules/lines-read-whole/plan.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit, insertBefore } from "../../source/insert-statement.ts";
import { hasLongText, indentedFurther } from "../../source/move-statement.ts";
import { ancestors, textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `for line in f.readlines()` → `for line in f`; `f.read().split()` → `(word for line in f for word in line.split())` */
export const fixLinesReadWhole: Fixer = { rule: "lines-read-whole", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planLines(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const stream = streamOf(context, plan);
  const moved = stream === undefined ? undefined : keptEdits(context, plan, stream.text);
  if (stream === undefined || moved === undefined) return noFix("other-use", textOf(context.source, plan.walked));
  const changes = context.function.qualname;
  const edits = inOrder([...stream.edits, ...moved]);
  return { kind: "fix", fix: { rule: "lines-read-whole", edits, assumes: [], changes } };
}

interface Stream {
  /** What is walked through in the place of the pieces. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

function streamOf(context: RuleContext, plan: LinesPlan): Stream | undefined {
  const file = textOf(context.source, plan.file);
  switch (plan.pieces) {
    case "lines":
      return { text: file, edits: [] };
    case "words":
      return { text: `(word for line in ${file} for word in line.split())`, edits: [] };
    case "line-texts":
      return { text: `(piece for line in ${file} for piece in line.splitlines())`, edits: [] };
    case "between-newlines":
      return betweenNewlines(context, plan);
  }
}

/** What `split("\n")` gives, to the last piece, which is empty where the text ends with a line's end. */
function betweenNewlines({ source, function: owner }: RuleContext, { file, separator }: LinesPlan): Stream | undefined {
  const outer = [...ancestors(owner.node)].find((node) => node.parent === source.root) ?? owner.node;
  if (separator === undefined) return undefined;
  const [name, newline] = [freshName(source, "_pieces_of"), textOf(source, separator)];
  const code = `def ${name}(file):
    line = ${newline}
    for line in file:
        yield line[:-1] if line[-1:] == ${newline} else line
    if line[-1:] == ${newline}:
        yield line[:0]

`;
  const edit = insertBefore(source, outer, code);
  return edit === undefined ? undefined : { text: `${name}(${textOf(source, file)})`, edits: [edit] };
}

/** What was kept under a name goes; the statement that goes through it moves into the `with`, where the file is open. */
function keptEdits(
  { source }: RuleContext,
  { walked, kept }: LinesPlan,
  stream: string,
): readonly TextEdit[] | undefined {
  if (kept === undefined) return [replacing(walked, stream)];
  const { statement, user, around } = kept;
  if (!beginsLine(source, statement) || !beginsLine(source, user)) return undefined;
  if (!/^[\s]*$/u.test(source.text.slice((around ?? statement).end, user.start))) return undefined;
  if (around === undefined) return [{ start: statement.start, end: user.start, text: "" }, replacing(walked, stream)];
  if (hasLongText(user)) return undefined;
  const { start, end } = user;
  const text = source.text.slice(start, walked.start) + stream + source.text.slice(walked.end, end);
  const deeper = indentationOf(source, statement).slice(indentationOf(source, user).length) || indentationUnit(source);
  return [replacing(statement, indentedFurther(text, deeper)), { start: statement.end, end, text: "" }];
}
