import { ancestors, enclosingLoops, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { textGrowths, textKind, type TextGrowth } from "./places.ts";

/** How a growing text is gathered instead. */
export type TextPlan =
  /** In `loop`, from the statement `start` above it; made text again below the loop. `returns` hand it out before. */
  | {
      readonly kind: "loop";
      readonly loop: SyntaxNode;
      readonly start: Use & { readonly kind: "assign" };
      readonly growths: readonly TextGrowth[];
      readonly returns: readonly SyntaxNode[];
    }
  /** In an attribute, for good: every use of it is written in another way. */
  | { readonly kind: "attribute"; readonly uses: readonly Use[] }
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] };

/** Looks at all uses of what grows. */
export function planText(growth: TextGrowth, context: RuleContext): TextPlan {
  const about = textOf(context.source, growth.target);
  if (growth.target.kind === "attribute") return planAttribute(growth, about, context);
  const binding = context.scopes.bindingOf(growth.target);
  if (binding === undefined || !isOwn(binding, context)) return refuse("crosses-functions", about);
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names", about);
  const growths = textGrowths(context).filter(({ target }) => context.scopes.bindingOf(target) === binding);
  return planLoop(growth, growths, usesOf(binding, context), context);
}

function refuse(code: ObstacleCode, about: string): TextPlan & { kind: "none" } {
  return { kind: "none", obstacles: [{ code, about }] };
}

function planLoop(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const about = textOf(context.source, growth.target);
  const found = loopBesideStart(growth, uses, context);
  if (found === undefined || isCaught(found.loop, uses, context)) return refuse("other-use", about);
  if (uses.some(({ kind }) => kind === "capture" || kind === "rebind")) return refuse("escapes", about);
  if (!isBuiltinAt(context, "bytes", found.loop) || !isBuiltinAt(context, "bytearray", found.loop))
    return refuse("dynamic-names", "bytes");
  const inside = growths.filter(({ statement }) => isInside(statement, found.loop));
  const between = uses.filter((use) => isBetween(use, found, growth.kind) && !isPart(use, inside));
  const returns = growth.kind === "bytes" ? between.filter(isPlainReturn) : [];
  const isSeen = between.some((use) => !returns.includes(use) && (growth.kind === "str" || !isAnsweredAlike(use)));
  if (isSeen) return refuse("result-used", about);
  return { kind: "loop", ...found, growths: inside, returns: returns.map(({ node }) => node) };
}

/** While what is gathered is no text: bytes from where they begin, a str in the loop alone. */
function isBetween({ node }: Use, { start, loop }: Found, kind: TextGrowth["kind"]): boolean {
  return node.start >= (kind === "bytes" ? start.node.end : loop.start) && node.end <= loop.end;
}

/** The touches that make a growth: the name on both sides of `s = s + x`. */
function isPart({ node }: Use, growths: readonly TextGrowth[]): boolean {
  return growths.some(
    ({ target, sum }) => node === target || (sum !== undefined && node.start === sum.start && isInside(node, sum)),
  );
}

/** A bytearray has the length and the truth that bytes have, and adds what they add. */
function isAnsweredAlike(use: Use): boolean {
  return use.kind === "augment" || (use.kind === "look" && (use.look === "length" || use.look === "truth"));
}

/** `return data` and nothing beside it. */
function isPlainReturn(use: Use): boolean {
  return use.kind === "return" && namedChildren(use.statement)[0] === use.node;
}

type Found = { readonly loop: SyntaxNode; readonly start: Use & { readonly kind: "assign" } };

/** The loop around the growth, or the `with` around that, beside the last statement that gives the variable a text. */
function loopBesideStart(growth: TextGrowth, uses: readonly Use[], context: RuleContext): Found | undefined {
  const [innermost] = enclosingLoops(growth.statement);
  for (const loop of ancestors(growth.statement)) {
    if (innermost === undefined || !isInside(innermost, loop) || !repeating.has(loop.kind)) continue;
    const siblings = loop.parent === undefined ? [] : namedChildren(loop.parent);
    const before = siblings.slice(0, siblings.indexOf(loop)).reverse();
    for (const statement of before) {
      const start = uses.find((use) => isStartAt(use, statement, growth, context));
      if (start?.kind === "assign") return { loop, start };
    }
  }
  return undefined;
}

/** `data = b""` and no other name in the same statement. */
function isStartAt(use: Use, statement: SyntaxNode, growth: TextGrowth, context: RuleContext): boolean {
  if (use.kind !== "assign" || use.statement !== statement || use.node.field !== "left") return false;
  return use.node.parent?.parent === statement && textKind(use.value, context) === growth.kind;
}

const repeating = new Set(["for_statement", "while_statement", "with_statement"]);

/** Could an exception in the loop leave what was gathered so far to a handler, or to what follows a `with` that swallows it? */
function isCaught(loop: SyntaxNode, uses: readonly Use[], context: RuleContext): boolean {
  let child = loop;
  for (const at of [loop, ...ancestors(loop)]) {
    if (at.kind === "function_definition" || at.kind === "lambda") return false;
    const body = child;
    const isSwallowing = at.kind === "try_statement" || (at.kind === "with_statement" && !opensFiles(at, context));
    if (isSwallowing && (at === loop || uses.some(({ node }) => !isInside(node, body)))) return true;
    child = at;
  }
  return false;
}

/** `with open(…) as f:` lets every exception through. */
function opensFiles(statement: SyntaxNode, context: RuleContext): boolean {
  const clause = statement.children.find(({ kind }) => kind === "with_clause");
  const items = clause === undefined ? [] : namedChildren(clause);
  return items.every((item) => {
    const value = field(item, "value");
    const opened = value?.kind === "as_pattern" ? namedChildren(value)[0] : value;
    return opened?.kind === "call" && builtinCalled(opened, context) === "open";
  });
}

function planAttribute(growth: TextGrowth, about: string, context: RuleContext): TextPlan {
  const { uses, obstacles } = usesOfAttribute(growth.target, context);
  const found = [...obstacles];
  for (const use of uses) {
    const isNested = use.kind === "augment" && uses.some(({ node }) => isInside(node, use.value));
    const code = isNested || isNamedByFormat(use, context) ? "other-use" : obstacleOf(use, growth.kind, context);
    if (code !== undefined) found.push({ code, about });
  }
  if (!isBuiltinAt(context, "bytes", growth.node) || !isBuiltinAt(context, "bytearray", growth.node))
    found.push({ code: "dynamic-names", about: "bytes" });
  return found.length > 0 ? { kind: "none", obstacles: found } : { kind: "attribute", uses };
}

/** What reads it is given a text made for it; what gives it another value has to give a text that the source shows. */
function obstacleOf(use: Use, kind: TextGrowth["kind"], context: RuleContext): ObstacleCode | undefined {
  if (use.kind === "rebind" || use.kind === "unbind" || use.kind === "capture") return "rebound";
  if (use.kind === "augment") return isStatement(use.statement) ? undefined : "other-use";
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
function isNamedByFormat({ node }: Use, { source }: RuleContext): boolean {
  return node.parent?.kind === "interpolation" && /^\s*=(?!=)/u.test(source.text.slice(node.end));
}

function isStatement({ kind }: SyntaxNode): boolean {
  return kind === "expression_statement";
}
