import { instrument, type Instrumented } from "../../src/diagnose/probe/instrument.ts";
import type { Candidate, Watch } from "../../src/diagnose/rule.ts";
import { descendants, field, namedChildren } from "../../src/source/navigate.ts";
import type { SyntaxNode } from "../../src/source/node.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { worldHere } from "../sampled.ts";

const parser = await createParser(worldHere().packageFolder);

/** Text as a file of its own. */
export function sourceOf(text: string): SourceFile {
  return parseSource("/test.py", text, parser);
}

/** A candidate at every expression of the kinds that rules watch: far more than any rule would claim. */
export function everyCandidate(source: SourceFile): readonly Candidate[] {
  return [...descendants(source.root)].flatMap((node) => {
    const watch = watchOf(node);
    if (watch === undefined) return [];
    return [{ rule: "list-membership" as const, expression: node, watch, facts: [], obstacles: [] }];
  });
}

function watchOf(expression: SyntaxNode): Watch | undefined {
  const words = expression.children.map(({ kind }) => kind);
  if (expression.kind === "comparison_operator" && words.some((word) => word === "in" || word === "not in")) {
    const [needle, operand] = namedChildren(expression).slice(-2);
    return operand === undefined || needle === undefined
      ? undefined
      : { kind: "contains", expression, operand, needle };
  }
  if (expression.kind === "binary_operator" && field(expression, "operator")?.kind === "+") {
    const operand = field(expression, "left");
    return operand === undefined ? undefined : { kind: "binary", expression, operand };
  }
  if (expression.kind === "if_clause" || expression.kind === "if_statement") return watchOfCondition(expression);
  return expression.kind === "call" ? watchOfCall(expression) : watchOfComparison(expression);
}

/** Its operand is the name that the condition reads first. */
function watchOfCondition(holder: SyntaxNode): Watch | undefined {
  const expression = field(holder, "condition") ?? namedChildren(holder)[0];
  let operand = expression;
  while (operand !== undefined && readsFirst.has(operand.kind)) operand = namedChildren(operand)[0];
  if (expression === undefined || operand?.kind !== "identifier") return undefined;
  return { kind: "asked", expression, operand };
}

const readsFirst = new Set([
  "comparison_operator",
  "call",
  "attribute",
  "subscript",
  "boolean_operator",
  "not_operator",
]);

function watchOfComparison(expression: SyntaxNode): Watch | undefined {
  const [left] = namedChildren(expression);
  if (expression.kind !== "comparison_operator" || left?.kind !== "identifier") return undefined;
  return { kind: "compare", expression, operand: left, needle: left };
}

function watchOfCall(expression: SyntaxNode): Watch | undefined {
  const called = field(expression, "function");
  const args = field(expression, "arguments");
  const object = called?.kind === "attribute" ? field(called, "object") : undefined;
  if (object !== undefined) return { kind: "method", expression, operand: object };
  const operand = args?.kind === "generator_expression" ? args : args && namedChildren(args)[0];
  return operand === undefined ? undefined : { kind: "call", expression, operand };
}

/** Watches the expressions that are written so, each as what it is: a test is no condition. */
export function watchOnly(text: string, written: readonly string[]): Instrumented {
  const source = sourceOf(text);
  const named = everyCandidate(source).filter(({ expression: { start, end } }) =>
    written.includes(text.slice(start, end)),
  );
  const byPlace = new Map(named.map((each) => [each.expression.start, each]));
  return instrument(source, [...byPlace.values()]);
}

/** Watches every expression of the text. */
export function watchEverything(text: string): Instrumented {
  const source = sourceOf(text);
  return instrument(source, everyCandidate(source));
}
