import { ancestors, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle, ObstacleCode } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { attributesNamed } from "./attributes.ts";
import { boundValues } from "./bound-values.ts";
import { definitionOf, importedPath } from "./callee.ts";
import { familyOf, type Family } from "./class-family.ts";
import { isBuiltinAt, type Code } from "./code.ts";
import { cellAt, classOfSelf, type Cell } from "./flow/cell.ts";
import { obstaclesElsewhere } from "./flow/elsewhere.ts";
import { attributeObstacles } from "./flow/shown-attributes.ts";
import { definitionsMeant } from "./meaning.ts";
import { isPlainAttribute } from "./plain-attribute.ts";
import { threadsAround } from "./threads.ts";
import { isTarget } from "./use.ts";
import { variableAt } from "./variable.ts";
import { useAt, type Use } from "./variable-uses.ts";

/** Every touch of an attribute in the project, as far as what it holds may become something else. */
export interface AttributeUses {
  readonly uses: readonly Use[];
  /** What hides some touches from view, or shows the attribute's value to others. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * Looks at all that is done with `self.items`, an attribute of a class of this file that `__init__` sets. `whole-steps`: what takes the
 * value's place does each thing in one step, as the value does, so that threads and finalizers may come between them as before.
 */
export function usesOfAttribute(
  expression: SyntaxNode,
  context: RuleContext,
  means: "steps" | "whole-steps" = "steps",
): AttributeUses {
  const about = textOf(context.source, expression);
  const refuse = (code: ObstacleCode): AttributeUses => ({ uses: [], obstacles: [{ code, about }] });
  const [cell, variable] = [cellAt(context, expression), variableAt(context, expression)];
  if (cell?.kind !== "attribute" || cell.home === undefined || variable === undefined)
    return refuse("crosses-functions");
  const home = cell.home;
  if (!isPlainAttribute(context, variable, expression)) return refuse("crosses-functions");
  const family = familyOf(context, home);
  const nodes = attributesNamed(context, cell.name).filter((node) => !isOfOthers(node, family, context));
  const obstacles: Obstacle[] = [
    ...attributeObstacles(context, cell),
    ...obstaclesElsewhere(context, [{ name: cell.name, kind: "attribute", home }], "replaced"),
    ...(means === "steps" ? threadsAround(context, variable) : []).map((module): Obstacle => ({
      code: "may-change-in-call",
      about: module,
    })),
  ];
  if (!nodes.every((node) => isOfFamily(node, home, family, context)))
    obstacles.push({ code: "crosses-functions", about });
  if (isNamedInText(cell, context)) obstacles.push({ code: "dynamic-names", about });
  if (!isInSight(home, family) || ofParsers.has(cell.name)) obstacles.push({ code: "crosses-functions", about });
  return { uses: nodes.map((node) => touchOf(node, context)), obstacles };
}

/** What one touch of an attribute does with its value. */
export function touchOf(node: SyntaxNode, context: RuleContext): Use {
  return useAt(node, accessOf(node), context);
}

function accessOf(node: SyntaxNode): "read" | "write" | "delete" {
  if (!isTarget(node)) return "read";
  return [...ancestors(node)].some((at) => at.kind === "delete_statement") ? "delete" : "write";
}

/** The `self.items` of a class that is neither above nor below the home. */
function isOfOthers(node: SyntaxNode, family: Family | undefined, context: RuleContext): boolean {
  const object = field(node, "object");
  const owner = object?.kind === "identifier" ? classOfSelf(context, object) : undefined;
  return owner !== undefined && family?.has(owner) === false;
}

/** `self.items` in the methods of the class and its relatives, or `box.items` where `box` is only ever a `Box(…)`. */
function isOfFamily(node: SyntaxNode, home: SyntaxNode, family: Family | undefined, context: RuleContext): boolean {
  const object = field(node, "object");
  if (object?.kind !== "identifier") return false;
  const owner = classOfSelf(context, object);
  if (owner !== undefined) return owner === home || family?.has(owner) === true;
  const binding = context.scopes.bindingOf(object);
  const values = binding === undefined ? [] : boundValues(binding);
  return (
    values.length > 0 && values.every((bound) => bound.kind === "assigned" && isMadeBy(bound.value, home, context))
  );
}

function isMadeBy(value: SyntaxNode, home: SyntaxNode, context: RuleContext): boolean {
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  const binding = callee?.kind === "identifier" ? context.scopes.bindingOf(callee) : undefined;
  return binding !== undefined && definitionOf(binding) === home;
}

/** `getattr(self, "items")` and the like. */
function isNamedInText({ name }: Cell & { kind: "attribute" }, { source }: RuleContext): boolean {
  return new RegExp(`["']${name.replaceAll("$", String.raw`\$`)}["']`, "u").test(source.text);
}

/** Are all classes in sight that an object of this one may be of, or have methods from? */
export function isInSight(home: SyntaxNode, family: Family | undefined): boolean {
  return (
    family?.has(home) === true &&
    [...family].every(([node, code]) => {
      const list = field(node, "superclasses");
      return list === undefined || namedChildren(list).every((base) => isKnown(base, code, family));
    })
  );
}

function isKnown(base: SyntaxNode, code: Code, family: Family): boolean {
  if (isBlank(base, code)) return true;
  const meant = definitionsMeant(code, base.kind === "subscript" ? (field(base, "value") ?? base) : base) ?? [];
  return meant.length > 0 && meant.every(({ node }) => family.has(node));
}

const blank = new Set(
  `abc.ABC typing.Generic typing.Protocol html.parser.HTMLParser asyncio.BaseProtocol asyncio.Protocol asyncio.BufferedProtocol
  asyncio.DatagramProtocol asyncio.SubprocessProtocol io.IOBase io.RawIOBase io.BufferedIOBase collections.abc.Iterator
  collections.abc.Iterable contextlib.AbstractContextManager`.split(/\s+/u),
);

/** What html.parser.HTMLParser keeps in its objects. */
const ofParsers = new Set(["rawdata", "lasttag", "interesting", "cdata_elem", "lineno", "offset"]);

/** Classes that have no attributes but those that everybody knows. */
function isBlank(base: SyntaxNode, context: Code): boolean {
  if (base.kind === "keyword_argument") return textOf(context.source, base).endsWith("ABCMeta");
  const text = textOf(context.source, base);
  if (text === "object") return isBuiltinAt(context, "object", base);
  return blank.has(importedPath(context, base.kind === "subscript" ? (field(base, "value") ?? base) : base) ?? "");
}
