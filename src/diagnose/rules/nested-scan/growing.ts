import { enclosingStatement, field, isInside, namedChildren, withoutParentheses } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { changesIn, isPrivateIn, type Change } from "../../analysis/changes.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { isListMadeHere } from "../../analysis/values.ts";
import type { Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import type { Scan } from "./scan.ts";

/** A list made in this function that the loop around a scan makes longer, one element at a time, and changes in no other way. */
export interface Growing {
  readonly span: LoopSpan;
  /** `groups.append(group)`, as statements. */
  readonly appends: readonly Append[];
  /** The list is empty when the loop begins. */
  readonly startsEmpty: boolean;
}

/** A statement that puts an element at the list's end. */
export interface Append {
  readonly statement: SyntaxNode;
  readonly element: SyntaxNode;
}

/** The outermost loop around the scan in which the list only grows; undefined where there is none. */
export function growingLoopOf(context: RuleContext, variable: Variable, scan: Scan): Growing | undefined {
  if (!isListMadeHere(context, variable) || !isInOrder(context, scan.iterable)) return undefined;
  let best: Growing | undefined;
  for (const span of loopSpansOf(context, scan.iterable)) {
    const appends = appendsIn(context, variable, span, scan);
    if (appends === undefined) break;
    const isReady = span.obstacles.length === 0 && readingObstacles(context, variable, span.statement).length === 0;
    if (appends.length > 0 && isReady && isPrivateIn(context, variable, span))
      best = { span, appends, startsEmpty: isEmptyBefore(context, variable, span) };
  }
  return best;
}

/** From the first element to the last. */
function isInOrder(context: RuleContext, iterable: SyntaxNode): boolean {
  const node = withoutParentheses(iterable);
  if (node.kind === "identifier") return true;
  const name = node.kind === "call" ? builtinCalled(node, context) : undefined;
  return name === "enumerate" || name === "range" || name === "list" || name === "tuple";
}

/** Every change of the list in the loop, if all are such statements beside the scan; undefined for any other change. */
function appendsIn(
  context: RuleContext,
  variable: Variable,
  span: LoopSpan,
  scan: Scan,
): readonly Append[] | undefined {
  const appends = changesIn(context, variable, span.parts).map((change) => appendAt(context, change));
  const known = appends.filter((each) => each !== undefined);
  const isKnown = known.length === appends.length;
  return isKnown && known.every((each) => !isWithinWalk(each.statement, scan) && fits(context, each.element, scan))
    ? known
    : undefined;
}

function appendAt(context: RuleContext, { method, call }: Change): Append | undefined {
  const statement = call === undefined ? undefined : enclosingStatement(call);
  if (method !== "append" || call === undefined || statement === undefined) return undefined;
  const [element, ...others] = argumentsOf(call);
  if (element === undefined || others.length > 0 || special.has(element.kind)) return undefined;
  const isStatement = statement.kind === "expression_statement" && namedChildren(statement)[0] === call;
  return isStatement && isOwn(context, statement) ? { statement, element } : undefined;
}

const special = new Set(["list_splat", "keyword_argument"]);

/** While the list is walked through, not in the `else` that follows. */
function isWithinWalk(statement: SyntaxNode, { clause }: Scan): boolean {
  return isInside(statement, clause.kind === "for_statement" ? (field(clause, "body") ?? clause) : clause);
}

/** Can the names that the scan gives to the parts of an element be told from what is appended? */
function fits(context: RuleContext, element: SyntaxNode, { target, iterable }: Scan): boolean {
  const builtin = iterable.kind === "call" ? builtinCalled(iterable, context) : undefined;
  const names = namedChildren(target);
  if (target.kind === "identifier") return builtin !== "enumerate";
  if (!names.every(({ kind }) => kind === "identifier")) return false;
  if (builtin === "enumerate") return names.length === 2;
  if (builtin === "range") return false;
  const parts = element.kind === "tuple" ? namedChildren(element) : [];
  return parts.length === names.length && parts.every(({ kind }) => kind !== "list_splat");
}

/** In the function's own code, not in one that it defines. */
function isOwn({ function: owner }: RuleContext, statement: SyntaxNode): boolean {
  for (let at = statement.parent; at !== undefined; at = at.parent) {
    if (at === owner.node || at === owner.body) return true;
    if (at.kind === "function_definition" || at.kind === "class_definition") return false;
  }
  return true;
}

/** `groups = []` right beside the loop, and nothing done to it in between. */
function isEmptyBefore(context: RuleContext, { binding }: Variable, { statement }: LoopSpan): boolean {
  const [only, ...others] = boundValues(binding);
  const isEmpty = only?.kind === "assigned" && only.value.kind === "list" && namedChildren(only.value).length === 0;
  if (!isEmpty || others.length > 0 || !beginsLine(context.source, statement)) return false;
  const made = enclosingStatement(only.value);
  if (made?.parent !== statement.parent || made === undefined) return false;
  return binding.references.every(({ node }) => node.end <= made.end || node.start >= statement.start);
}
