import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { beginsLine, indentationOf, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../diagnose/analysis/expression-context.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { DroppedFront } from "../../diagnose/rules/list-as-queue/dropped-front.ts";
import { analyseQueue, type QueueAnalysis } from "../../diagnose/rules/list-as-queue/queue-analysis.ts";
import { queuePlaces, type QueuePlace } from "../../diagnose/rules/list-as-queue/queue-places.ts";
import type { Rewrite } from "../../diagnose/rules/list-as-queue/queue-uses.ts";
import type { Assumption, Fix, Fixer } from "../fix.ts";
import { isAtFinding, noFix, reachesOtherModules, seenAt } from "./planning.ts";

/** Makes the list a `collections.deque`, wherever it is made, and takes from its left end. */
export const fixListAsQueue: Fixer = {
  rule: "list-as-queue",
  plan: (finding, context) => {
    if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
    const place = queuePlaces(context).find(({ node }) => isAtFinding(finding, node));
    if (place === undefined) return noFix("not-seen", "");
    const about = textOf(context.source, place.receiver);
    if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
    const analysis = analyseQueue(place, context);
    const { obstacles, isNeverShort, isPublic } = analysis;
    if (obstacles.length > 0) return { kind: "none", obstacles };
    // Nobody imports the script that is run.
    if (isPublic && !finding.function.startsWith("__main__.")) return noFix("crosses-functions", about);
    const crowded = crowdedDrop(analysis, context);
    if (crowded !== undefined) return noFix("other-use", textOf(context.source, crowded));
    const seen = seenAt(finding, about);
    const assumes: readonly Assumption[] = [
      ...(isNeverShort ? [] : [{ code: "not-empty" as const, about, seen }]),
      ...analysis.uses.flatMap(({ rewrite }) => assumedList(rewrite, seen, context)),
    ];
    return { kind: "fix", fix: fixOf(place, analysis, context, assumes) };
  },
};

/** What is sliced whole was a list when it was seen: of anything else `[] + …` makes none, and says so. */
function assumedList(rewrite: Rewrite | undefined, seen: string, { source }: RuleContext): readonly Assumption[] {
  if (rewrite?.kind !== "make" || rewrite.isSeen !== true) return [];
  return [{ code: "is-list", about: textOf(source, field(rewrite.value, "value") ?? rewrite.value), seen }];
}

function fixOf(
  place: QueuePlace,
  { uses, guarded, isShared }: QueueAnalysis,
  context: RuleContext,
  assumes: readonly Assumption[],
): Fix {
  const { source } = context;
  const [first] = uses.flatMap(({ rewrite }) => (rewrite?.kind === "make" ? [rewrite.value] : []));
  const { name, edit } = addImport(
    source,
    "from collections import deque",
    isShared ? (first ?? place.node) : place.node,
  );
  const edits = uses.flatMap(({ rewrite, at }) => {
    if (rewrite?.kind === "drop") return [dropped(rewrite, at !== undefined && guarded.includes(at), context)];
    return rewrite === undefined ? [] : editsOf(rewrite, name, context);
  });
  return {
    rule: "list-as-queue",
    edits: inOrder(edit === undefined ? edits : [edit, ...edits]),
    assumes,
    // Several functions that share it change together.
    ...(!isShared && { changes: context.function.qualname }),
  };
}

/** `q = q[1:]` → `q.popleft()`, `x, q = q[0], q[1:]` → `x = q.popleft()`; of nothing the slice was nothing. */
function dropped(
  { statement, receiver, head, added }: DroppedFront,
  isGuarded: boolean,
  { source }: RuleContext,
): TextEdit {
  const queue = textOf(source, receiver);
  const { start, end } = statement;
  const taken = `${queue}.popleft()`;
  if (head !== undefined) return { start, end, text: `${textOf(source, head)} = ${taken}` };
  const lines = isGuarded ? [`if ${queue}:`, `    ${taken}`] : [taken];
  // What raises while the new elements are made leaves the queue as it is.
  if (added !== undefined) lines.unshift(`${queue}.extend(${textOf(source, added)})`);
  const indentation = indentationOf(source, statement);
  return { start, end, text: indented(source, lines.join("\n"), indentation).slice(indentation.length) };
}

/** Where two lines are written, the statement must have one to itself. */
function crowdedDrop({ uses, guarded }: QueueAnalysis, { source }: RuleContext): SyntaxNode | undefined {
  for (const { rewrite, at } of uses) {
    if (rewrite?.kind !== "drop" || at === undefined) continue;
    const { statement, head, added } = rewrite;
    const isAlone = beginsLine(source, statement) && /^[ \t]*(?:#.*)?$/mu.test(lineAfter(source.text, statement.end));
    const isLong = head === undefined && (added !== undefined || guarded.includes(at));
    // An element that is put in before the first is taken would be that, where there is none.
    if ((isLong && !isAlone) || (added !== undefined && guarded.includes(at))) return statement;
  }
  return undefined;
}

function lineAfter(text: string, end: number): string {
  return text.slice(end, nextLineEnd(text, end));
}

function editsOf(
  rewrite: Exclude<Rewrite, { kind: "drop" }>,
  deque: string,
  context: RuleContext,
): readonly TextEdit[] {
  if (rewrite.kind === "text") return [replacing(rewrite, rewrite.text)];
  const { value, annotation, isSeen } = rewrite;
  const made = replacing(
    value,
    isSeen === true ? `${deque}([] + ${textOf(context.source, value)})` : madeFrom(value, deque, context),
  );
  return annotation === undefined ? [made] : [retyped(annotation, deque, context), made];
}

/** `[]` → `deque()`, `list(x)` → `deque(x)`, anything else → `deque(…)`. */
function madeFrom(value: SyntaxNode, deque: string, context: RuleContext): string {
  const text = textOf(context.source, value);
  if (value.kind === "list" && namedChildren(value).length === 0) return `${deque}()`;
  const callee =
    value.kind === "call" && builtinCalled(value, context) === "list" ? field(value, "function") : undefined;
  if (callee === undefined) return `${deque}(${text})`;
  // `list(x for x in y)` has its parentheses already; `list((yield))` keeps both pairs.
  return argumentsOf(value).length > 0 ? deque + text.slice(callee.end - value.start) : `${deque}()`;
}

/** `list[int]` → `deque[int]`. */
function retyped(annotation: SyntaxNode, deque: string, context: RuleContext): TextEdit {
  const text = textOf(context.source, annotation);
  const bracket = text.indexOf("[");
  return replacing(annotation, deque + (bracket === -1 ? "" : text.slice(bracket)));
}
