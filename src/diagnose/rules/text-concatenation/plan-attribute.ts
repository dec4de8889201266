import { descendants, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { codeRunIn } from "../../analysis/code-run-in.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { cutAt } from "./cuts.ts";
import { growthAt } from "./places.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, type TextPlan } from "./text-plan.ts";
import { textKind } from "./text-kind.ts";

/** Can the attribute hold what gathers text, in all methods of its class at once? */
export function planAttribute(growth: TextGrowth, about: string, context: RuleContext): TextPlan {
  const { uses, obstacles } = usesOfAttribute(growth.target, context);
  const found = [...obstacles];
  const growths = uses.flatMap((use) => grownBy(use, context));
  const cuts = growth.kind === "bytes" ? uses.flatMap((use) => cutAt(use, context) ?? []) : [];
  const others = uses.filter((use) => !isPartOf(use, [...growths, ...cuts]));
  for (const use of others) {
    const code = isNamedByFormat(use, context) ? "other-use" : obstacleOf(use, growth.kind, context);
    if (code !== undefined) found.push({ code, about });
  }
  const isNested = growths.some(({ added, form }) => {
    const isOther = form === "front" || form === "format";
    return isOther || added.some((part) => uses.some(({ node }) => isInside(node, part)));
  });
  if (isNested) found.push({ code: "other-use", about });
  const worked = [...growths.flatMap((each) => each.added), ...cuts.map(({ lower }) => lower)];
  if (worked.some((part) => mayTouch(part, uses, context))) found.push({ code: "may-change-in-call", about });
  if (!isBuiltinAt(context, "bytes", growth.node) || !isBuiltinAt(context, "bytearray", growth.node))
    found.push({ code: "dynamic-names", about: "bytes" });
  return found.length > 0 ? { kind: "none", obstacles: found } : { kind: "attribute", uses: others, growths, cuts };
}

/** `self.out += self.render(x)`, where that writes too: what it writes was lost, since the old text had been looked at before. */
function mayTouch(added: SyntaxNode, uses: readonly Use[], context: RuleContext): boolean {
  const span = { loop: added, statement: added, parts: [added], obstacles: [] };
  const regions = codeRunIn(context, span);
  if (regions === undefined) return true;
  const called = regions.filter((region) => region !== added);
  const isTouched = called.some((region) => uses.some(({ node }) => isInside(node, region)));
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
function obstacleOf(use: Use, kind: TextGrowth["kind"], context: RuleContext): ObstacleCode | undefined {
  if (use.kind === "rebind" || use.kind === "unbind" || use.kind === "capture") return "rebound";
  if (use.kind === "augment") return "other-use";
  if (use.kind === "item" && use.how !== "read") return "other-use";
  return use.kind === "assign" && !isStart(use, kind, context) ? "rebound" : undefined;
}

/** A literal, an empty one of a str: an io.StringIO that begins with something writes over it. */
function isStart(use: Use & { kind: "assign" }, kind: TextGrowth["kind"], context: RuleContext): boolean {
  const isTyped = use.node.parent?.children.some((child) => child.field === "type") === true;
  const isLiteral = use.value.kind === "string" && textKind(use.value, context) === kind;
  const isEmpty = /^[rRbB]*(?:""|'')$/u.test(textOf(context.source, use.value));
  return isLiteral && !isTyped && (kind === "bytes" || isEmpty);
}

/** `f"{self.out=}"` shows how it is written. */
export function isNamedByFormat({ node }: Use, { source }: RuleContext): boolean {
  return node.parent?.kind === "interpolation" && /^\s*=(?!=)/u.test(source.text.slice(node.end));
}
