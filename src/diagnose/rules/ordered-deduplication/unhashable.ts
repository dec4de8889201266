import { descendants, field, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { readers } from "../../analysis/known-callables.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { isTarget } from "../../analysis/use.ts";
import { denotes } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import type { DeduplicationPlan } from "./plan.ts";

/** Lists, or dicts, that are put into a list once each: none of them changes as long as the loop runs, so that what it holds can be a key. */
export interface KeptKeys {
  /** The name that the loop goes through, which has to be a list or tuple for nothing else to run: asked before the loop. */
  readonly walked: SyntaxNode | undefined;
}

/** What has to be known to ask a set of keys in the place of the list; undefined where an element may change in the loop. */
export function keptKeys(context: RuleContext, plan: DeduplicationPlan): KeptKeys | undefined {
  const { span } = plan;
  if (span === undefined || !isPlainDeduplication(context, plan)) return undefined;
  const hidden = hiddenBuiltins(context, span.statement, ["set", "type", "list", "tuple", "dict", "frozenset"]);
  if (hidden.length > 0) return undefined;
  const walked = field(span.loop, "right");
  const isGuarded = span.loop.kind === "for_statement" && walked?.kind === "identifier";
  if (!isStill(context, plan, span.loop, isGuarded ? walked : undefined)) return undefined;
  return { walked: isGuarded ? walked : undefined };
}

/** `xs = []` above the loop, and in it nothing but `xs.append(x)` of the very name that is sought. */
function isPlainDeduplication(context: RuleContext, { test, appends, start, obstacles }: DeduplicationPlan): boolean {
  const { needle, expression } = test;
  const isAlone = needle.kind === "identifier" && expression.children.length === 3;
  if (start === undefined || obstacles.length > 0 || !isAlone) return false;
  return appends.every(({ item, inline }) => {
    return inline === undefined && item !== undefined && sameExpression(item, needle, context.source);
  });
}

/** Built-in functions that run nothing of the program's, given lists and numbers, and change nothing. */
const still: ReadonlySet<string> = new Set(
  "abs bool bytes dict divmod enumerate float frozenset int isinstance len list max min print range repr reversed round set sorted str sum tuple zip".split(
    " ",
  ),
);
const runsOther: ReadonlySet<string> = new Set([
  "await",
  "yield",
  "lambda",
  "function_definition",
  "class_definition",
  "decorated_definition",
  "with_statement",
  "try_statement",
  "delete_statement",
  "import_statement",
  "import_from_statement",
  "exec_statement",
  "match_statement",
  "keyword_argument",
]);

/** Does nothing that the loop does change anything but names, and the list itself? */
function isStill(
  context: RuleContext,
  plan: DeduplicationPlan,
  loop: SyntaxNode,
  walked: SyntaxNode | undefined,
): boolean {
  return [...descendants(loop)].every((node) => {
    if (runsOther.has(node.kind)) return false;
    if (node.kind === "call") return isStillCall(context, plan, node);
    if (node.kind === "augmented_assignment") return isNumberAdded(context, node);
    if (node.kind === "for_statement" || node.kind === "for_in_clause") return isWalkedStill(context, node, walked);
    return (node.kind !== "subscript" && node.kind !== "attribute") || !isTarget(node);
  });
}

function isStillCall(context: RuleContext, { variable }: DeduplicationPlan, call: SyntaxNode): boolean {
  const builtin = builtinCalled(call, context);
  if (builtin !== undefined) return still.has(builtin);
  const callee = field(call, "function");
  const [object, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (object === undefined || name === undefined) return false;
  const method = textOf(context.source, name);
  if (method === "append") return denotes(context, object, variable);
  return readers.has(method) && !definesMethod(context, method);
}

/** `left += 1`: what is no number cannot take it. A list takes `*= 2`. */
function isNumberAdded(context: RuleContext, assignment: SyntaxNode): boolean {
  const [left, right] = [field(assignment, "left"), field(assignment, "right")];
  const operator = field(assignment, "operator")?.kind ?? "";
  if (!["+=", "-="].includes(operator)) return false;
  return left?.kind === "identifier" && right !== undefined && valueOf(context, right).type === "number";
}

/** An iterator of the program's own could change what it gave before; a list or a tuple does nothing. */
function isWalkedStill(context: RuleContext, clause: SyntaxNode, asked: SyntaxNode | undefined): boolean {
  const walked = field(clause, "right");
  if (walked === undefined || clause.children.some(({ kind }) => kind === "async")) return false;
  return walked === asked || isStillIterable(context, walked);
}

const through: ReadonlySet<string> = new Set(["enumerate", "zip", "reversed"]);

/** What is proven to be no iterator of the program's. */
function isStillIterable(context: RuleContext, node: SyntaxNode): boolean {
  const { type } = valueOf(context, node);
  if (type === "list" || type === "tuple" || type === "str") return true;
  const builtin = node.kind === "call" ? (builtinCalled(node, context) ?? "") : "";
  if (builtin === "range") return true;
  return through.has(builtin) && argumentsOf(node).every((each) => isStillIterable(context, each));
}
