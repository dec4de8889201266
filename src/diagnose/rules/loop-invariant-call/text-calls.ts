import { ancestors, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isInEveryTurn } from "./every-turn.ts";
import { definesMethod, importedPath } from "../../analysis/callee.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { isConstantOfLibrary } from "../../analysis/purity/known-functions.ts";
import { givenByConstant } from "../../analysis/purity/known-methods.ts";
import { moduleValue } from "../../analysis/purity/module-names.ts";
import type { Value } from "../../analysis/purity/value.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import type { Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";

/** Is the argument the same in every run: a number, a text, `re.IGNORECASE | re.MULTILINE`, `flags=re.I`? */
export function isConstant(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "string") return node.children.every(({ kind }) => kind !== "interpolation");
  if (node.kind === "attribute") return isConstantOfLibrary(importedPath(context, node) ?? "");
  if (node.kind === "binary_operator" || node.kind === "keyword_argument")
    return ["left", "right", "value"].every((name) => {
      const part = field(node, name);
      return part === undefined || isConstant(context, part);
    });
  return node.kind === "integer" || node.kind === "float";
}

/** `text` of `text.split()`: what a method belongs to that a text would answer. */
export function receiverOf(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  if (callee?.kind !== "attribute" || importedPath(context, callee) !== undefined) return undefined;
  const object = field(callee, "object");
  return object?.kind === "identifier" && resultOfMethod(context, call) !== undefined ? object : undefined;
}

/** Methods of texts that raise for no text. */
const answering: ReadonlySet<string> = new Set(
  `capitalize casefold center count endswith expandtabs find isalnum isalpha isdecimal isdigit islower isnumeric isspace istitle isupper
  ljust lower lstrip partition replace rfind rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill`.split(
    /\s+/u,
  ),
);

/** What a text's method gives; undefined where a class of the file has a method of that name. */
export function resultOfMethod(context: RuleContext, call: SyntaxNode): Value | undefined {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const method = name === undefined ? "" : textOf(context.source, name);
  return answering.has(method) && !definesMethod(context, method) ? givenByConstant(method) : undefined;
}

/**
 * The outermost loop that gives the name nothing else. A text or number in it stays what it is, whatever code the loop
 * calls; anything else may change. What may raise has to be called in every turn anyway.
 */
export function unboundSpanOf(context: RuleContext, variable: Variable, call: SyntaxNode): LoopSpan | undefined {
  if (!isOutOfReach(context, variable)) return undefined;
  const { references } = variable.binding;
  const isSafe = receiverOf(context, call) !== undefined;
  let best: LoopSpan | undefined;
  for (const span of loopSpansOf(context, call)) {
    const isBound = references.some(
      ({ node, access }) => access !== "read" && span.parts.some((part) => isInside(node, part)),
    );
    if (isBound || !(isSafe || isInEveryTurn(call, span.loop))) break;
    const isReadable = readingObstacles(context, variable, span.statement).length === 0;
    if (span.obstacles.length === 0 && isReadable) best = span;
  }
  return best;
}

/** Can nothing but the function's own code bind the name, or nothing at all? */
function isOutOfReach(context: RuleContext, { kind, attribute, binding }: Variable): boolean {
  if (attribute !== undefined) return false;
  if (kind === "global") return moduleValue(context, binding)?.level === 0;
  if (kind !== "local" && kind !== "parameter") return false;
  return binding.references.every(
    ({ node, access }) => access === "read" || ownerOf(context, node) === context.function.node,
  );
}

function ownerOf({ source }: RuleContext, node: SyntaxNode): SyntaxNode {
  const around = [...ancestors(node)].find(({ kind }) => kind === "function_definition" || kind === "lambda");
  return around ?? source.root;
}
