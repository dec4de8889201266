import { ancestors, descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf } from "../../analysis/callee.ts";
import { attributesGiven, initOf, isPlainClass, membersOf, selfOf } from "../../analysis/plain-class.ts";
import { isTarget } from "../../analysis/use.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A class whose instances could have slots in the place of a dict. */
export interface SlotsPlan {
  readonly owner: SyntaxNode;
  readonly name: SyntaxNode;
  /** What `__init__` gives every instance, in its order. */
  readonly attributes: readonly string[];
  readonly obstacles: readonly Obstacle[];
}

/** The plan for the class whose `__init__` is looked at. */
export function planSlots(context: RuleContext): SlotsPlan | undefined {
  const { node, name: method, parameters } = context.function;
  const owner = node.parent?.parent;
  const [self] = parameters;
  if (method !== "__init__" || node.parent?.kind !== "block" || owner?.kind !== "class_definition") return undefined;
  const name = field(owner, "name");
  if (name === undefined || self === undefined || !isPlainClass(context, owner)) return undefined;
  const attributes = attributesGiven(context.source, context.function.body, self.name);
  if (attributes.length === 0) return undefined;
  const obstacles = [...ownObstacles(context, owner, name, attributes), ...dictUses(context)];
  return { owner, name, attributes, obstacles };
}

/** What in the class, or about its name, does not go with slots. */
function ownObstacles(
  context: RuleContext,
  owner: SyntaxNode,
  name: SyntaxNode,
  attributes: readonly string[],
): readonly Obstacle[] {
  const { source, scopes } = context;
  const bindings = scopes.scopeMadeBy(owner)?.bindings;
  const about = textOf(source, name);
  const obstacles: Obstacle[] = attributes
    .filter((attribute) => bindings?.has(attribute) === true)
    .map((attribute) => ({ code: "rebound", about: attribute }));
  const isInherited = scopes.bindingOf(name)?.references.some(({ node }) => isBase(node)) === true;
  if (isInherited || decoratorsOf(owner).length > 0) obstacles.push({ code: "needs-dict", about });
  const known = new Set(attributes);
  // Anybody's object may be one of ours: whatever attribute is set anywhere must be one that all have, or be set by a class on itself.
  for (const node of descendants(source.root)) {
    const attribute = node.kind === "attribute" && isTarget(node) ? field(node, "attribute") : undefined;
    if (attribute === undefined || known.has(textOf(source, attribute)) || isOfAnother(source, node, owner)) continue;
    if (isOfOtherKind(context, owner, textOf(source, attribute))) continue;
    obstacles.push({ code: "needs-dict", about: textOf(source, node) });
  }
  return obstacles;
}

function isBase(node: SyntaxNode): boolean {
  return node.parent?.kind === "argument_list" && node.parent.parent?.kind === "class_definition";
}

/** `self.x` in a method of another class. */
function isOfAnother(source: RuleContext["source"], attribute: SyntaxNode, owner: SyntaxNode): boolean {
  const object = field(attribute, "object");
  if (object === undefined || textOf(source, object) !== "self") return false;
  for (const around of ancestors(attribute)) {
    if (around.kind === "class_definition") return around !== owner;
  }
  return false;
}

/**
 * Do only classes of the file give the attribute that have no attribute and no method in common with this one? Then objects of theirs
 * are not used where ours are: not one name would work for both.
 */
function isOfOtherKind(context: RuleContext, owner: SyntaxNode, attribute: string): boolean {
  const own = membersOf(context, owner);
  const givers = namedChildren(context.source.root).filter(
    (other) => other !== owner && gives(context, other, attribute),
  );
  return givers.length > 0 && givers.every((other) => [...membersOf(context, other)].every((name) => !own.has(name)));
}

function gives(context: RuleContext, other: SyntaxNode, attribute: string): boolean {
  const init = other.kind === "class_definition" ? initOf(context, other) : undefined;
  const self = init === undefined ? undefined : selfOf(context, init);
  const body = init === undefined ? undefined : field(init, "body");
  if (self === undefined || body === undefined) return false;
  return attributesGiven(context.source, body, self).includes(attribute);
}

/** Names that ask for an instance's dict, keep instances by it, or keep them weakly. */
const asking = ["vars", "setattr", "delattr", "dir", "getsizeof", "__dict__", "__weakref__", "cached_property"];
const keeping = ["pickle", "shelve", "weakref", "WeakSet", "WeakKeyDictionary", "copyreg", "joblib", "dill"];

function dictUses(context: RuleContext): readonly Obstacle[] {
  const { source, elsewhere } = context;
  const words = new Set<string>();
  for (const node of descendants(source.root)) {
    if (node.kind === "identifier") words.add(textOf(source, node));
  }
  const isElsewhere = (word: string): boolean => (elsewhere?.(word, "name", source.path) ?? "none") !== "none";
  const uses = [
    ...[...asking, ...keeping].filter((word) => words.has(word)),
    ...keeping.filter((word) => !words.has(word) && isElsewhere(word)),
  ];
  return uses.map((about): Obstacle => ({ code: "needs-dict", about }));
}
