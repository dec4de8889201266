import { descendants, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributesNamed, attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { isInSight, touchOf } from "../../analysis/attribute-uses.ts";
import { decoratorsOf, methodsNamed } from "../../analysis/callee.ts";
import { familyOf } from "../../analysis/class-family.ts";
import { copiesObjects } from "../../analysis/copied-objects.ts";
import { isFreeAttribute } from "../../analysis/attribute-elsewhere.ts";
import { isBuiltinAt, type Code } from "../../analysis/code.ts";
import { cellAt, classAround, classOfSelf, type Cell } from "../../analysis/flow/cell.ts";
import { attributeObstacles } from "../../analysis/flow/shown-attributes.ts";
import { freshName } from "../../analysis/fresh-name.ts";
import { isPropertyLost } from "../../analysis/lost-property.ts";
import { isPlainAttribute } from "../../analysis/plain-attribute.ts";
import { threadsAround } from "../../analysis/threads.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { gatheredBy } from "./plan-attribute.ts";
import type { TextGrowth } from "./text-growth.ts";
import { refuse, type TextPlan } from "./text-plan.ts";

/** What the property is made with. */
const shownWith = ["property", "type", "bytes", "bytearray", "TypeError"];

/**
 * Bytes that others read too, by whatever name they know the object: the methods of its class work on a bytearray of another name, and a
 * property shows it as bytes to everybody else. What others give it goes through the property's setter.
 */
export function planShown(growth: TextGrowth, context: RuleContext): TextPlan {
  const about = textOf(context.source, growth.target);
  const place = growth.kind === "bytes" ? placeOf(growth.target, context) : undefined;
  if (place === undefined) return refuse("crosses-functions", about);
  const { cell, variable, home, init } = place;
  const { name } = cell;
  const nodes = attributesNamed(context, name);
  const uses = nodes.filter((node) => isOwn(node, home, context)).map((node) => touchOf(node, context));
  const hidden = freshName(context.source, `_${name.replace(/^_/u, "")}_bytearray`);
  const { found, ...gathered } = gatheredBy(growth, uses, context, nodes);
  const isBegun = uses.some(({ kind, node }) => kind === "assign" && isInside(node, init));
  const obstacles: readonly Obstacle[] = [
    ...found,
    ...attributeObstacles(context, cell),
    // With a lock over the interpreter, what a bytearray does is done in one step, as what bytes do is.
    ...(context.gil === "off" ? threadsAround(context, variable) : []).map((module): Obstacle => ({
      code: "may-change-in-call",
      about: module,
    })),
    ...obstacleIf(!isBegun || decoratorsOf(home).length > 0, "crosses-functions", about),
    ...obstacleIf(isGivenAnother(name, home, gathered, context), "rebound", about),
    ...obstacleIf(!isSteady(gathered, name, context), "may-change-in-call", about),
    ...obstacleIf(
      !isFreeAttribute(hidden, context) || !isNamedByNone(name, home, context, shownWith),
      "dynamic-names",
      about,
    ),
    ...obstacleIf(copiesObjects(home, context), "escapes", about),
  ];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  return { kind: "attribute", ...gathered, shown: { init, name, hidden } };
}

/** An attribute with the class that has it, and the method that gives it a value. */
export interface Place {
  readonly cell: Extract<Cell, { kind: "attribute" }>;
  readonly variable: Variable;
  readonly home: SyntaxNode;
  readonly init: SyntaxNode;
}

/** An attribute that every object of a class in sight has, where it is looked for: nothing else answers for it. */
export function placeOf(target: SyntaxNode, context: RuleContext): Place | undefined {
  const [cell, variable] = [cellAt(context, target), variableAt(context, target)];
  if (cell?.kind !== "attribute" || cell.home === undefined || variable === undefined) return undefined;
  const { home } = cell;
  const init = methodsNamed(context, "__init__").find((method) => classAround(method) === home);
  const isKnown = isPlainAttribute(context, variable, target) && isInSight(home, familyOf(context, home));
  return init === undefined || !isKnown || cell.name.startsWith("__") ? undefined : { cell, variable, home, init };
}

function obstacleIf(is: boolean, code: ObstacleCode, about: string): readonly Obstacle[] {
  return is ? [{ code, about }] : [];
}

/** The `self.data` of a method of the class itself, and of no class method, where `self` is never anything else. */
export function isOwn(node: SyntaxNode, home: SyntaxNode, context: RuleContext): boolean {
  const object = field(node, "object");
  if (object?.kind !== "identifier" || classOfSelf(context, object) !== home) return false;
  const binding = context.scopes.bindingOf(object);
  const isRebound = (binding?.references.filter(({ access }) => access !== "read").length ?? 0) > 1;
  const method = binding?.scope.node;
  return (
    !isRebound &&
    method !== undefined &&
    decoratorsOf(method).every((each) => textOf(context.source, each) !== "classmethod")
  );
}

/** May somebody give it what the property refuses, or the class another thing in the property's place? */
function isGivenAnother(name: string, home: SyntaxNode, { growths, cuts }: Gathered, context: RuleContext): boolean {
  const written = [...growths, ...cuts].map(({ target }) => target);
  return (
    !isGivenBytes(name, home, context) || isGivenOther(name, context) || isPropertyLost(name, home, written, context)
  );
}

/** Do the classes above and below, in whichever file, only give it what the property takes? */
function isGivenBytes(name: string, home: SyntaxNode, context: RuleContext): boolean {
  return [...(familyOf(context, home) ?? [])].every(([owner, code]) =>
    attributeTargets(code, name).every((target) => {
      const object = field(target, "object");
      const isOfOwner = owner !== home && object?.kind === "identifier" && classOfSelf(code, object) === owner;
      const value = isOfOwner ? valueAssignedTo(target) : undefined;
      return value === undefined || isBytesLiteral(value, code) || isCutOf(value, target, code);
    }),
  );
}

/** `parser.data = None`: the source shows that somebody gives an object what the property refuses. */
function isGivenOther(name: string, context: RuleContext): boolean {
  return attributeTargets(context, name).some((target) => {
    const [object, value] = [field(target, "object"), valueAssignedTo(target)];
    const isOfClass = object?.kind === "identifier" && classOfSelf(context, object) !== undefined;
    return !isOfClass && value !== undefined && literals.has(value.kind) && !isBytesLiteral(value, context);
  });
}

const literals: ReadonlySet<string> = new Set(["none", "string", "list", "integer", "tuple", "dictionary"]);

function isBytesLiteral(value: SyntaxNode, { source }: Code): boolean {
  return value.kind === "string" && /^[rR]?[bB]/u.test(textOf(source, value));
}

/** `self.data[n:]`, `self.data + x` */
function isCutOf(value: SyntaxNode, target: SyntaxNode, { source }: Code): boolean {
  const from = value.kind === "subscript" ? field(value, "value") : field(value, "left");
  return from !== undefined && textOf(source, from) === textOf(source, target);
}

type Gathered = Pick<Extract<TextPlan, { readonly kind: "attribute" }>, "growths" | "cuts">;

/** What another file does to it while a piece is worked out was lost, since the old bytes had been looked at before. */
function isSteady({ growths, cuts }: Gathered, name: string, { elsewhere, source }: RuleContext): boolean {
  const worked = [...growths.flatMap((each) => each.added), ...cuts.map(({ lower }) => lower)];
  const isCalling = worked.some((part) =>
    [...descendants(part)].some(
      (node) => node.kind === "call" && textOf(source, field(node, "function") ?? node) !== "len",
    ),
  );
  return !isCalling || elsewhere === undefined || elsewhere(name, "attribute", source.path) === "none";
}

/** In the body of the class the property's name would hide the module's; what the property is made with must be the built-ins. */
export function isNamedByNone(name: string, home: SyntaxNode, context: RuleContext, words: readonly string[]): boolean {
  const { source, scopes } = context;
  const isHidden = [...descendants(field(home, "body") ?? home)].some((node) => {
    if (node.kind !== "identifier" || textOf(source, node) !== name || node.field === "attribute") return false;
    return scopes.scopeOf(node).node === home && scopes.bindingOf(node)?.kind !== "parameter";
  });
  const bound = scopes.scopeMadeBy(home)?.bindings;
  return !isHidden && words.every((word) => bound?.has(word) !== true && isBuiltinAt(context, word, home));
}
