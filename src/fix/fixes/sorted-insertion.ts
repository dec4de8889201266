import { positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import { isFreeAttribute } from "../../diagnose/analysis/attribute-elsewhere.ts";
import type { Use } from "../../diagnose/analysis/variable-uses.ts";
import type { Finding, Obstacle } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Insertion } from "../../diagnose/rules/sorted-insertion/insertion.ts";
import {
  bisectionOf,
  insertionPlaces,
  insertionsInto,
  orderObstacles,
  usesOfOrdered,
} from "../../diagnose/rules/sorted-insertion/order-proof.ts";
import { objectsOrderedBy } from "../../diagnose/rules/sorted-insertion/object-key.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fix, Fixer, FixOutcome } from "../fix.ts";
import { guardedInsertion } from "./guarded-insertion.ts";
import { putAfter } from "./insert-once.ts";
import { keysAsked, orderAsked, type OrderAsked } from "./order-asked.ts";
import { isAnybodys, isAtFinding, noFix, reachesOtherModules } from "./planning.ts";
import { sortOnce, unseenLoop } from "./sorted-once.ts";

/** Finds the place by bisection, as long as all that was put in has one order; from then on as before. */
export const fixSortedInsertion: Fixer = { rule: "sorted-insertion", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  const place = insertionPlaces(context).find(({ node }) => isAtFinding(finding, node));
  return place === undefined ? noFix("not-seen", "") : planFor(place, finding, context);
}

function planFor(place: Insertion, finding: Finding, context: RuleContext): FixOutcome {
  const about = textOf(context.source, place.list);
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
  if (isAnybodys(place.list, finding, context)) return noFix("escapes", about);
  const all = insertionsInto(place, context);
  const obstacles = obstaclesOf([place, ...all.filter((other) => other !== place)], context);
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const uses = usesOfOrdered(place, context);
  // What somebody else puts in is not asked.
  if (uses.some((use) => bisectionOf(use.node, context)?.startsWith("insort") === true))
    return noFix("not-sorted", about);
  const objects = place.watched === "statement" ? undefined : objectsOrderedBy(context, place.key);
  const asked =
    objects === undefined ? orderAsked(finding, about, context) : keysAsked(finding, about, objects, context);
  if (asked === undefined) return noFix("unordered-elements", about);
  if (!isFree(asked, context)) return noFix("dynamic-names", asked.name);
  const starts = startsOf(uses, all);
  const isKeptByObject = place.list.kind === "attribute";
  const once = isKeptByObject ? undefined : onceBelow(all, { uses, starts }, asked, context);
  const ways = [once, editsFor(all, starts, asked, context)];
  const changes = isKeptByObject ? {} : { changes: context.function.qualname };
  const [fix, ...otherwise] = ways.flatMap((edits): readonly Fix[] =>
    edits === undefined ? [] : [{ rule: "sorted-insertion", edits, assumes: [], ...changes }],
  );
  return fix === undefined ? noFix("other-use", about) : { kind: "fix", fix, otherwise };
}

/** A variable's name is; of an attribute other files are asked. */
function isFree({ name }: OrderAsked, context: RuleContext): boolean {
  const at = name.lastIndexOf(".") + 1;
  return at === 0 || isFreeAttribute(name.slice(at), context);
}

/** Where nobody looks at the list before it is done, and it begins with nothing. */
function onceBelow(
  places: readonly Insertion[],
  { uses, starts }: { readonly uses: readonly Use[]; readonly starts: readonly Start[] },
  asked: OrderAsked,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const [place, ...others] = places;
  const loop = place === undefined || others.length > 0 ? undefined : unseenLoop(place, uses);
  const areEmpty = starts.every(({ value }) => isEmpty(value));
  return place === undefined || loop === undefined || !areEmpty
    ? undefined
    : sortOnce({ place, loop, starts }, asked, context);
}

function isEmpty(value: SyntaxNode): boolean {
  return value.kind === "list" ? value.children.length === 2 : positionalArguments(value)?.length === 0;
}

function obstaclesOf(places: readonly Insertion[], context: RuleContext): readonly Obstacle[] {
  const [first] = places;
  const hidden = first === undefined ? [] : hiddenBuiltins(context, first.node, ["type", "set", "map", "tuple"]);
  return [...places.flatMap((place) => orderObstacles(place, context)), ...hidden];
}

type Start = Use & { readonly kind: "assign" };

/** Where the list is made. */
function startsOf(uses: readonly Use[], places: readonly Insertion[]): readonly Start[] {
  const own = new Set(places.flatMap(({ statements }) => statements));
  return uses.filter((use): use is Start => use.kind === "assign" && !own.has(use.statement));
}

function editsFor(
  places: readonly Insertion[],
  starts: readonly Start[],
  asked: OrderAsked,
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const edits: (TextEdit | undefined)[] = [];
  const names = new Map<string, string>();
  for (const wanted of new Set(places.map(calledFor))) {
    const { name, edit } = importOf(wanted, places, context);
    names.set(wanted, name);
    if (edit !== undefined && edits.length === 0) edits.push(edit);
  }
  for (const start of starts) edits.push(startEdit(start, asked, context));
  for (const place of places) {
    const call = written(place, names.get(calledFor(place)) ?? "", context);
    edits.push(guardedInsertion(place, call, asked, context));
  }
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length ? inOrder(made) : undefined;
}

/** One name is imported by itself, several through their module. */
function importOf(wanted: string, places: readonly Insertion[], { source }: RuleContext): ReturnType<typeof addImport> {
  const first = places.map(({ first: statement }) => statement).toSorted((a, b) => a.start - b.start)[0] ?? source.root;
  if (new Set(places.map(calledFor)).size === 1) return addImport(source, `from bisect import ${wanted}`, first);
  const { name, edit } = addImport(source, "import bisect", first);
  return { name: `${name}.${wanted}`, edit };
}

function calledFor({ rewrite, side }: Insertion): string {
  const called = rewrite === "insert" ? "insort" : "bisect";
  return `${called}${side === "left" ? "_left" : rewrite === "search" ? "_right" : ""}`;
}

function written({ list, key, index }: Insertion, name: string, { source }: RuleContext): (put: string) => string {
  const by = key === undefined ? "" : `, key=${textOf(source, key)}`;
  const before = index === undefined ? "" : `${textOf(source, index)} = `;
  return (put) => `${before}${name}(${textOf(source, list)}, ${put}${by})`;
}

/** What is known of the list when it is made. */
function startEdit({ statement, value }: Start, asked: OrderAsked, { source }: RuleContext): TextEdit | undefined {
  const code = isEmpty(value) ? asked.ofNothing : asked.ofAll;
  return code === undefined ? undefined : putAfter(source, statement, code);
}
