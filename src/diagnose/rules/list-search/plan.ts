import type { SyntaxNode } from "../../../source/node.ts";
import { field, isComprehension, ancestors, namedChildren, textOf, topStatement } from "../../../source/navigate.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { callRunning } from "../../analysis/eager-lambda.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { steadyLoopOf, type SteadyLoop } from "../../analysis/steady-loop.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { isLikeAName, namesOthersList } from "../../analysis/others-list.ts";
import { typeOf } from "../../analysis/values.ts";
import { KEEPING_BUILTINS } from "../../analysis/while-same.ts";
import type { SetBeside } from "../../analysis/flow/set-beside.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Copy } from "../copied-membership/copy.ts";
import { planBeside } from "./beside.ts";
import { copiedListAt } from "./copied.ts";

/** `names.index(x)` or `names.count(x)` in a loop in which `names` stays as it is. */
export interface SearchPlan {
  readonly call: SyntaxNode;
  readonly method: "index" | "count";
  readonly receiver: SyntaxNode;
  readonly needle: SyntaxNode;
  readonly variable: Variable | undefined;
  readonly span: LoopSpan | undefined;
  /** The source proves an exact list or tuple: `str.count` counts substrings. */
  readonly isCertain: boolean;
  readonly isPrivate: boolean;
  /** The list belongs to an object or the module, and a dict can be kept beside it there. */
  readonly beside?: SetBeside;
  /** The list is made for this search alone, of the variable. */
  readonly copy?: Copy;
  /** The method itself is handed to a call that asks it of every element: `sorted(xs, key=names.index)`. */
  readonly isHandedOver?: boolean;
  /** A dict can be made before the loop. */
  readonly isHoistable: boolean;
  /** Whoever changes the list: positions are kept for as long as it is what it was. What stands in the way of everything else. */
  readonly without?: readonly Obstacle[];
  readonly obstacles: readonly Obstacle[];
}

/** The searches of the function that may walk a list. */
export function planSearch(context: RuleContext): readonly SearchPlan[] {
  const plans: SearchPlan[] = [];
  for (const node of ownNodes(context)) {
    const plan = node.kind === "call" ? planCall(context, node) : planHandedOver(context, node);
    if (plan !== undefined) plans.push(whileSame(context, plan) ?? plan);
  }
  return plans;
}

/** Where no text tells who changes the list, each search can ask the list itself; what it cannot answer, the list answers. */
function whileSame(context: RuleContext, plan: SearchPlan): SearchPlan | undefined {
  const { call, method, copy, isHandedOver, obstacles: without } = plan;
  const isOpen = without.length > 0 && without.every(({ code }) => code !== "other-use");
  if (!isOpen || method !== "index" || copy !== undefined || isHandedOver === true) return undefined;
  const hidden = hiddenBuiltins(context, topStatement(call), KEEPING_BUILTINS);
  return hidden.length > 0 ? undefined : { ...plan, without, obstacles: [] };
}

function planCall(context: RuleContext, call: SyntaxNode): SearchPlan | undefined {
  const callee = field(call, "function") ?? call;
  const receiver = field(callee, "object");
  const method = methodOf(context, callee);
  const list = field(call, "arguments");
  const [needle, ...others] = list?.kind === "argument_list" ? namedChildren(list) : [];
  if (receiver === undefined || method === undefined || needle === undefined) return undefined;
  if (isFallBack(context, call, receiver)) return undefined;
  const isOtherUse = others.length > 0 || !isPlain(needle);
  const bounds: readonly Obstacle[] = isOtherUse ? [{ code: "other-use", about: textOf(context.source, call) }] : [];
  return planFor(context, { call, method, receiver, needle, bounds });
}

function planFor(context: RuleContext, found: Omit<Found, "variable">): SearchPlan | undefined {
  const variable = variableAt(context, found.receiver);
  if (variable === undefined) return planCopied(context, found) ?? planUnnamed(context, found);
  return mayBeList(context, variable) ? planLoop(context, { ...found, variable }) : undefined;
}

/** `sorted(xs, key=names.index)`, `list(map(names.index, xs))` */
function planHandedOver(context: RuleContext, node: SyntaxNode): SearchPlan | undefined {
  const running = node.kind === "attribute" ? callRunning(context, node) : undefined;
  const [receiver, method] = [field(node, "object"), running && methodOf(context, node)];
  if (receiver === undefined || method === undefined) return undefined;
  // What counts for an order is known to another rule.
  const isOther = method === "count" && node.parent?.kind === "keyword_argument";
  const variable = isOther ? undefined : variableAt(context, receiver);
  if (variable === undefined || !mayBeList(context, variable)) return undefined;
  const found = { call: node, method, receiver, needle: node, variable, bounds: [], isHandedOver: true };
  return planLoop(context, found);
}

/** `[row.id for row in rows].index(x)`, `list(d.keys()).index(x)` */
function planCopied(context: RuleContext, { bounds, ...found }: Omit<Found, "variable">): SearchPlan | undefined {
  const { call, method, needle, receiver } = found;
  const copied = copiedListAt(context, receiver, method);
  if (copied === undefined) return planUnnamed(context, { bounds, ...found });
  const own = [...bounds, ...caughtTypeErrors(context, call), ...needleObstacles(context, method, needle, call)];
  const obstacles = [...own, ...copied.obstacles];
  const isHoistable = copied.span !== undefined && obstacles.length === 0;
  return { ...found, ...copied, isPrivate: false, isHoistable, obstacles };
}

