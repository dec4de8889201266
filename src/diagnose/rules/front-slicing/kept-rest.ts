import { attributesNamed } from "../../analysis/attributes.ts";
import { touchOf } from "../../analysis/attribute-uses.ts";
import { isFreeAttribute } from "../../analysis/attribute-elsewhere.ts";
import { decoratorsOf } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { attributeObstacles } from "../../analysis/flow/shown-attributes.ts";
import { freshName } from "../../analysis/fresh-name.ts";
import { isPropertyLost } from "../../analysis/lost-property.ts";
import { threadsAround } from "../../analysis/threads.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import { ancestors, enclosingLoops, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt, type Cut } from "../text-concatenation/cuts.ts";
import { isOnItsOwnLines } from "../text-concatenation/own-lines.ts";
import { isTakenApart, partedCutAt, type PartedCut } from "../text-concatenation/parted-cuts.ts";
import { isNamedByNone, isOwn, placeOf } from "../text-concatenation/plan-shown.ts";
import { isPartOf } from "../text-concatenation/text-plan.ts";
import { askedAt, type Asked } from "./kept-asked.ts";

/** Text or bytes of an attribute whose front is cut off: a pair has the whole of it and where the rest begins, and a property cuts it for whoever reads it otherwise. */
export interface KeptRest {
  readonly name: string;
  /** The attribute that has the pair. */
  readonly hidden: string;
  readonly init: SyntaxNode;
  readonly cuts: readonly Cut[];
  readonly parted: readonly PartedCut[];
  /** What the class's methods ask of the rest that the whole can answer. */
  readonly asked: readonly Asked[];
  /** The methods that ask it: `_data_size`. */
  readonly methods: ReadonlyMap<Asked["way"], string>;
}

/** Can a position be kept beside what the statement cuts? */
export function planKept(
  target: SyntaxNode,
  context: RuleContext,
): { readonly plan?: KeptRest; readonly obstacles: readonly Obstacle[] } {
  const about = textOf(context.source, target);
  const refuse = (code: ObstacleCode): { readonly obstacles: readonly Obstacle[] } => ({
    obstacles: [{ code, about }],
  });
  const place = placeOf(target, context);
  if (place === undefined) return refuse("crosses-functions");
  const { cell, variable, home, init } = place;
  const { name } = cell;
  const nodes = attributesNamed(context, name);
  const uses = nodes.filter((node) => isOwn(node, home, context)).map((node) => touchOf(node, context));
  const hidden = freshName(context.source, `_${name.replace(/^_+/u, "")}_rest`);
  const cuts = uses.flatMap((use) => cutAt(use, context) ?? []).filter((cut) => isWritable(cut, context));
  const parted = uses
    .flatMap(({ node }) => partedCutAt(node, context) ?? [])
    .filter((cut) => isTakenApart(cut, context) && isMadeOfBuiltins(cut, context));
  const others = uses.filter((use) => !isPartOf(use, [...cuts, ...parted]));
  const asked = others.flatMap((use) => askedAt(use, nodes, context) ?? []);
  if (![...cuts, ...parted].some((cut) => cut.target === target)) return refuse("rest-used");
  if (isReadWhole(target, others, asked)) return refuse("rest-used");
  // Where only some objects have it, an error names what is missing.
  const isBegun = uses.some((use) => use.kind === "assign" && use.statement.parent === field(init, "body"));
  if (!isBegun || decoratorsOf(home).length > 0) return refuse("crosses-functions");
  const methods = methodsFor(asked, name, context);
  const isKnown = isNamedByNone(name, home, context, words);
  const isShown = [...cuts, ...parted].some(({ statement }) => context.scopes.scopeOf(statement).usesDynamicNames);
  const isFree = [hidden, ...methods.values()].every((each) => isFreeAttribute(each, context));
  if (!isKnown || !isFree || isShown) return refuse("dynamic-names");
  const written = [...[...cuts, ...parted].map((cut) => cut.target), ...asked.map(({ node }) => node)];
  if (isPropertyLost(name, home, written, context)) return refuse("rebound");
  const obstacles: readonly Obstacle[] = [
    ...attributeObstacles(context, cell),
    ...threadsAround(context, variable).map((module): Obstacle => ({ code: "may-change-in-call", about: module })),
  ];
  return { plan: { name, hidden, init, cuts, parted, asked, methods }, obstacles };
}

/** What the property, and what is written for a cut, is made with. */
const words = ["property", "type", "str", "bytes", "range", "len"];

function methodsFor(asked: readonly Asked[], name: string, { source }: RuleContext): KeptRest["methods"] {
  const base = name.replace(/^_+/u, "");
  return new Map(asked.map(({ way }) => [way, freshName(source, `_${base}_${way}`)]));
}

/** On lines of its own, by a count on one line; what is taken first goes to a name, which does nothing. */
function isWritable(cut: Cut, context: RuleContext): boolean {
  const { statement, lower, taken } = cut;
  const isQuiet = taken === undefined || taken.target.kind === "identifier";
  const isOnLine = isOnItsOwnLines(statement) && lower.startLine === lower.endLine;
  return isQuiet && isOnLine && isMadeOfBuiltins(cut, context);
}

/** `def skip(self, len): self.data = self.data[len:]` is left to the property. */
function isMadeOfBuiltins({ statement }: Cut | PartedCut, context: RuleContext): boolean {
  return words.every((each) => isBuiltinAt(context, each, statement));
}

/**
 * The function that cuts needs the whole rest at each turn, too, or makes it longer there: it would be made as often as before. In a
 * function without a loop around the cut, one turn is one call.
 */
function isReadWhole(target: SyntaxNode, others: readonly Use[], asked: readonly Asked[]): boolean {
  const answered = new Set(asked.map(({ node }) => node));
  const [loop] = enclosingLoops(target);
  const turn = loop ?? [...ancestors(target)].find(({ kind }) => kind === "function_definition");
  return others.some(({ node, kind }) => {
    if (kind === "assign" || answered.has(node) || turn === undefined || !isInside(node, turn)) return false;
    return loop === undefined || !isLeaving(node, loop);
  });
}

/** In a `return` or `raise` within the loop. */
function isLeaving(node: SyntaxNode, loop: SyntaxNode): boolean {
  const around = [...ancestors(node)].filter((at) => isInside(at, loop));
  return around.some(({ kind }) => kind === "return_statement" || kind === "raise_statement");
}
