import { beginsLine } from "../../../source/insert-statement.ts";
import { isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { membershipTests, type MembershipTest } from "../../analysis/membership-tests.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { keyChanges } from "../nested-scan/key-changes.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { namesIn, partsRead } from "../nested-scan/key.ts";
import { copyAt, type Copy } from "./copy.ts";

/** How a test can do without its copy. */
export interface CopyPlan {
  readonly test: MembershipTest;
  readonly copy: Copy;
  readonly variable: Variable;
  /** `direct`: what was copied is asked itself; `hoist`: a set is made once before the loop. */
  readonly kind: "direct" | "hoist" | "advice";
  readonly span: LoopSpan | undefined;
  /** The source proves what can be walked again and again. */
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The function's tests in copies, planned. */
export function planCopies(context: RuleContext): readonly CopyPlan[] {
  return membershipTests(context).flatMap((test) => planTest(context, test) ?? []);
}

function planTest(context: RuleContext, test: MembershipTest): CopyPlan | undefined {
  const copy = copyAt(context, test.container);
  const variable = copy === undefined ? undefined : variableAt(context, copy.operand);
  if (copy === undefined || variable === undefined) return undefined;
  const isCertain = isProven(context, variable, copy.kind);
  const rest = { test, copy, variable, isCertain };
  if (copy.kind === "slice")
    return { ...rest, kind: "advice", span: undefined, obstacles: [{ code: "rest-used", about: variable.text }] };
  const direct = directPlan(context, copy, variable);
  if (direct !== undefined) return { ...rest, kind: "direct", span: undefined, ...direct };
  return planHoist(context, rest);
}

function isProven(context: RuleContext, variable: Variable, kind: Copy["kind"]): boolean {
  if (variable.kind === "global" && context.function.node.kind !== "module") return false;
  const type = typeOf(context, variable);
  return kind === "dict" ? type === "dict" : ["list", "tuple", "dict", "set"].includes(type);
}

/**
 * `list(d.keys())` and, of a dict or set, `list(d)`: what is copied answers the test itself, at any time. Other mappings may
 * take other keys for the same (headers in upper and lower case), so what is not proven is asked for its type.
 */
function directPlan(
  context: RuleContext,
  { wrapper, method, made }: Copy,
  variable: Variable,
): Pick<CopyPlan, "isCertain" | "obstacles"> | undefined {
  if (made !== undefined || (wrapper !== "list" && wrapper !== "tuple")) return undefined;
  const type = isAlwaysDict(context, variable) ? "dict" : typeOf(context, variable);
  const isOwn = variable.kind !== "global" || context.function.node.kind === "module";
  const isCertain = isOwn && (type === "dict" || (type === "set" && method === undefined));
  if (!isCertain && method !== "keys") return undefined;
  return {
    isCertain,
    obstacles: isCertain ? [] : hiddenBuiltins(context, variable.binding.scope.node, ["type", "dict"]),
  };
}

/** An attribute that every assignment in the file gives a dict, and that no other file assigns. */
function isAlwaysDict(context: RuleContext, { attribute }: Variable): boolean {
  if (attribute === undefined || context.elsewhere?.(attribute, "attribute", context.source.path) === "changed")
    return false;
  const targets = attributeTargets(context, attribute);
  const values = targets.map((target) => valueAssignedTo(target));
  return values.length > 0 && values.every((value) => value !== undefined && valueOf(context, value).type === "dict");
}

type Parts = Pick<CopyPlan, "test" | "copy" | "variable" | "isCertain">;

function planHoist(context: RuleContext, parts: Parts): CopyPlan | undefined {
  const { test, copy, variable, isCertain } = parts;
  const isList = copy.kind === "plain" && ["list", "tuple"].includes(typeOf(context, variable));
  const holds = isList ? "list" : "container";
  const { span, obstacles } = steadyLoopOf(context, variable, test.expression, holds);
  if (copy.made !== undefined && !isPlainMade(context, copy.made)) return undefined;
  if (span === undefined) {
    if (variable.kind === "local" || variable.kind === "inner") return undefined;
    return { ...parts, kind: "advice", span, obstacles: [{ code: "crosses-functions", about: variable.text }] };
  }
  const guard = isCertain ? [] : ["type", "list", "tuple", "dict", "set"];
  const all = [
    ...obstacles,
    ...(copy.made === undefined ? [] : elementObstacles(context, copy.made, variable, span)),
    ...hiddenBuiltins(context, span.statement, ["set", ...guard]),
    ...dynamicNames(context),
    ...caughtTypeErrors(context, test.expression),
    ...caughtTypeErrors(context, span.statement),
    ...lineObstacles(context, span.statement),
  ];
  return { ...parts, kind: "hoist", span, obstacles: all };
}

function isPlainMade(context: RuleContext, { body }: NonNullable<Copy["made"]>): boolean {
  return isPlainRead(context, body);
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
