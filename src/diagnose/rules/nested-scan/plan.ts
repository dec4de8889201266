import { isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { caughtReadErrors, caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { isPrivateIn } from "../../analysis/changes.ts";
import { mayChangeIn, type Holds } from "../../analysis/effects.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { planIndexBeside, type IndexBeside, type PlannedIndex } from "./beside.ts";
import { planCallers, type CallerScan } from "./callers.ts";
import { growingLoopOf, type Growing } from "./growing.ts";
import { steadyWalkOf, walkedVariable } from "./item.ts";
import { keyChanges } from "./key-changes.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { isKeyRead, namesIn, partsRead, wholeKey } from "./key.ts";
import { isProven, placeObstacles, type Parts } from "./parts.ts";
import { pathVariable, standsForPath } from "./path-variable.ts";
import { scansIn, sidesOf, type Scan } from "./scan.ts";
import { planTable, type Table } from "./table.ts";
import { targetObstacles } from "./targets.ts";
import { wantedObstacles } from "./wanted.ts";
import { wantedReadObstacles } from "./wanted-read.ts";
import { walkedIn } from "./walked.ts";
import { whileSame, type WhileSame } from "./while-same.ts";

/** A scan in a loop, and the index by key that can stand before the loop. */
export interface ScanPlan extends Parts {
  /** Undefined: the loop is in the callers. */
  readonly span: LoopSpan | undefined;
  /** The source proves that what is walked can be walked again and again. */
  readonly isCertain: boolean;
  /** Nothing in the loop changes what is walked where it is a dict or a set either. */
  readonly isAnyContainer?: boolean;
  /** The loop is in the callers, which can hand over a group of the collection instead. */
  readonly callers: readonly CallerScan[];
  /** The collection is kept by an object, which can keep an index beside it. */
  readonly index?: IndexBeside;
  /** The collection is a constant, beside which an index can stand for good. */
  readonly table?: Table;
  /** Set where the list grows in the loop, and the index with it. */
  readonly growing?: Growing;
  /** Whoever changes the list: places are kept for as long as it is what it was. */
  readonly whileSame?: WhileSame;
  readonly obstacles: readonly Obstacle[];
}

/** The function's scans for equal keys, planned. */
export function planScans(context: RuleContext): readonly ScanPlan[] {
  const plans: ScanPlan[] = [];
  const planned = new Set<SyntaxNode>();
  for (const scan of scansIn(context)) {
    const plan = planned.has(scan.clause) ? undefined : planScan(context, scan);
    if (plan === undefined) continue;
    plans.push(plan);
    planned.add(scan.clause);
  }
  return plans;
}

function planScan(context: RuleContext, scan: Scan): ScanPlan | undefined {
  const walked = walkedIn(context, scan.iterable);
  const [operand] = walked?.operands ?? [];
  const lets = letsIn(context, scan);
  const targets = targetNames(context, scan.target);
  const names = targets && lets && new Set([...targets, ...lets.keys()]);
  const sides = names === undefined ? undefined : keyAndWanted(context, scan, names);
  if (walked === undefined || operand === undefined || names === undefined || sides === undefined) return undefined;
  const known = { scan, walked, ...sides, names, lets: lets ?? new Map<Binding, SyntaxNode>() };
  return orWhileSame(context, planKnown(context, operand, known));
}

/** Where something stands in the way, the list itself can be asked, perhaps. */
function orWhileSame(context: RuleContext, plan: ScanPlan | undefined): ScanPlan | undefined {
  if (plan === undefined || plan.obstacles.length === 0) return plan;
  const same = whileSame(context, plan, plan.obstacles);
  return same === undefined ? plan : { ...plan, whileSame: same, obstacles: [] };
}

function planKnown(context: RuleContext, operand: SyntaxNode, known: Omit<Parts, "variable">): ScanPlan | undefined {
  const variable = walkedVariable(context, operand);
  const plan = variable === undefined ? undefined : planLoop(context, { ...known, variable });
  const isSole = plan?.obstacles.length !== 0 && known.otherKeys.length === 0;
  const planned = isSole ? planTable(context, operand, known) : undefined;
  if (planned === undefined) return plan ?? (variable === undefined ? planPath(context, operand, known) : undefined);
  return { ...known, ...planned, variable: planned.table.variable, span: undefined, isCertain: true, callers: [] };
}

/** A collection that a path leads to: there is nothing beside which an index could be kept. */
function planPath(context: RuleContext, operand: SyntaxNode, known: Omit<Parts, "variable">): ScanPlan | undefined {
  const variable = pathVariable(context, operand, known);
  const obstacles: readonly Obstacle[] = [{ code: "not-a-name", about: variable?.text ?? "" }];
  return variable && { ...known, variable, span: undefined, isCertain: false, callers: [], obstacles };
}

/** The names for parts of the element, if making those only reads, and each is made once. */
function letsIn(context: RuleContext, { lets }: Scan): ReadonlyMap<Binding, SyntaxNode> | undefined {
  const found = new Map<Binding, SyntaxNode>();
  for (const { name, value } of lets) {
    const binding = context.scopes.bindingOf(name);
    const isOwn = binding?.kind === "local" || binding?.kind === "global";
    if (binding === undefined || !isOwn || found.has(binding) || !isPlainRead(context, value)) return undefined;
    if (namesIn(context, value).has(binding)) return undefined;
    found.set(binding, value);
  }
  return found;
}

/** The sides of the equalities that are the element's, and the other, which has to be the same for all elements. */
function keyAndWanted(
  context: RuleContext,
  { comparison, also }: Scan,
  names: ReadonlySet<Binding>,
): Pick<ScanPlan, "key" | "wanted" | "otherKeys"> | undefined {
  const first = sidesIn(context, comparison, names);
  const others = also.map((each) => sidesIn(context, each, names));
  const isSame = others.every((each) => each !== undefined && first !== undefined && isSameText(context, each, first));
  return first && isSame ? { ...first, otherKeys: others.flatMap((each) => each?.key ?? []) } : undefined;
}

type Sides = Pick<ScanPlan, "key" | "wanted">;

function sidesIn(context: RuleContext, comparison: SyntaxNode, names: ReadonlySet<Binding>): Sides | undefined {
  const sides = sidesOf(comparison);
  if (sides === undefined) return undefined;
  const [key, wanted] = mentions(context, sides[0], names) ? sides : [sides[1], sides[0]];
  if (!mentions(context, key, names) || mentions(context, wanted, names) || isConstant(wanted)) return undefined;
  return isKeyRead(context, key) && isPlainRead(context, wanted) ? { key, wanted } : undefined;
}

function isSameText({ source }: RuleContext, a: Sides, b: Sides): boolean {
  return textOf(source, a.wanted) === textOf(source, b.wanted);
}

/** `row`, `i, row`: plain names only. */
function targetNames(context: RuleContext, target: SyntaxNode): ReadonlySet<Binding> | undefined {
  if (!/^[\w\s,()]+$/u.test(textOf(context.source, target))) return undefined;
  const names = namesIn(context, target);
  return [...names].every(isOwnName) ? names : undefined;
}

function isOwnName({ kind, scope }: Binding): boolean {
  return kind === "local" || kind === "global" || (kind === "parameter" && scope.kind === "lambda");
}

function mentions(context: RuleContext, node: SyntaxNode, names: ReadonlySet<Binding>): boolean {
  return [...namesIn(context, node)].some((name) => names.has(name));
}

/** The same few elements are sought each time: better chosen once, by hand. */
function isConstant({ kind }: SyntaxNode): boolean {
  return ["string", "integer", "float", "true", "false", "none"].includes(kind);
}

function planLoop(context: RuleContext, parts: Parts): ScanPlan | undefined {
  const { scan, walked, variable } = parts;
  const steady = steadyWalkOf(context, variable, scan.iterable, holdsOf(walked));
  const growing =
    steady.obstacles.length === 0 || parts.otherKeys.length > 0 ? undefined : growingLoopOf(context, variable, scan);
  const span = growing?.span ?? steady.span;
  if (span === undefined) return planForCallers(context, parts);
  const obstacles = growing === undefined ? steady.obstacles : [];
  // Another collection in every turn (`for row in order.rows`) is walked through once each.
  if (obstacles.some(({ code }) => code === "rebound")) return undefined;
  // What is compared second was not looked at by the probe: the index asks for its types.
  const isSole = parts.otherKeys.length === 0;
  const isCertain = isSole && walked.operands.every((operand) => isProven(context, operand, walked.kind));
  const others = walked.operands.slice(1).flatMap((operand) => steadyWithin(context, operand, span, holdsOf(walked)));
  const guard = guardNames(walked, isCertain, growing);
  const all = [
    ...obstacles,
    ...others,
    ...keyObstacles(context, parts, span, growing !== undefined),
    ...targetObstacles(context, parts),
    ...wantedObstacles(context, parts),
    ...wantedReadObstacles(context, parts),
    ...hiddenBuiltins(context, span.statement, variable.itemOf === undefined ? guard : [...guard, "dict"]),
    ...dynamicNames(context),
    ...caughtTypeErrors(context, scan.comparison),
    ...caughtTypeErrors(context, scan.iterable),
    ...caughtByIndex(context, parts, span, growing),
    ...placeObstacles(context, span),
  ];
  if (growing !== undefined) return { ...parts, span, isCertain, callers: [], growing, obstacles: all };
  const isAnyContainer = all.length === 0 && isSteadyContainer(context, parts, span);
  return { ...parts, span, isCertain, isAnyContainer, callers: [], obstacles: all };
}

/** The built-ins that ask for the type, or count a growing list. */
function guardNames({ kind }: Parts["walked"], isCertain: boolean, growing: Growing | undefined): readonly string[] {
  if (isCertain) return growing === undefined ? [] : ["len"];
  return ["type", ...(kind === "dict" ? ["dict"] : ["list", "tuple"])];
}

/** What changes a dict or a set changes no list (`rows["a"] = 1`): is there nothing of that kind either? */
function isSteadyContainer(context: RuleContext, parts: Parts, span: LoopSpan): boolean {
  const { scan, walked, variable } = parts;
  if (
    walked.isIterated !== true ||
    variable.itemOf !== undefined ||
    hiddenBuiltins(context, span.statement, ["dict", "set"]).length > 0
  )
    return false;
  const steady = steadyLoopOf(context, variable, scan.iterable, "container");
  const isSame = steady.span?.statement === span.statement && steady.obstacles.length === 0;
  return isSame && keyObstacles(context, parts, span, false, "container").length === 0;
}

/** Errors of the index, which reads the key of every element before the first is sought, or as soon as it is there. */
function caughtByIndex(
  context: RuleContext,
  { key, otherKeys, lets }: Parts,
  span: LoopSpan,
  growing?: Growing,
): readonly Obstacle[] {
  const caught = key.kind === "identifier" && lets.size + otherKeys.length === 0 ? caughtTypeErrors : caughtReadErrors;
  const places = [span.statement, ...(growing?.appends ?? []).map(({ statement }) => statement)];
  return places.flatMap((place) => caught(context, place));
}

/** The function scans what it is given, or what its object holds: whoever calls it again and again could have an index. */
function planForCallers(context: RuleContext, parts: Parts): ScanPlan | undefined {
  const { kind, text, itemOf } = parts.variable;
  if (kind === "local" || kind === "inner") return planLocal(context, parts);
  const found = planCallers(context, parts);
  const callers = found.filter(({ obstacles }) => obstacles.length === 0);
  const isAttribute = kind === "attribute" && itemOf === undefined && parts.otherKeys.length === 0;
  const kept = callers.length === 0 && isAttribute ? planIndex(context, parts) : undefined;
  if (kept?.kind === "plan")
    return { ...parts, span: undefined, isCertain: true, callers, index: kept.index, obstacles: [] };
  const crossing: Obstacle = { code: "crosses-functions", about: text };
  const others = [...found.flatMap((each) => each.obstacles), ...(kept?.obstacles ?? [])];
  const obstacles = callers.length > 0 ? [] : [crossing, ...others];
  return { ...parts, span: undefined, isCertain: false, callers, obstacles };
}

/** A local name is nobody else's, but what it stands for may be. */
function planLocal(context: RuleContext, parts: Parts): ScanPlan | undefined {
  if (!standsForPath(context, parts.variable)) return undefined;
  const obstacles: readonly Obstacle[] = [{ code: "crosses-functions", about: parts.variable.text }];
  return { ...parts, span: undefined, isCertain: false, callers: [], obstacles };
}

/** The key is asked for when an object joins the list, and not when it is sought. */
function planIndex(context: RuleContext, parts: Parts): PlannedIndex {
  const planned = planIndexBeside(context, parts);
  if (planned.kind === "none") return planned;
  const obstacles = [
    ...targetObstacles(context, parts),
    ...wantedObstacles(context, parts),
    ...caughtTypeErrors(context, parts.scan.comparison),
    ...caughtTypeErrors(context, parts.scan.iterable),
  ];
  return obstacles.length === 0 ? planned : { kind: "none", obstacles };
}

const holdsOf = ({ kind }: Parts["walked"]): Holds => (kind === "dict" ? "container" : "list");

function steadyWithin(context: RuleContext, operand: SyntaxNode, span: LoopSpan, holds: Holds): readonly Obstacle[] {
  const variable = walkedVariable(context, operand);
  const about = textOf(context.source, operand);
  if (variable === undefined) return [{ code: "not-a-name", about }];
  const steady = steadyWalkOf(context, variable, operand, holds);
  const isSame = steady.span !== undefined && isInside(span.statement, steady.span.statement);
  return isSame ? steady.obstacles : [{ code: "changes-in-loop", about }];
}

/** Each element's key has to be what it was when the index was made. */
function keyObstacles(
  context: RuleContext,
  whole: Parts,
  span: LoopSpan,
  isGrowing: boolean,
  holds: Holds = "list",
): readonly Obstacle[] {
  const { variable, names } = whole;
  const nodes = wholeKey(context, whole);
  const parts = nodes.flatMap((node) => partsRead(context, node));
  const own = parts.filter((part) => part.startsWith(".") && definesMethod(context, part.slice(1)));
  const others = nodes
    .flatMap((node) => [...namesIn(context, node)])
    .filter((name) => !names.has(name) && name.kind !== "global-unresolved");
  const rebound = others.filter((name) => name !== variable.binding && isBoundIn(name, span));
  // Elements that are compared themselves cannot change: what can be hashed is the same for ever.
  const isWhole = parts.length === 0;
  const isPrivate = isPrivateIn(context, variable, span);
  return [
    ...own.map((part): Obstacle => ({ code: "dynamic-names", about: part.slice(1) })),
    ...rebound.map((name): Obstacle => ({ code: "rebound", about: name.name })),
    ...(isWhole
      ? []
      : [
          ...keyChanges(context, parts, span, isGrowing),
          ...mayChangeIn(context, variable, span, { isPrivate, holds }),
        ]),
  ];
}

function isBoundIn({ references }: Binding, { parts }: LoopSpan): boolean {
  return references.some(({ node, access }) => access !== "read" && parts.some((part) => isInside(node, part)));
}
