import { descendants, enclosingStatement, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled, climbParentheses, isTested } from "../../analysis/expression-context.ts";
import { hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { isPlainAttribute } from "../../analysis/plain-attribute.ts";
import { isTarget } from "../../analysis/use.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext, Watch } from "../../rule.ts";
import { isQuiet } from "../../analysis/quiet.ts";

/** A list that is made whole, of which a part is wanted. */
export interface PartPlan {
  /** `[x > limit for x in xs]`, `list(d.values())` */
  readonly list: SyntaxNode;
  readonly wants: NonNullable<Watch["wants"]>;
  /** What is walked through: `xs`, `d.values()`. */
  readonly walked: SyntaxNode;
  /** The variable in it; a `range(…)` itself. */
  readonly operand: SyntaxNode;
  /** Whether there is any element is wanted: `if [x for x in xs if x > limit]:`. */
  readonly isTruth: boolean;
  /** The last element is wanted. */
  readonly isLast: boolean;
  /** Types of the operand that can be walked through in part as well as whole: an iterator would not be used up. */
  readonly types: readonly string[];
  /** The source proves one of them. */
  readonly isCertain: boolean;
  /** What is worked out for each element rests on what the elements are. */
  readonly asksElements: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The function's lists of which only a part is wanted. */
export function planParts(context: RuleContext): readonly PartPlan[] {
  const plans: PartPlan[] = [];
  for (const node of ownNodes(context)) {
    const isList = node.kind === "list_comprehension" || node.kind === "call";
    const wanted = isList ? wantedOf(context, node) : undefined;
    const plan = wanted === undefined ? undefined : planList(context, node, wanted);
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

type Wanted = "any" | "all" | "first" | "last" | "truth";

/** `any([…])`, `all([…])`, `[…][0]`, `list(d)[-1]`, `if […]:` */
function wantedOf(context: RuleContext, list: SyntaxNode): Wanted | undefined {
  const { node, parent } = climbParentheses(list);
  if (parent?.kind === "subscript" && node.field === "value") return indexOf(context, parent);
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (isTested(list)) return "truth";
  if (call?.kind !== "call" || argumentsOf(call).length !== 1) return undefined;
  const name = builtinCalled(call, context);
  return name === "any" || name === "all" ? name : undefined;
}

function indexOf({ source }: RuleContext, subscript: SyntaxNode): Wanted | undefined {
  const index = field(subscript, "subscript");
  if (index === undefined || isTarget(subscript)) return undefined;
  const text = textOf(source, index).replaceAll(/\s/gu, "");
  if (text === "0") return "first";
  return text === "-1" ? "last" : undefined;
}

function planList(context: RuleContext, list: SyntaxNode, wanted: Wanted): PartPlan | undefined {
  if ([...descendants(list)].some(({ kind }) => unfit.has(kind))) return undefined;
  if (list.kind === "call") return planCopy(context, list, wanted);
  return wanted === "last" ? undefined : planComprehension(context, list, wanted);
}

const walkable: readonly string[] = ["list", "tuple", "dict", "set", "frozenset", "str", "range"];

/** `[x > limit for x in xs if x]`: one walk through a variable's container or a range. */
function planComprehension(context: RuleContext, list: SyntaxNode, wanted: Wanted): PartPlan | undefined {
  const [body, clause, ...conditions] = namedChildren(list);
  if (body === undefined || clause?.kind !== "for_in_clause") return undefined;
  if (conditions.some(({ kind }) => kind !== "if_clause")) return undefined;
  const walked = field(clause, "right");
  const operand = walked === undefined ? undefined : operandOf(context, walked, list);
  if (walked === undefined || operand === undefined) return undefined;
  const asked = [body, ...conditions.flatMap((condition) => namedChildren(condition))];
  const loud = asked.filter((part) => !isQuiet(context, part));
  const first = conditions.length > 0 ? "found" : "one";
  return planned(context, {
    list,
    walked,
    operand,
    types: walkable,
    isLast: false,
    wants: wanted === "any" || wanted === "all" ? wanted : first,
    isTruth: wanted === "truth",
    asksElements: asked.some((part) => part.kind !== "identifier"),
    obstacles: loud.slice(0, 1).map((part) => ({ code: "left-out", about: oneLine(context, part) })),
  });
}

const unfit = new Set(["async", "await", "yield", "named_expression", "comment", "lambda"]);

function oneLine({ source }: RuleContext, node: SyntaxNode): string {
  const text = textOf(source, node).replaceAll(/\s+/gu, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** What can be read once more without anything happening; undefined where that is not known. */
function operandOf(context: RuleContext, walked: SyntaxNode, list: SyntaxNode): SyntaxNode | undefined {
  if (walked.kind === "call") {
    const isRange = builtinCalled(walked, context) === "range";
    return isRange && argumentsOf(walked).every((argument) => isQuiet(context, argument)) ? walked : undefined;
  }
  const variable = variableAt(context, walked);
  const statement = enclosingStatement(list);
  if (variable === undefined || statement === undefined) return undefined;
  return variable.attribute === undefined || isPlainAttribute(context, variable, statement) ? walked : undefined;
}

/** `list(d)[0]`, `list(d.values())[-1]`, `tuple(xs)[0]` */
function planCopy(context: RuleContext, list: SyntaxNode, wanted: Wanted): PartPlan | undefined {
  const maker = builtinCalled(list, context);
  const [walked, ...others] = argumentsOf(list);
  const isCopy = (maker === "list" || maker === "tuple") && others.length === 0;
  if (!isCopy || walked === undefined || !["first", "last"].includes(wanted)) return undefined;
  const view = walked.kind === "call" ? viewedBy(context, walked) : walked;
  const operand = view === undefined ? undefined : operandOf(context, view, list);
  if (operand === undefined) return undefined;
  const isLast = wanted === "last";
  const types = view === walked ? (isLast ? reversible : walkable) : ["dict"];
  return planned(context, {
    list,
    walked,
    operand,
    types,
    isLast,
    wants: "one",
    isTruth: false,
    asksElements: false,
    obstacles: [],
  });
}

/** What can be walked through from its end. */
const reversible: readonly string[] = ["list", "tuple", "dict", "str", "range"];

/** `d` of `d.values()` */
function viewedBy(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  if (callee?.kind !== "attribute" || argumentsOf(call).length > 0) return undefined;
  const [object, name] = [field(callee, "object"), field(callee, "attribute")];
  const method = name === undefined ? "" : textOf(context.source, name);
  return ["keys", "values", "items"].includes(method) && !definesMethod(context, method) ? object : undefined;
}

function planned(context: RuleContext, parts: Omit<PartPlan, "isCertain">): PartPlan {
  const variable = variableAt(context, parts.operand);
  const isCertain = variable === undefined || parts.types.includes(provenType(context, variable));
  const hidden: Obstacle[] = isCertain
    ? []
    : [...hiddenBuiltins(context, parts.list, ["type", "list", ...parts.types])];
  if (parts.isTruth) hidden.push(...hiddenBuiltins(context, parts.list, ["any"]));
  return { ...parts, isCertain, obstacles: [...parts.obstacles, ...hidden] };
}

function provenType(context: RuleContext, variable: Variable): string {
  const isOthers = variable.kind === "global" && context.function.node.kind !== "module";
  return isOthers ? "unknown" : typeOf(context, variable);
}
