import { descendants, enclosingStatement, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import { nextLineEnd } from "../../../source/lines.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { isPlainAttribute } from "../../analysis/plain-attribute.ts";
import { isQuiet } from "../../analysis/quiet.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { LogLevel, RuleContext } from "../../rule.ts";

/** `log.debug(f"row {row!r}")` as a statement. */
export interface LogPlan {
  readonly statement: SyntaxNode;
  readonly logger: SyntaxNode;
  readonly level: LogLevel;
  /** The argument whose making is watched. */
  readonly text: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The function's calls that tell a logger something that has to be made first. */
export function planLogs(context: RuleContext): readonly LogPlan[] {
  const plans: LogPlan[] = [];
  for (const node of ownNodes(context)) {
    const plan = node.kind === "call" ? planCall(context, node) : undefined;
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

function planCall(context: RuleContext, call: SyntaxNode): LogPlan | undefined {
  const statement = call.parent;
  const level = levelOf(context, call);
  const logger = level === undefined ? undefined : loggerOf(context, call);
  const text = argumentsOf(call).find((argument) => isMade(argument));
  if (statement?.kind !== "expression_statement" || level === undefined) return undefined;
  if (logger === undefined || text === undefined || isAsked(context, statement, logger)) return undefined;
  const loud = argumentsOf(call).find((argument) => !isQuietText(context, argument));
  const about = loud === undefined ? undefined : textOf(context.source, loud).split(/[\r\n]/u, 1)[0];
  const obstacles: Obstacle[] = about === undefined ? [] : [{ code: "left-out", about: about.slice(0, 60) }];
  if (!isAlone(context, statement)) obstacles.push({ code: "other-use", about: textOf(context.source, logger) });
  return { statement, logger, level, text, obstacles };
}

/** Another statement on the line would be asked for with it. */
function isAlone({ source }: RuleContext, statement: SyntaxNode): boolean {
  const lineEnd = nextLineEnd(source.text, statement.end);
  const isLast = /^[ \t\f]*(?:#.*)?$/u.test(source.text.slice(statement.end, lineEnd));
  return isLast && beginsLine(source, statement);
}

function levelOf({ source }: RuleContext, call: SyntaxNode): LogLevel | undefined {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const level = name === undefined ? "" : textOf(source, name);
  return level === "debug" || level === "info" || level === "warning" ? level : undefined;
}

/** What can be asked once more. The module's own functions may set up logging, also where they write nothing. */
function loggerOf(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const logger = callee === undefined ? undefined : field(callee, "object");
  const variable = logger === undefined ? undefined : variableAt(context, logger);
  const statement = enclosingStatement(call);
  if (logger === undefined || variable === undefined || statement === undefined) return undefined;
  if (importedPath(context, logger) === "logging") return undefined;
  return isPlain(context, variable, statement) ? logger : undefined;
}

function isPlain(context: RuleContext, variable: Variable, statement: SyntaxNode): boolean {
  return variable.attribute === undefined || isPlainAttribute(context, variable, statement);
}

/** Does the argument take work: an f-string, an operator, a call? */
function isMade(argument: SyntaxNode): boolean {
  if (argument.kind === "string" || argument.kind === "concatenated_string")
    return [...descendants(argument)].some(({ kind }) => kind === "interpolation");
  return argument.kind === "binary_operator" || argument.kind === "call";
}

/** Would nobody notice that it is not made, as far as making texts of values does nothing? */
function isQuietText(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "string" || node.kind === "concatenated_string")
    return [...descendants(node)].every((part) => part.kind !== "interpolation" || isQuietPart(context, part));
  if (node.kind === "binary_operator" || node.kind === "tuple")
    return namedChildren(node).every((part) => part.field === "operator" || isQuietText(context, part));
  if (node.kind === "keyword_argument") return namedChildren(node).every((part) => isQuietText(context, part));
  if (node.kind !== "call") return isQuiet(context, node);
  if (textMakers.has(builtinCalled(node, context) ?? "") || isFormat(context, node))
    return argumentsOf(node).every((argument) => isQuietText(context, argument));
  return isQuiet(context, node);
}

/** `{row.name!r:>10}` */
function isQuietPart(context: RuleContext, interpolation: SyntaxNode): boolean {
  return namedChildren(interpolation).every(
    (part) => part.kind === "format_specifier" || part.kind === "type_conversion" || isQuietText(context, part),
  );
}

const textMakers = new Set(["str", "repr", "ascii", "hex", "bin", "format", "round", "int"]);

/** `"row {}".format(row)` */
function isFormat({ source }: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const [object, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  return object?.kind === "string" && name !== undefined && textOf(source, name) === "format";
}

/** `if log.isEnabledFor(…):` is around it already. */
function isAsked({ source }: RuleContext, statement: SyntaxNode, logger: SyntaxNode): boolean {
  const asked = `${textOf(source, logger)}.isEnabledFor(`;
  for (let at = statement.parent; at !== undefined && at.kind !== "function_definition"; at = at.parent) {
    const condition = at.kind === "if_statement" ? field(at, "condition") : undefined;
    if (condition !== undefined && textOf(source, condition).includes(asked)) return true;
  }
  return false;
}