/** `self.parent.children.index(self)`, `rows[key].index(x)`: nothing to put a dict beside, but the list itself can be asked. */
function planUnnamed(context: RuleContext, { bounds, ...found }: Omit<Found, "variable">): SearchPlan | undefined {
  const { method, receiver } = found;
  const isElement = receiver.kind === "subscript" && field(receiver, "subscript")?.kind !== "slice";
  const isPath = isElement || (receiver.kind === "attribute" && isLikeAName(receiver));
  if (method !== "index" || !isPath || context.function.node.kind === "module") return undefined;
  const unnamed: Obstacle = { code: "not-a-name", about: textOf(context.source, receiver) };
  const rest = { variable: undefined, span: undefined, isCertain: false, isPrivate: false, isHoistable: false };
  return { ...found, ...rest, obstacles: [...bounds, unnamed] };
}

/** Somebody, or this rule, has been here: `positions[x] if x in positions else names.index(x)`, or what the function keeps by the list's `id`. */
function isFallBack({ source, function: owner }: RuleContext, call: SyntaxNode, receiver: SyntaxNode): boolean {
  if (textOf(source, owner.node).includes(`id(${textOf(source, receiver)})`)) return true;
  if (call.parent?.kind !== "conditional_expression") return false;
  const [, condition, otherwise] = namedChildren(call.parent);
  const operator = condition?.children.find((child) => child.field === "operators")?.kind;
  return otherwise === call && (operator === "in" || operator === "is not");
}

function methodOf(context: RuleContext, callee: SyntaxNode): "index" | "count" | undefined {
  const name = field(callee, "attribute");
  const method = name === undefined ? undefined : textOf(context.source, name);
  return method === "index" || method === "count" ? method : undefined;
}

function isPlain(needle: SyntaxNode): boolean {
  return !["list_splat", "dictionary_splat", "keyword_argument", "named_expression", "yield", "await"].includes(
    needle.kind,
  );
}

interface Found {
  readonly call: SyntaxNode;
  readonly method: "index" | "count";
  readonly receiver: SyntaxNode;
  readonly needle: SyntaxNode;
  readonly variable: Variable;
  readonly bounds: readonly Obstacle[];
  readonly isHandedOver?: boolean;
}

function planLoop(context: RuleContext, { bounds, ...found }: Found): SearchPlan | undefined {
  const { variable, call, method, needle, receiver, isHandedOver = false } = found;
  const loop = steadyLoopOf(context, variable, call);
  const twice = isHandedOver ? [] : needleObstacles(context, method, needle, call);
  const own = [...bounds, ...caughtTypeErrors(context, call), ...twice];
  const { beside, obstacles } = planBeside(context, variable, receiver);
  const { span } = loop;
  const hoist = span === undefined ? undefined : planHoist(context, found, { ...loop, span }, own);
  if (beside === undefined || obstacles.length > 0) return hoist ?? planAdvice(context, found, [...obstacles, ...own]);
  if (hoist?.isHoistable === true) return { ...hoist, beside };
  return { ...found, ...loop, isCertain: false, isHoistable: false, beside, obstacles: own };
}

function planHoist(
  context: RuleContext,
  found: Omit<Found, "bounds">,
  { span, obstacles, isPrivate }: SteadyLoop & { readonly span: LoopSpan },
  own: readonly Obstacle[],
): SearchPlan {
  const { variable, method } = found;
  const type = typeOf(context, variable);
  const isOwn = variable.kind !== "global" || context.function.node.kind === "module";
  const isCertain = (type === "list" || type === "tuple") && isOwn;
  const built = method === "index" ? ["dict", "zip", "reversed", "range", "len"] : [];
  const guard = isCertain ? [] : ["type", "list", "tuple"];
  const hidden = hiddenBuiltins(context, span.statement, [...built, ...guard]);
  const all = [...own, ...obstacles, ...hidden, ...dynamicNames(context)];
  return { ...found, span, isCertain, isPrivate, isHoistable: all.length === 0, obstacles: all };
}

/** No loop here: worth saying of what callers hand over or an object keeps, which they may search again and again. */
function planAdvice(
  context: RuleContext,
  found: Omit<Found, "bounds">,
  obstacles: readonly Obstacle[],
): SearchPlan | undefined {
  const isOnlyHere = found.variable.kind === "local" || found.variable.kind === "inner";
  if ((isOnlyHere && !namesOthersList(context, found.variable)) || context.function.node.kind === "module")
    return undefined;
  return { ...found, span: undefined, isCertain: false, isPrivate: false, isHoistable: false, obstacles };
}

/** Can the expression be written twice, since reading it does nothing? */
export function isRepeatable(needle: SyntaxNode): boolean {
  if (needle.children.some((part) => part.kind === "interpolation")) return false;
  return ["identifier", "integer", "float", "string", "true", "false", "none"].includes(needle.kind);
}

/** `index` needs its argument twice; where a name for it cannot be made in place (PEP 572), a person has to. */
function needleObstacles(
  context: RuleContext,
  method: "index" | "count",
  needle: SyntaxNode,
  call: SyntaxNode,
): readonly Obstacle[] {
  if (method === "count" || isRepeatable(needle)) return [];
  const isInComprehension = [...ancestors(call)].some((at) => isComprehension(at));
  return isInComprehension ? [{ code: "side-effects", about: textOf(context.source, needle) }] : [];
}
