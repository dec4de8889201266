import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../diagnose/analysis/expression-context.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { analyseQueue } from "../../diagnose/rules/list-as-queue/queue-analysis.ts";
import { queuePlaces, type QueuePlace } from "../../diagnose/rules/list-as-queue/queue-places.ts";
import type { QueueUse, Rewrite } from "../../diagnose/rules/list-as-queue/queue-uses.ts";
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
    const { uses, obstacles, isNeverShort } = analyseQueue(place, context);
    if (obstacles.length > 0) return { kind: "none", obstacles };
    const notEmpty: Assumption = { code: "not-empty", about, seen: seenAt(finding, about) };
    return { kind: "fix", fix: fixOf(place, uses, context, isNeverShort ? [] : [notEmpty]) };
  },
};

function fixOf(
  place: QueuePlace,
  uses: readonly QueueUse[],
  context: RuleContext,
  assumes: readonly Assumption[],
): Fix {
  const { source } = context;
  const { name, edit } = addImport(source, "from collections import deque", place.node);
  const edits = uses.flatMap(({ rewrite }) => (rewrite === undefined ? [] : editsOf(rewrite, name, context)));
  return {
    rule: "list-as-queue",
    edits: inOrder(edit === undefined ? edits : [edit, ...edits]),
    assumes,
    // Several methods that share an attribute change together.
    ...(place.receiver.kind === "identifier" && { changes: context.function.qualname }),
  };
}

function editsOf(rewrite: Rewrite, deque: string, context: RuleContext): readonly TextEdit[] {
  if (rewrite.kind === "text") return [{ start: rewrite.start, end: rewrite.end, text: rewrite.text }];
  const { value, annotation } = rewrite;
  const made = { start: value.start, end: value.end, text: madeFrom(value, deque, context) };
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
  return { start: annotation.start, end: annotation.end, text: deque + (bracket === -1 ? "" : text.slice(bracket)) };
}
