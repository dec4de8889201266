import { descendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { givesExactText } from "../../analysis/exact-value.ts";
import { isPlainStore } from "../../analysis/plain-store.ts";
import { threadModule, threadsAround } from "../../analysis/threads.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { askedOwner, type AskedOwner } from "./asked-owner.ts";
import { isLiteralText, isSteadyName, itemOfPlain, type PlainItem } from "./item-of-plain.ts";
import { isOnItsOwnLines } from "./own-lines.ts";
import type { TextGrowth } from "./text-growth.ts";
import { refuse, type TextPlan } from "./text-plan.ts";

/**
 * `self.out += x` through a variable that alone has the text while it grows: CPython lengthens it in its place then. Who else touches
 * the attribute, item, global or shared variable does not matter, since it stays the text that it was; only in between it is None.
 */
export function planLengthened(growth: TextGrowth, context: RuleContext): TextPlan {
  const { target, statement, added } = growth;
  const about = textOf(context.source, target);
  if (!isWritable(growth, context)) return refuse("other-use", about);
  const isKnown = isBuiltinAt(context, "str", statement);
  // `locals()` would show the variable.
  const isDynamic = context.scopes.scopeMadeBy(context.function.node)?.usesDynamicNames !== false;
  if (isDynamic || !isKnown) return refuse("dynamic-names", about);
  const item = target.kind === "subscript" ? itemOfPlain(target, context) : undefined;
  const isAsked = target.kind === "attribute" && !isPlainStore(context, target);
  const owner = isAsked ? askedOwner(growth, context) : undefined;
  const reached = isAsked ? obstacleToAsked(owner, target, context) : obstacleTo(growth, item, context);
  if (reached !== undefined) return refuse(reached.code, reached.about);
  const isExact = added.every((piece) => givesExactText(context, piece, false));
  return { kind: "lengthened", growth, isExact, ...(item && { item }), ...(owner && { owner }) };
}

/** Why nothing can be stored there for a moment. */
function obstacleTo(
  growth: TextGrowth,
  item: PlainItem | undefined,
  context: RuleContext,
): { readonly code: ObstacleCode; readonly about: string } | undefined {
  const { target } = growth;
  const about = textOf(context.source, target);
  if (target.kind === "subscript") {
    // What `texts.get(key, "")` asks must be what is stored to, and mean the same where it is put.
    const isNamed = item?.isNamed.container === true && item.isNamed.key && !hasLongText(growth.old);
    const isSteady = growth.old.kind !== "call" || isNamed;
    return item === undefined || !isSteady ? { code: "not-a-name", about } : threadsAt(item, context);
  }
  const variable = variableAt(context, target);
  return variable === undefined ? { code: "crosses-functions", about } : threadsOf(variable, context);
}

/** Text on several lines changes as they are indented anew. */
function hasLongText(node: SyntaxNode): boolean {
  return [...descendants(node)].some(({ kind, startLine, endLine }) => kind === "string" && startLine !== endLine);
}

/** The same of an attribute whose owner the program asks. */
function obstacleToAsked(
  owner: AskedOwner | undefined,
  target: SyntaxNode,
  context: RuleContext,
): ReturnType<typeof threadsOf> {
  if (owner === undefined) return { code: "crosses-functions", about: textOf(context.source, target) };
  return threadsOf(variableAt(context, target), context);
}

function threadsAt({ container, isExact }: PlainItem, context: RuleContext): ReturnType<typeof threadsOf> {
  const variable = variableAt(context, container);
  return isExact || variable?.kind === "parameter" ? undefined : threadsOf(variable, context);
}

/** Between two statements, and with it the None, another thread may have its turn. */
function threadsOf(
  variable: Variable | undefined,
  context: RuleContext,
): { readonly code: ObstacleCode; readonly about: string } | undefined {
  const isUnknown = variable === undefined || variable.kind === "free";
  const module = isUnknown ? threadModule(context) : threadsAround(context, variable).at(0);
  return module === undefined ? undefined : { code: "may-change-in-call", about: module };
}

/** Text and its pieces, in a function (what a module's own code stores into a name is copied since 3.11), on lines of their own. */
function isWritable(growth: TextGrowth, context: RuleContext): boolean {
  const { kind, form, added, statement } = growth;
  const isPlus = kind === "str" && (form === "in-place" || form === "end");
  const [first, ...more] = added;
  // What is worked out after the first sum could be seen to come before it.
  const isSteady = more.every((piece) => isLiteralText(piece) || isSteadyName(piece, context));
  if (first === undefined || first.kind === "yield" || !isSteady || assignsWithin(added)) return false;
  // In a class, what is written beside would be its attributes.
  return isPlus && context.scopes.scopeOf(statement).kind === "function" && isOnItsOwnLines(statement);
}

/** `(name := …)` in a piece could give the container, the key or another piece another value. */
function assignsWithin(added: readonly SyntaxNode[]): boolean {
  return added.some((piece) => [...descendants(piece)].some(({ kind }) => kind === "named_expression"));
}
