import { ancestors, isInside, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import { listMutators } from "../../analysis/known-callables.ts";
import { isBeforeFinally } from "../../analysis/lifetimes.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import type { Around } from "./around.ts";
import type { OffsetUse, Rewrite } from "./offset-uses.ts";
import { matchedWhole } from "./rest-matched.ts";

/*
 * What else is asked of a text whose front is cut off: where something is in it, what it matches. The whole text is asked from the rest's first
 * index on, which a range of the indices knows for every cut, and which is never beyond the end.
 */

/** `text.find(x)`, `x in text`, `WORD.match(text)`; undefined for what only the rest itself answers. */
export function askedFromStart(use: Use, context: RuleContext): OffsetUse | undefined {
  if (use.kind === "method") return method(use, context);
  if (use.kind === "look" && use.look === "membership") return membership(use, context);
  if (use.kind !== "escape") return undefined;
  const matched = matchedWhole(use.node, context);
  return (
    matched &&
    answered([
      ...matched.map(({ start, end, text }): Rewrite => ({ start, end, text: () => text })),
      { start: use.node.end, end: use.node.end, text: (rest) => `, ${rest}.start` },
    ])
  );
}

/**
 * What is asked of the rest where the loop is left, for which it is made there. A list that is made so must be the only one: who is given it
 * could change it.
 */
export function handedOut(use: Use, { loop, others, context }: Around): OffsetUse | undefined {
  const { start, end } = use.node;
  const statement = lastStatement(use.node, loop);
  if (statement === undefined) return undefined;
  const isOnly = others.filter(({ node }) => isInside(node, statement)).length === 1;
  const isGiven = statement.kind !== "block" && isOnly && !isBeforeFinally(use.node) && !changes(use);
  if (!isGiven && !isLookedAt(use)) return undefined;
  const name = textOf(context.source, use.node);
  return answered([
    { start, end, text: (rest, all) => `(${name} if ${rest} is ${all} else ${name}[${rest}.start :])` },
  ]);
}

function changes(use: Use): boolean {
  return use.kind === "method" && listMutators.has(use.method);
}

function isLookedAt(use: Use): boolean {
  if (use.kind === "item") return use.how === "read";
  return use.kind === "operand" || (use.kind === "look" && (use.look === "print" || use.look === "consume"));
}

function answered(rewrites: readonly Rewrite[]): OffsetUse {
  return { rewrites, needsWithin: false };
}

/** Methods of text, and `index` of a list, that take the place to begin at as another argument. */
function method(use: Use & { kind: "method" }, context: RuleContext): OffsetUse | undefined {
  const [sought, ...others] = positionalArguments(use.call) ?? [];
  if (sought === undefined || others.length > 0 || isNamedIn(sought, use.node, context)) return undefined;
  const { start, end } = use.call;
  const from: Rewrite = { start: sought.end, end: sought.end, text: (rest) => `, ${rest}.start` };
  const around = (before: string, after: (rest: string) => string): OffsetUse =>
    answered([{ start, end: start, text: () => before }, from, { start: end, end, text: after }]);
  switch (use.method) {
    case "startswith":
    case "endswith":
      return answered([from]);
    case "index":
      return around("(", (rest) => ` - ${rest}.start)`);
    case "find":
      return isBuiltinAt(context, "max", use.node) ? around("max(", (rest) => ` - ${rest}.start, -1)`) : undefined;
    default:
      return undefined;
  }
}

/** `"\n" in text` → `("\n" in text and text.find("\n", rest.start) >= 0)`: a list that has it, which no text is, has no `find`. */
function membership({ node }: Use, context: RuleContext): OffsetUse | undefined {
  const { parent } = node;
  const [sought, whole] =
    parent === undefined ? [] : namedChildren(parent).filter(({ field }) => field !== "operators");
  if (parent === undefined || sought === undefined || whole !== node || !isSteady(sought, context)) return undefined;
  if (isNamedIn(sought, node, context)) return undefined;
  const [name, what] = [node, sought].map((each) => textOf(context.source, each));
  const isIn = parent.children.find(({ field }) => field === "operators")?.kind === "in";
  const asked = (rest: string): string => `(${what} in ${name} and ${name}.find(${what}, ${rest}.start) >= 0)`;
  const { start, end } = parent;
  return {
    ...answered([{ start, end, text: (rest) => (isIn ? asked(rest) : `(not ${asked(rest)})`) }]),
    isOfText: true,
  };
}

function isSteady(sought: SyntaxNode, context: RuleContext): boolean {
  return isPlainText(sought) || (sought.kind === "identifier" && isLocal(sought, context));
}

function isPlainText(node: SyntaxNode): boolean {
  return node.kind === "string" && !node.children.some(({ kind }) => kind === "interpolation");
}

function isLocal(node: SyntaxNode, context: RuleContext): boolean {
  const kind = variableAt(context, node)?.kind;
  return kind === "local" || kind === "parameter";
}

function isNamedIn(part: SyntaxNode, name: SyntaxNode, { source }: RuleContext): boolean {
  const text = textOf(source, name);
  return [part, ...ownDescendants(part)].some((node) => node.kind === "identifier" && textOf(source, node) === text);
}

const leaving = new Set(["raise_statement", "return_statement"]);
const repeating = new Set(["for_statement", "while_statement", "lambda", "function_definition", "for_in_clause"]);

/** The `raise` or `return` around, or the branch that ends with one, or with the loop's own `break`. */
function lastStatement(node: SyntaxNode, loop: SyntaxNode): SyntaxNode | undefined {
  for (const at of ancestors(node)) {
    if (leaving.has(at.kind)) return at;
    if (at === loop || repeating.has(at.kind)) return undefined;
    const last = at.kind === "block" ? namedChildren(at).findLast(({ kind }) => kind !== "comment") : undefined;
    if (last !== undefined && at.parent !== loop && (leaving.has(last.kind) || last.kind === "break_statement"))
      return at;
  }
  return undefined;
}
