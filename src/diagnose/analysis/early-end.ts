import { ancestors, descendants, enclosingLoops, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { builtinCalled } from "./expression-context.ts";

/** A loop that may end before its last element: an error that a later one would have raised is not heard of then. */
export function leftOut(context: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  const ending = [...descendants(loop)].find(
    (node) => node.kind === "return_statement" || (node.kind === "break_statement" && enclosingLoops(node)[0] === loop),
  );
  const walked = field(loop, "right");
  if (ending === undefined || walked === undefined) return [];
  return [{ code: "left-out", about: textOf(context.source, walked) }];
}

/** An error in the middle comes after the first elements were worked on: whoever catches it, or runs it bit by bit, could tell. */
export function watchers(context: RuleContext, inner: SyntaxNode): readonly Obstacle[] {
  const about = textOf(context.source, inner);
  const { node, isGenerator, isAsync } = context.function;
  const obstacles: Obstacle[] = isGenerator || isAsync ? [{ code: "runs-later", about }] : [];
  for (const around of ancestors(inner)) {
    if (around === node) break;
    if (around.kind === "try_statement") obstacles.push({ code: "errors-caught", about });
    if (around.kind === "with_statement" && !onlyOpens(context, around))
      obstacles.push({ code: "errors-caught", about });
  }
  return obstacles;
}

/** Other context managers could swallow the error. */
function onlyOpens(context: RuleContext, statement: SyntaxNode): boolean {
  return itemsOf(statement).every((item) => {
    const value = namedChildren(item)[0];
    const opened = value?.kind === "as_pattern" ? namedChildren(value)[0] : value;
    return opened?.kind === "call" && builtinCalled(opened, context) === "open";
  });
}

/** The items of a `with`. */
function itemsOf(statement: SyntaxNode): readonly SyntaxNode[] {
  return [...descendants(statement)].filter((node) => node.kind === "with_item" && node.parent?.parent === statement);
}
