import { descendants, field, isComprehension, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { valueGiven } from "../../analysis/purity/purity.ts";
import type { Value } from "../../analysis/purity/value.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";

/** `sum(counts.values())`, `len(set(names))`, `[word.lower() for word in words]`: what is worked out of variables in several steps. */
export interface Compound {
  /** Where the first of them stands, which is looked at. */
  readonly operand: SyntaxNode;
  readonly variable: Variable;
  /** Of the others nothing was seen. */
  readonly others: readonly Variable[];
  readonly span: LoopSpan;
  readonly result: Value;
}

/** More variables than these are seldom all steady. */
const MOST_VARIABLES = 3;

/** The variables of an expression that works out the same at every turn of a loop, and the loop; undefined where it may not. */
export function compoundAt(context: RuleContext, node: SyntaxNode): Compound | undefined {
  if (!isWalk(context, node)) return undefined;
  const found = variablesIn(context, node);
  // Names of the module mostly hold for as long as it runs.
  const own = found.filter(({ variable }) => variable.kind !== "global");
  return compoundOf(context, node, own) ?? (own.length < found.length ? compoundOf(context, node, found) : undefined);
}

function compoundOf(
  context: RuleContext,
  node: SyntaxNode,
  [first, ...others]: readonly Found[],
): Compound | undefined {
  if (first === undefined || others.length >= MOST_VARIABLES) return undefined;
  const variables = [first, ...others].map(({ variable }) => variable);
  const span = commonSpan(context, variables, node);
  const result = span === undefined ? undefined : valueGiven(context, node, variables);
  if (span === undefined || result === undefined) return undefined;
  return { operand: first.node, variable: first.variable, others: variables.slice(1), span, result };
}

const walkers: ReadonlySet<string> = new Set("sum max min sorted any all set frozenset list tuple dict len".split(" "));
const made: ReadonlySet<string> = new Set(["list_comprehension", "set_comprehension", "dictionary_comprehension"]);

/** Is it a call that goes through something, or a comprehension? A plain name is quick to measure. */
function isWalk(context: RuleContext, node: SyntaxNode): boolean {
  if (made.has(node.kind)) return true;
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  if (callee === undefined) return false;
  const builtin = builtinCalled(node, context);
  if (builtin === "len") return hasWalk(context, node);
  if (builtin !== undefined) return walkers.has(builtin) && (isWorkedOut(node) || hasWalk(context, node));
  if (importedPath(context, callee)?.startsWith("math.") === true) return hasWalk(context, node);
  return isJoining(context, callee);
}

/** `", ".join` */
function isJoining({ source }: RuleContext, callee: SyntaxNode): boolean {
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  return object?.kind === "string" && name !== undefined && textOf(source, name) === "join";
}

const bare: ReadonlySet<string> = new Set(["identifier", "attribute", "keyword_argument"]);

/** Is what the call goes through more than names: `sum(counts.values())`, `set(one + other)`? Which of two lists is greater is told by their first elements. */
function isWorkedOut(call: SyntaxNode): boolean {
  const given = argumentsOf(call);
  const isSorted = given.length === 2 && given[1]?.kind === "keyword_argument";
  return isSorted || given.some(({ kind }) => !bare.has(kind));
}

function hasWalk(context: RuleContext, node: SyntaxNode): boolean {
  return [...descendants(node)].some(
    (each) =>
      isComprehension(each) || (each !== node && walkers.has(builtinNamed(context, field(each, "function")) ?? "")),
  );
}

interface Found {
  readonly node: SyntaxNode;
  readonly variable: Variable;
}

/** Its variables; none where it has a name that is no variable. */
function variablesIn(context: RuleContext, node: SyntaxNode): readonly Found[] {
  const found = new Map<string, Found>();
  for (const identifier of descendants(node)) {
    const binding = identifier.kind === "identifier" ? context.scopes.bindingOf(identifier) : undefined;
    if (binding === undefined || nameless.has(binding.kind) || isInside(binding.scope.node, node)) continue;
    const place = placeOf(identifier);
    const variable = variableAt(context, place);
    if (variable === undefined) return [];
    if (!found.has(variable.text)) found.set(variable.text, { node: place, variable });
  }
  return [...found.values()];
}

const nameless: ReadonlySet<string> = new Set(["builtin", "function", "class", "import"]);

/** `self.rows` of `self.rows.values()`, `rows` of `rows.values()`. */
function placeOf(identifier: SyntaxNode): SyntaxNode {
  const { parent } = identifier;
  if (parent?.kind !== "attribute" || identifier.field !== "object") return identifier;
  return parent.parent?.kind === "call" && parent.field === "function" ? identifier : parent;
}

/** The outermost loop in which all of them stay what they are. */
function commonSpan(context: RuleContext, variables: readonly Variable[], node: SyntaxNode): LoopSpan | undefined {
  let innermost: LoopSpan | undefined;
  for (const variable of variables) {
    const { span, obstacles } = steadyLoopOf(context, variable, node, "container");
    if (span === undefined || obstacles.length > 0) return undefined;
    if (innermost === undefined || isInside(span.loop, innermost.loop)) innermost = span;
  }
  return innermost;
}
