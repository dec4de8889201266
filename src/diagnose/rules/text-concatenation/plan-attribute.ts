import { descendants, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { importedPath } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { codeRunIn } from "../../analysis/code-run-in.ts";
import { interruptedBy } from "../../analysis/threads.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt } from "./cuts.ts";
import { isAnsweredAlike, isNamedByFormat, isSlice } from "./looks.ts";
import { isTakenApart, isTakenPart, partedCutAt, type PartedCut } from "./parted-cuts.ts";
import { growthAt } from "./places.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, type TextPlan } from "./text-plan.ts";
import { textKind } from "./text-kind.ts";

/** Can the attribute hold what gathers text, in all methods of its class at once? */
export function planAttribute(growth: TextGrowth, context: RuleContext): TextPlan {
  const isWhole = growth.kind === "bytes" && context.gil !== "off";
  const { uses, obstacles } = usesOfAttribute(growth.target, context, isWhole ? "whole-steps" : "steps");
  const { found, ...gathered } = gatheredBy(growth, uses, context);
  const all = [...obstacles, ...found];
  return all.length > 0 ? { kind: "none", obstacles: all } : { kind: "attribute", ...gathered };
}

interface Gathered extends Pick<Extract<TextPlan, { kind: "attribute" }>, "uses" | "growths" | "cuts" | "parted"> {
  readonly found: readonly Obstacle[];
}

/** How the uses of the attribute are written then, and what stands in the way; `nodes` are all that may be the attribute. */
export function gatheredBy(
  growth: TextGrowth,
  uses: readonly Use[],
  context: RuleContext,
  nodes: readonly SyntaxNode[] = uses.map(({ node }) => node),
): Gathered {
  const about = textOf(context.source, growth.target);
  const found: Obstacle[] = [];
  const growths = uses.flatMap((use) => grownBy(use, context));
  const { cuts, parted } = growth.kind === "bytes" ? cutsBy(uses, context) : { cuts: [], parted: [] };
  const others = uses.filter((use) => !isPartOf(use, [...growths, ...cuts, ...parted]));
  for (const use of others) {
    const code = obstacleOf(use, growth.kind, parted, context);
    if (code !== undefined) found.push({ code, about });
  }
  const isIn = (part: SyntaxNode): boolean => uses.some(({ node }) => isInside(node, part));
  const isNested =
    growths.some(({ added, form }) => form === "front" || form === "format" || added.some((part) => isIn(part))) ||
    parted.some(({ separator }) => isIn(separator));
  if (isNested) found.push({ code: "other-use", about });
  const worked = [...growths.flatMap((each) => each.added), ...cuts.map(({ lower }) => lower)];
  if (worked.some((part) => pauses(part) || mayTouch(part, nodes, context)))
    found.push({ code: "may-change-in-call", about });
  if (!isBuiltinAt(context, "bytes", growth.node) || !isBuiltinAt(context, "bytearray", growth.node))
    found.push({ code: "dynamic-names", about: "bytes" });
  if (growth.kind === "bytes" && isHeldAsNone(others, parted, context)) found.push({ code: "not-text", about: "None" });
  return { found: [...found, ...betweenSteps(parted, context)], uses: others, growths, cuts, parted };
}

/** What stands before a separator is found in one step, and cut off in another. */
function betweenSteps(parted: readonly PartedCut[], context: RuleContext): readonly Obstacle[] {
  const about = parted.length > 0 ? interruptedBy(context) : undefined;
  return about === undefined ? [] : [{ code: "may-change-in-call", about }];
}

function cutsBy(uses: readonly Use[], context: RuleContext): Pick<Gathered, "cuts" | "parted"> {
  return {
    cuts: uses.flatMap((use) => cutAt(use, context) ?? []),
    parted: uses.flatMap(({ node }) => partedCutAt(node, context) ?? []).filter((cut) => isTakenApart(cut, context)),
  };
}

/** None could be asked for where bytes are made of what there is. */
function isHeldAsNone(others: readonly Use[], parted: readonly PartedCut[], context: RuleContext): boolean {
  const isWhole = (use: Use): boolean => use.kind !== "assign" && !isAnsweredAlike(use, context) && !isSlice(use);
  const isAsked = parted.length > 0 || others.some(isWhole);
  return isAsked && others.some((use) => use.kind === "assign" && use.value.kind === "none");
}

/** `self.data += await self.read()`: what others do meanwhile was lost. */
function pauses(part: SyntaxNode): boolean {
  return [...descendants(part)].some(({ kind }) => kind === "await" || kind === "yield");
}

/** `self.out += self.render(x)`, where that writes too: what it writes was lost, since the old text had been looked at before. */
function mayTouch(added: SyntaxNode, nodes: readonly SyntaxNode[], context: RuleContext): boolean {
  const span = { loop: added, statement: added, parts: [added], obstacles: [] };
  const regions = codeRunIn(context, span);
  if (regions === undefined) return true;
  const called = regions.filter((region) => region !== added);
  const isTouched = called.some((region) => nodes.some((node) => isInside(node, region)));
  // Whoever is given the object can ask it for anything.
  const isGiven = [...descendants(added)].some(
    (node) => node.kind === "identifier" && node.parent?.kind === "argument_list" && isOwnObject(node, context),
  );
  return isTouched || isGiven;
}

function isOwnObject(node: SyntaxNode, context: RuleContext): boolean {
  const [first] = context.function.parameters;
  return first !== undefined && context.scopes.bindingOf(node) === context.scopes.bindingOf(first.node);
}

/** The statement that makes the attribute longer, where the use is its target. */
function grownBy({ node }: Use, context: RuleContext): readonly TextGrowth[] {
  const growth = node.field === "left" && node.parent !== undefined ? growthAt(node.parent, context) : undefined;
  return growth === undefined ? [] : [growth];
}

/** What reads it is given a text made for it; what gives it another value has to give a text that the source shows. */
function obstacleOf(
  use: Use,
  kind: TextGrowth["kind"],
  parted: readonly PartedCut[],
  context: RuleContext,
): ObstacleCode | undefined {
  if (isNamedByFormat(use, context)) return "other-use";
  if (use.kind === "rebind" || use.kind === "unbind" || use.kind === "capture") return "rebound";
  if (use.kind === "augment") return "other-use";
  if (use.kind === "item" && use.how !== "read") return "other-use";
  const isGiven = use.kind === "assign" && !isStart(use, kind, context) && !isTakenPart(use.value, parted, context);
  return isGiven ? "rebound" : undefined;
}

/** A literal, an empty one of a str: an io.StringIO that begins with something writes over it. */
function isStart(use: Use & { kind: "assign" }, kind: TextGrowth["kind"], context: RuleContext): boolean {
  const type = use.node.parent?.children.find((child) => child.field === "type");
  if (kind === "bytes") {
    const isTyped = type !== undefined && textOf(context.source, type) !== "bytes";
    return !isTyped && (isBytesMade(use.value, context) || (use.value.kind === "none" && type === undefined));
  }
  const isLiteral = use.value.kind === "string" && textKind(use.value, context) === kind;
  return isLiteral && type === undefined && /^[rR]*(?:""|'')$/u.test(textOf(context.source, use.value));
}

/** A literal, `bytes(…)`, `b"".join(…)`, `struct.pack(…)`: nothing but bytes. */
function isBytesMade(value: SyntaxNode, context: RuleContext): boolean {
  if (textKind(value, context) === "bytes") return true;
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  const joiner = callee?.kind === "attribute" ? field(callee, "object") : undefined;
  const method = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const isJoined = method !== undefined && textOf(context.source, method) === "join" && joiner?.kind === "string";
  if (isJoined) return textKind(joiner, context) === "bytes";
  return callee !== undefined && importedPath(context, callee) === "struct.pack";
}
