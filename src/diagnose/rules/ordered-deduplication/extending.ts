import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { changesIn, escapesBefore, obstacleOf } from "../../analysis/changes.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { MembershipTest } from "../../analysis/membership-tests.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import { isListMadeHere, isMadeHere } from "../../analysis/values.ts";
import { denotes, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** `xs.extend(x for x in ys if x not in xs)`: each element is sought in the list that the statement is filling. */
export interface Extending {
  readonly statement: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/**
 * A list takes each element as soon as the generator gives it, so that a set can be filled by the very condition that lets
 * the element pass: where that is the last condition, and asks about what is given.
 */
export function extendingAt(context: RuleContext, test: MembershipTest, variable: Variable): Extending | undefined {
  const generator = generatorAround(context, test);
  const call = generator?.parent;
  const statement = call?.parent;
  if (generator === undefined || call?.kind !== "call" || statement?.kind !== "expression_statement") return undefined;
  if (argumentsOf(call)[0] !== generator || !isExtendOf(context, call, variable)) return undefined;
  const written = isListMadeHere(context, variable) ? ["set"] : ["set", "type", "list"];
  const span = { loop: generator, statement, parts: [generator], obstacles: [] };
  const others = changesIn(context, variable, [generator]).map((change) => obstacleOf(change));
  const obstacles = [
    ...others,
    ...(isMadeHere(context, variable) ? escapesBefore(context, variable, span) : mayChangeIn(context, variable, span)),
    ...readingObstacles(context, variable, statement),
    ...dynamicNames(context),
    ...hiddenBuiltins(context, statement, written),
    ...caughtTypeErrors(context, test.expression),
  ];
  return { statement, obstacles };
}

/** The generator `x for x in ys if … if x not in xs` that has the test for its last condition. */
function generatorAround(context: RuleContext, { expression, needle }: MembershipTest): SyntaxNode | undefined {
  const condition = expression.parent;
  const generator = condition?.kind === "if_clause" ? condition.parent : undefined;
  if (generator?.kind !== "generator_expression" || namedChildren(generator).at(-1) !== condition) return undefined;
  const [clause, ...others] = namedChildren(generator).filter(({ kind }) => kind === "for_in_clause");
  if (clause === undefined || others.length > 0 || !isReadFirst(field(clause, "right"))) return undefined;
  const isGiven = isOneName(context, [needle, field(generator, "body"), field(clause, "left")]);
  return isGiven && isNegated(expression) ? generator : undefined;
}

/** What is walked through is read before the set is made: reading a name or an attribute changes nothing. */
function isReadFirst(iterable: SyntaxNode | undefined): boolean {
  return iterable?.kind === "identifier" || iterable?.kind === "attribute";
}

function isOneName({ source }: RuleContext, nodes: readonly (SyntaxNode | undefined)[]): boolean {
  const names = nodes.map((node) => (node?.kind === "identifier" ? textOf(source, node) : undefined));
  return names[0] !== undefined && names.every((name) => name === names[0]);
}

function isNegated({ children }: SyntaxNode): boolean {
  const operators = children.filter((child) => child.field === "operators");
  return operators.length === 1 && operators[0]?.kind === "not in";
}

function isExtendOf(context: RuleContext, call: SyntaxNode, variable: Variable): boolean {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  const isExtend = name !== undefined && textOf(context.source, name) === "extend";
  return isExtend && argumentsOf(call).length === 1 && object !== undefined && denotes(context, object, variable);
}
