import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { cellAt, isSameCell } from "../../analysis/flow/cell.ts";
import { planSetBeside, type SetBeside } from "../../analysis/flow/set-beside.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { isUsedUp } from "../../analysis/used-up.ts";
import { classMaking, isLasting } from "../../analysis/lasting-attribute.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Parts } from "./parts.ts";

/** A list that an object keeps, with every change of it in sight, and the attribute of its elements that is sought. */
export interface IndexBeside {
  readonly beside: SetBeside;
  readonly attribute: string;
}

/** The dict of groups that can be kept beside `self.rows`, or what keeps it from being right. */
export type PlannedIndex =
  | { readonly kind: "plan"; readonly index: IndexBeside }
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] };

/**
 * `for row in self.rows: if row.id == wanted: …`, whose loop is in the callers: the list only grows, by objects that are made
 * in sight, of classes of this file that give them their key once and for ever.
 */
export function planIndexBeside(context: RuleContext, { scan, variable, key, wanted, lets }: Parts): PlannedIndex {
  const attribute = keyAttribute(context, scan.target, key);
  const isPlain =
    scan.iterable.kind === "attribute" && scan.before.length === 0 && lets.size === 0 && simple.has(wanted.kind);
  if (attribute === undefined || !isPlain) return { kind: "none", obstacles: [] };
  const beside = planSetBeside(context, variable, scan.iterable);
  if (beside === undefined || cellAt(context, scan.iterable)?.kind !== "attribute")
    return { kind: "none", obstacles: [] };
  const obstacles = [
    ...(isWalkedAtOnce(context, scan) ? [] : [{ code: "runs-later", about: variable.text } as const]),
    ...beside.obstacles,
    ...occurrenceObstacles(context, beside, attribute),
  ];
  if (obstacles.length > 0) return { kind: "none", obstacles: obstacles.slice(0, SHOWN) };
  if (!isSeenAlone(context, beside))
    return { kind: "none", obstacles: [{ code: "crosses-functions", about: variable.text }] };
  return { kind: "plan", index: { beside, attribute } };
}

const SHOWN = 2;
const simple = new Set(["identifier", "attribute"]);

/** `id` of `row.id`, where `row` is what walks. */
function keyAttribute(context: RuleContext, target: SyntaxNode, key: SyntaxNode): string | undefined {
  const [object, name] = [field(key, "object"), field(key, "attribute")];
  if (target.kind !== "identifier" || object?.kind !== "identifier" || name === undefined) return undefined;
  const isOf = context.scopes.bindingOf(object) === context.scopes.bindingOf(target);
  return isOf ? textOf(context.source, name) : undefined;
}

/** Is the walk over when the expression is? An iterator that is kept would miss what joins the list before it is used. */
export function isWalkedAtOnce(context: RuleContext, { clause }: Pick<Parts["scan"], "clause">): boolean {
  const { isGenerator, isAsync } = context.function;
  if (isGenerator || isAsync) return false;
  const { parent } = clause;
  if (parent?.kind !== "generator_expression") return true;
  const call = parent.parent?.kind === "argument_list" ? parent.parent.parent : parent.parent;
  return isUsedUp(context, parent) || (call?.kind === "call" && builtinCalled(call, context) === "next");
}

/** Is the list made in this file, and does no other of the project touch its attribute? */
function isSeenAlone({ elsewhere, source }: RuleContext, beside: SetBeside): boolean {
  if (!isMadeHere(beside)) return false;
  return beside.flow.names.every(({ name, kind }) => {
    return (elsewhere?.(name, kind === "attribute" ? "attribute" : "name", source.path) ?? "none") === "none";
  });
}

/** Beside a list that no line of this file makes, nothing would ever be made. */
function isMadeHere(beside: SetBeside): boolean {
  return beside.flow.occurrences.some((each) => each.use.kind === "bound" && isHome(each, beside));
}

function isHome(each: SetBeside["flow"]["occurrences"][number], { cell }: SetBeside): boolean {
  return each.cell !== undefined && isSameCell(each.cell, cell);
}

function occurrenceObstacles(context: RuleContext, beside: SetBeside, attribute: string): readonly Obstacle[] {
  return beside.flow.occurrences.flatMap((each): readonly Obstacle[] => {
    const { node, use } = each;
    const isOwn = isHome(each, beside);
    if (use.kind === "append" && isOwn) return itemObstacles(context, use.item, attribute);
    if (use.kind === "bound" && isOwn && isEmpty(context, use.value)) return [];
    const code = inTheWay[use.kind];
    return code === undefined ? [] : [{ code, about: textOf(context.source, node) }];
  });
}

const inTheWay: Readonly<Record<string, Obstacle["code"]>> = {
  change: "changes-in-loop",
  append: "changes-in-loop",
  bound: "rebound",
  moved: "escapes",
  returned: "escapes",
};

function itemObstacles(context: RuleContext, item: SyntaxNode, attribute: string): readonly Obstacle[] {
  const owner = classMaking(context, item);
  const isRight = owner !== undefined && isLasting(context, owner, attribute);
  return isRight ? [] : [{ code: "dynamic-names", about: attribute }];
}

function isEmpty({ source }: RuleContext, value: SyntaxNode | undefined): boolean {
  return value !== undefined && /^(?:\[\s*\]|list\(\s*\))$/u.test(textOf(source, value));
}
