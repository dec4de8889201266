import { beginsLine } from "../../../source/insert-statement.ts";
import { isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { caughtReadErrors, caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import { typeOf } from "../../analysis/values.ts";
import type { Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { keyChanges } from "../nested-scan/key-changes.ts";
import { namesIn, partsRead } from "../nested-scan/key.ts";
import type { Copy } from "./copy.ts";

/** An expression that asks a copy, and the built-ins of which its answers are made before the loop. */
export interface Asking {
  readonly expression: SyntaxNode;
  readonly copy: Copy;
  readonly variable: Variable;
  readonly isCertain: boolean;
  readonly built: readonly string[];
}

/** The outermost loop before which the copy can be made once, and what is in the way; without a span the loop is in the callers. */
export interface Hoist {
  readonly span: LoopSpan | undefined;
  readonly obstacles: readonly Obstacle[];
}

/** Does the source prove a container that can be walked through again and again? */
export function isWalkedAgain(context: RuleContext, variable: Variable, kind: Copy["kind"]): boolean {
  if (variable.kind === "global" && context.function.node.kind !== "module") return false;
  const type = typeOf(context, variable);
  if (kind === "slice") return type === "list" || type === "tuple";
  return kind === "dict" ? type === "dict" : ["list", "tuple", "dict", "set"].includes(type);
}

/** Undefined where there is nothing to hoist: no loop, or elements that are made in a way that is not known. */
export function hoistOf(context: RuleContext, asking: Asking): Hoist | undefined {
  const { expression, copy, variable, isCertain, built } = asking;
  const isList = copy.kind === "plain" && ["list", "tuple"].includes(typeOf(context, variable));
  const holds = isList || copy.kind === "slice" ? "list" : "container";
  const { span, obstacles } = steadyLoopOf(context, variable, expression, holds);
  if (copy.made !== undefined && !isPlainRead(context, copy.made.body)) return undefined;
  if (span === undefined) {
    if (variable.kind === "local" || variable.kind === "inner") return undefined;
    return { span, obstacles: [{ code: "crosses-functions", about: variable.text }] };
  }
  const guard = isCertain ? [] : ["type", "list", "tuple", "dict", "set"];
  // What the elements are asked for is read before the first turn, and where there is none.
  const caught = copy.made === undefined ? caughtTypeErrors : caughtReadErrors;
  const all = [
    ...obstacles,
    ...(copy.made === undefined ? [] : elementObstacles(context, copy.made, variable, span)),
    ...hiddenBuiltins(context, span.statement, [...built, ...guard]),
    ...dynamicNames(context),
    ...caughtTypeErrors(context, expression),
    ...caught(context, span.statement),
    ...lineObstacles(context, span.statement),
  ];
  return { span, obstacles: all };
}

/** What the elements become must stay what it is as long as the set does. */
function elementObstacles(
  context: RuleContext,
  { body, target }: NonNullable<Copy["made"]>,
  variable: Variable,
  span: LoopSpan,
): readonly Obstacle[] {
  const parts = partsRead(context, body);
  const own = parts.filter((part) => part.startsWith(".") && definesMethod(context, part.slice(1)));
  const names = namesIn(context, target);
  const others = [...namesIn(context, body)].filter((name) => !names.has(name));
  const rebound = others.filter(({ references }) =>
    references.some(({ node, access }) => access !== "read" && span.parts.some((part) => isInside(node, part))),
  );
  return [
    ...own.map((part): Obstacle => ({ code: "dynamic-names", about: part.slice(1) })),
    ...rebound.map(({ name }): Obstacle => ({ code: "rebound", about: name })),
    ...(parts.length === 0
      ? []
      : [...keyChanges(context, parts, span), ...mayChangeIn(context, variable, span, { holds: "container" })]),
  ];
}

function lineObstacles({ source }: RuleContext, statement: SyntaxNode): readonly Obstacle[] {
  return beginsLine(source, statement) ? [] : [{ code: "other-use", about: textOf(source, statement).slice(0, 40) }];
}
