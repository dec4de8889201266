import { enclosingLoops, field, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import type { RuleContext, Watch } from "../../rule.ts";

/** An expression that goes through the whole of something. */
export interface Walk {
  readonly expression: SyntaxNode;
  readonly watch: Watch;
  /** What is gone through, as written. */
  readonly about: string;
  /** What it has to be for the walk to be one; absent: whatever it is. `sequence`: an object whose class is read in the source; `tree`: an object that gives elements by a method; `letters`: the text that letters are sought in. */
  readonly of?: "text" | "list" | "long-list" | "sequence" | "tree" | "letters";
  /** It is known what to keep, or that nothing has to be. */
  readonly isFixed?: true;
  /** What is gone through is given to the function: whether it is the same again is for its callers to say. */
  readonly isGiven?: true;
}

/** What a finding points at, and what goes through everything, where it is not what is watched. */
interface Place {
  readonly expression?: SyntaxNode;
  readonly around?: SyntaxNode;
  readonly of?: Walk["of"];
  /** It is known to be one of many. */
  readonly isAgain?: boolean;
  readonly isFixed?: true;
}

/** The walk, where it may be one of many through the same thing: it stands in a loop, or the thing lives on after the call. */
export function walkOf(context: RuleContext, watch: Watch, place: Place = {}): readonly Walk[] {
  const { operand } = watch;
  const { expression = watch.expression, around = expression } = place;
  const isAgain =
    place.isAgain === true ||
    enclosingLoops(around).length > 0 ||
    operand.kind === "attribute" ||
    isFromOutside(context, operand);
  const { of, isFixed } = place;
  const about = textOf(context.source, operand);
  const walk: Walk = { expression, watch, about, ...(of && { of }), ...(isFixed && { isFixed }) };
  return isAgain ? [walk] : isParameter(context, operand) ? [{ ...walk, isGiven: true }] : [];
}

function isParameter({ scopes }: RuleContext, name: SyntaxNode): boolean {
  return scopes.bindingOf(name)?.kind === "parameter";
}

/** Also a name that is bound to an attribute and to nothing else. */
function isFromOutside(context: RuleContext, name: SyntaxNode): boolean {
  const binding = context.scopes.bindingOf(name);
  const { scope } = binding ?? {};
  if (binding !== undefined && onlyValueOf(binding)?.kind === "attribute") return true;
  return scope !== undefined && scope.kind !== "comprehension" && scope.node !== context.function.node;
}

/** A name or a path of attributes that starts at one: it can be read once more. */
export function isPath(context: RuleContext, node: SyntaxNode): boolean {
  let at: SyntaxNode | undefined = node;
  while (at?.kind === "attribute") at = field(at, "object");
  return at?.kind === "identifier" && context.scopes.bindingOf(at)?.kind !== "builtin";
}

const wrappers: ReadonlySet<string> = new Set(["enumerate", "reversed", "iter", "zip"]);
const views: ReadonlySet<string> = new Set(["items", "values", "keys"]);

/** `xs` of `xs`, `xs[1:]`, `enumerate(xs)`, `range(len(xs))`, `d.items()`; undefined for anything else. */
export function walkedIn(context: RuleContext, iterable: SyntaxNode): SyntaxNode | undefined {
  const node = withoutParentheses(iterable);
  if (isPath(context, node)) return node;
  if (node.kind === "subscript") return slicedIn(context, node);
  if (node.kind !== "call") return undefined;
  const [first] = argumentsOf(node);
  const name = builtinCalled(node, context);
  if (name === undefined || first === undefined) return first === undefined ? viewedIn(context, node) : undefined;
  if (wrappers.has(name)) return walkedIn(context, first);
  const isLength = name === "range" && first.kind === "call" && builtinCalled(first, context) === "len";
  const [measured] = isLength ? argumentsOf(first) : [];
  return measured === undefined ? undefined : walkedIn(context, measured);
}

function slicedIn(context: RuleContext, node: SyntaxNode): SyntaxNode | undefined {
  const [value, index] = [field(node, "value"), field(node, "subscript")];
  return value !== undefined && index?.kind === "slice" && isPath(context, value) ? value : undefined;
}

function viewedIn(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (object === undefined || name === undefined || !views.has(textOf(context.source, name))) return undefined;
  return isPath(context, object) ? object : undefined;
}
