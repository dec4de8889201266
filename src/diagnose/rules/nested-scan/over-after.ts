import { descendants, field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { typeOfName } from "../../analysis/expression-value.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { useOf } from "../../analysis/use.ts";
import { isListMadeHere } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { namesIn } from "./key.ts";
import { conjuncts, type Scan } from "./scan.ts";
import { onlyReads } from "./wanted-read.ts";

const leaving: ReadonlySet<string> = new Set(["return_statement", "raise_statement", "break_statement"]);

/** `x == wanted`, or `x == wanted and …` where the rest only reads. */
export function asksFirst(context: RuleContext, condition: SyntaxNode | undefined, comparison: SyntaxNode): boolean {
  const [first, ...others] = condition === undefined ? [] : conjuncts(condition);
  return first === comparison && others.every((each) => onlyReads(context, each));
}

/** `for …: if x == wanted: …; return`, and nothing that goes on; or what equals is only noted, or put into a list of this function's own. */
export function isOverAfter(context: RuleContext, scan: Scan): boolean {
  const statements = doneWhereEqual(context, scan);
  if (statements === undefined) return false;
  if (gathers(context, scan.clause, statements) || statements.every((each) => isNote(context, each))) return true;
  const last = statements.at(-1);
  const goesOn = statements.some((each) => [...descendants(each)].some(({ kind }) => kind === "continue_statement"));
  return last !== undefined && leaving.has(last.kind) && !goesOn;
}

/** What is done for an equal element: below the question, or behind a guard that asks nothing else. */
function doneWhereEqual(
  context: RuleContext,
  { clause, comparison, isNegated }: Scan,
): readonly SyntaxNode[] | undefined {
  const body = field(clause, "body");
  const [asked, ...others] = body === undefined ? [] : namedChildren(body).filter(({ kind }) => kind !== "comment");
  const [consequence, condition] = asked === undefined ? [] : [field(asked, "consequence"), field(asked, "condition")];
  if (consequence === undefined || condition === undefined) return undefined;
  if (isNegated) return isAllAsked(condition, comparison) ? others : undefined;
  return asksFirst(context, condition, comparison) ? namedChildren(consequence) : undefined;
}

/** `row.key != x`, `not row.key == x` */
function isAllAsked(condition: SyntaxNode, comparison: SyntaxNode): boolean {
  const node = withoutParentheses(condition);
  const inner = node.kind === "not_operator" ? field(node, "argument") : undefined;
  return node === comparison || (inner !== undefined && isAllAsked(inner, comparison));
}

/** `found = row`, `total += row.amount`, `continue`: nothing that anybody else sees. */
function isNote(context: RuleContext, statement: SyntaxNode): boolean {
  if (["continue_statement", "pass_statement", "comment"].includes(statement.kind)) return true;
  const [only, ...others] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  return only !== undefined && others.length === 0 && bindsName(context, only);
}

function bindsName(context: RuleContext, assignment: SyntaxNode): boolean {
  const [name, value] = [field(assignment, "left"), field(assignment, "right")];
  if (name?.kind !== "identifier" || value === undefined || !isPlainRead(context, value)) return false;
  if (assignment.kind === "assignment") return true;
  const binding = context.scopes.bindingOf(name);
  // A list could be lengthened in place.
  return binding !== undefined && ["number", "str"].includes(typeOfName(context, binding));
}

/** `found.append(row)`, and `found` is nowhere else before the function ends. */
function gathers(context: RuleContext, loop: SyntaxNode, statements: readonly SyntaxNode[]): boolean {
  const [only, ...others] = statements;
  const call = only?.kind === "expression_statement" && others.length === 0 ? namedChildren(only)[0] : undefined;
  const list = call && appendedTo(context, call);
  const variable = list && variableAt(context, list);
  if (call === undefined || variable === undefined || !isListMadeHere(context, variable)) return false;
  const isOther = !namesIn(context, field(loop, "right") ?? loop).has(variable.binding);
  return isOther && argumentsOf(call).every((each) => isPlainRead(context, each)) && staysHere(context, variable);
}

/** `found` of `found.append(row)`. */
function appendedTo({ source }: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [list, method] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (list?.kind !== "identifier" || method === undefined || textOf(source, method) !== "append") return undefined;
  return argumentsOf(call).length === 1 ? list : undefined;
}

function staysHere(context: RuleContext, { binding }: Variable): boolean {
  return binding.references.every(({ node, access }) => access !== "read" || useOf(context, node).kind !== "escapes");
}
