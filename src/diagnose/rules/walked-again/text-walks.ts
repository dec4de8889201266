import { field, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext, Watch } from "../../rule.ts";
import { placesAheadAt, type PlacesAhead } from "./places-ahead.ts";
import { sameTextAt } from "./same-text.ts";
import { isPath, walkOf, type Walk } from "./walk.ts";

/** Methods of text that look at all of it, or at all of it up to what they find. */
const ofText: ReadonlySet<string> = new Set(["replace", "count", "find", "rfind", "index", "split", "splitlines"]);
/** Methods of a pattern, and functions of `re`, with the place of the text among their arguments. */
const ofPattern: Readonly<Record<string, number>> = { search: 0, match: 0, fullmatch: 0, findall: 0, split: 0, sub: 1 };

/** `text.replace(a, b)`, `pattern.search(text, at)`, `re.match(pattern, text)`. */
export function textWalksAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  if (callee === undefined) return [];
  const places = placesAheadAt(context, node);
  if (places !== undefined) return asked(context, places);
  const path = importedPath(context, callee);
  const isAgain = sameTextAt(context, node) !== undefined;
  if (path !== undefined && !path.startsWith("re.")) return [];
  if (path !== undefined) return givenTo(context, node, placeOf(path.slice(3), 1), { isPure: true, isAgain });
  const [object, name] =
    callee.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (object === undefined || name === undefined) return [];
  const method = textOf(context.source, name);
  if (!ofText.has(method) || !isPath(context, object))
    return givenTo(context, node, placeOf(method, 0), { isPure: false, isAgain });
  const watch = { kind: "method", expression: node, operand: object, ...renewed(context, node, object) } as const;
  return walkOf(context, watch, { isAgain });
}

/** From one place after the other: the text may be a parameter, as of `def line_of(text, at)`, and the same at each call. */
function asked(context: RuleContext, { form, call, text }: PlacesAhead): readonly Walk[] {
  const operand = text;
  if (form === "count-slice")
    return walkOf(context, { kind: "statement", expression: call, operand }, { of: "text", isAgain: true });
  const kind = form === "search" ? "call" : "method";
  return walkOf(context, { kind, expression: call, operand, ...renewed(context, call, text) }, { isAgain: true });
}

function placeOf(name: string, before: number): number | undefined {
  const place = ofPattern[name];
  return place === undefined ? undefined : place + before;
}

function givenTo(
  context: RuleContext,
  call: SyntaxNode,
  place: number | undefined,
  { isPure, isAgain }: { readonly isPure: boolean; readonly isAgain: boolean },
): readonly Walk[] {
  const operand = place === undefined ? undefined : argumentsOf(call)[place];
  if (operand === undefined || !isPath(context, operand)) return [];
  const timed = isPure ? ({ isPure: true } as const) : {};
  const watch = { kind: "call", expression: call, operand, ...timed, ...renewed(context, call, operand) } as const;
  return walkOf(context, watch, { isAgain });
}

/** `text = text.replace(a, b)`: another text each time, and still all of it is gone through. */
function renewed({ source }: RuleContext, call: SyntaxNode, operand: SyntaxNode): Pick<Watch, "isRenewed"> {
  const target = call.parent?.kind === "assignment" ? field(call.parent, "left") : undefined;
  return target !== undefined && sameExpression(target, operand, source) ? { isRenewed: true } : {};
}
