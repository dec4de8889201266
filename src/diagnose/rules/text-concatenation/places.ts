import { enclosingLoops, field, ownDescendants, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { sumAround } from "../../analysis/sum-around.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { isCopied } from "./copied.ts";
import { spelledAlike } from "./spelled-alike.ts";
import { mayBeBytes } from "./may-be-bytes.ts";
import type { TextGrowth } from "./text-growth.ts";
import { defaultOf, kindOf } from "./text-kind.ts";

/** Every place in the function's own code where text or bytes may be copied to grow. */
export function textGrowths(context: RuleContext): readonly TextGrowth[] {
  const found: TextGrowth[] = [];
  for (const node of ownDescendants(context.function.body)) {
    const growth = growthAt(node, context);
    if (growth !== undefined && (isKeptByOthers(growth, context) || enclosingLoops(node).length > 0))
      found.push(growth);
  }
  return found;
}

/** Does it live on when the function ends, so that calls may make it longer and longer? */
function isKeptByOthers({ target }: TextGrowth, context: RuleContext): boolean {
  if (target.kind === "attribute") return true;
  const place = target.kind === "subscript" ? field(target, "value") : target;
  const variable = place === undefined ? undefined : variableAt(context, place);
  if (place?.kind !== "identifier" || variable === undefined) return true;
  return variable.kind !== "local" && (variable.kind !== "parameter" || target.kind === "subscript");
}

type Parts = Omit<TextGrowth, "kind">;

/** The growth that an assignment is, wherever it stands. */
export function growthAt(node: SyntaxNode, context: RuleContext): TextGrowth | undefined {
  const parts = partsOf(node, context);
  const kind = parts === undefined ? undefined : kindOf(parts, context);
  if (parts === undefined) return undefined;
  if (kind === undefined) return mayBeBytes(parts, context) ? { ...parts, kind: "bytes", isGuess: true } : undefined;
  return isCopied(parts, kind, context) ? { ...parts, kind } : undefined;
}

const places = new Set(["identifier", "attribute", "subscript"]);

/** The statement as text: what grows, and by what. */
function partsOf(node: SyntaxNode, context: RuleContext): Parts | undefined {
  const statement = node.parent;
  const [target, right] = [field(node, "left"), field(node, "right")];
  if (statement?.kind !== "expression_statement" || target === undefined || right === undefined) return undefined;
  if (!places.has(target.kind) || field(node, "type") !== undefined) return undefined;
  const place = { node, statement, target };
  if (node.kind === "assignment") return assignedParts(place, withoutParentheses(right), context);
  const isPlus = node.kind === "augmented_assignment" && field(node, "operator")?.kind === "+=";
  return isPlus ? { ...place, form: "in-place", old: target, added: [right] } : undefined;
}

/** `s = s + x`, `s = x + s`, `s = f"{s}{x}"`, `texts[key] = texts.get(key, "") + x` */
function assignedParts(
  place: Pick<TextGrowth, "node" | "statement" | "target">,
  value: SyntaxNode,
  context: RuleContext,
): Parts | undefined {
  const isOld = (other: SyntaxNode): boolean => spelledAlike(other, place.target, context.source);
  if (value.kind === "binary_operator") {
    const around = sumAround(value, (other) => isOld(other) || defaultOf(other, place.target, context) !== undefined);
    return around && { ...place, form: around.isAtEnd ? "end" : "front", ...around };
  }
  const old = value.kind === "string" ? firstInterpolated(value, context) : undefined;
  return old !== undefined && isOld(old) ? { ...place, form: "format", old, added: [value] } : undefined;
}

/** `s` of `f"{s}…"`, where nothing says how it is to be written. */
function firstInterpolated(text: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const first = text.children.find(({ kind }) => kind !== "string_start");
  if (first?.kind !== "interpolation") return undefined;
  const expression = field(first, "expression");
  const isBare = expression !== undefined && /^\{\s*$/u.test(source.text.slice(first.start, expression.start));
  return isBare && /^\s*\}$/u.test(source.text.slice(expression.end, first.end)) ? expression : undefined;
}
