import type { LoopSpan } from "../../analysis/loop-span.ts";
import { attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { membershipTests, type MembershipTest } from "../../analysis/membership-tests.ts";
import { namesOthersList } from "../../analysis/others-list.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { madeForOneAt, type MadeForOne } from "../walked-again/made-for-one.ts";
import { copyAt, type Copy } from "./copy.ts";
import { hoistOf, isWalkedAgain } from "./hoist.ts";
import { sequencePart, type SequencePart } from "./part.ts";

/** How a test can do without its copy. */
export interface CopyPlan {
  readonly test: MembershipTest;
  readonly copy: Copy;
  readonly variable: Variable;
  /** `direct`: what was copied is asked itself; `hoist`: a set is made once before the loop; `places`: a dict of the places; `one`: it is made of what may be asked for alone. */
  readonly kind: "direct" | "hoist" | "places" | "one" | "advice";
  /** Of a slice: which part it is. */
  readonly part?: SequencePart;
  readonly span: LoopSpan | undefined;
  /** The source proves what can be walked again and again. */
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
  /** Of `one`. */
  readonly one?: PlanForOne;
}

interface PlanForOne {
  readonly made: MadeForOne;
  /** What stands in the way of everything else. */
  readonly without: readonly Obstacle[];
}

/** The function's tests in copies, planned. */
export function planCopies(context: RuleContext): readonly CopyPlan[] {
  return membershipTests(context).flatMap((test) => planTest(context, test) ?? []);
}

function planTest(context: RuleContext, test: MembershipTest): CopyPlan | undefined {
  const copy = copyAt(context, test.container);
  const variable = copy === undefined ? undefined : variableAt(context, copy.operand);
  if (copy === undefined || variable === undefined) return undefined;
  const isCertain = isWalkedAgain(context, variable, copy.kind);
  const rest = { test, copy, variable, isCertain };
  if (copy.kind === "slice") return planSlice(context, rest);
  const direct = directPlan(context, copy, variable);
  if (direct !== undefined) return { ...rest, kind: "direct", span: undefined, ...direct };
  return planHoist(context, rest);
}

/** `x in xs[:i]`: the first place of x tells, as long as the sequence stays what it is. */
function planSlice(context: RuleContext, parts: Parts): CopyPlan {
  const advice = { ...parts, kind: "advice", span: undefined } as const;
  const refused = { ...advice, obstacles: [{ code: "rest-used", about: parts.variable.text } as const] };
  const part = sequencePart(context, parts.test);
  if (part === undefined || !mayBeList(context, parts.variable)) return refused;
  const guard = part.isProven ? [] : ["type", "int"];
  const built = ["dict", "zip", "range", "len", ...(part.side === "before" ? ["reversed"] : []), ...guard];
  const hoist = hoistOf(context, { ...parts, expression: parts.test.expression, built });
  if (hoist?.span === undefined || hoist.obstacles.length > 0) return refused;
  return { ...parts, kind: "places", part, span: hoist.span, obstacles: [] };
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

function acrossFunctions({ text }: Variable): Obstacle {
  return { code: "crosses-functions", about: text };
}

type Parts = Pick<CopyPlan, "test" | "copy" | "variable" | "isCertain">;

function planHoist(context: RuleContext, parts: Parts): CopyPlan | undefined {
  const { test, copy, variable, isCertain } = parts;
  const hoist = hoistOf(context, { ...parts, expression: test.expression, built: ["set"] });
  // `parts = self.parent.parts`: no loop is in sight, but the rows are others'.
  const isOthers = hoist === undefined && namesOthersList(context, variable);
  const { span, obstacles } = hoist ?? { span: undefined, obstacles: [acrossFunctions(variable)] };
  const isOpen = hoist === undefined ? isOthers : span === undefined || obstacles.length > 0;
  const made = isOpen ? madeForOneAt(context, copy.node) : undefined;
  if (made !== undefined) {
    const one = { made, without: obstacles };
    return { test, copy, variable, isCertain, kind: "one", one, span: undefined, obstacles: [] };
  }
  if (hoist === undefined) return undefined;
  return { test, copy, variable, isCertain, kind: span === undefined ? "advice" : "hoist", span, obstacles };
}
