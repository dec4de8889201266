import { field, isInside, namedChildren, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { membershipOf, type MembershipTest } from "../../analysis/membership-tests.ts";
import { isConstantOfLibrary } from "../../analysis/purity/known-functions.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext, Watch } from "../../rule.ts";
import { isElsewhere } from "./kept-answer.ts";
import { walkOf, type Walk } from "./walk.ts";

/** `for letter in text: if letter not in allowed: …`: a text of which each letter is sought in another one. */
export interface Letters {
  /** The `if`, or the generator: another rule may know the condition itself. */
  readonly holder: SyntaxNode;
  /** `letter not in allowed`, or `letter in allowed` of `all`. */
  readonly condition: SyntaxNode;
  /** It holds for letters that are not allowed. */
  readonly isWanted: boolean;
  readonly text: SyntaxNode;
  readonly allowed: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The search that a loop, or a generator in `all` and `any`, makes for the first letter that is not allowed; undefined for every other node. */
export function lettersAt(context: RuleContext, node: SyntaxNode): Letters | undefined {
  const found = node.kind === "for_statement" ? loopOf(node) : clauseOf(context, node);
  const test = found && sidesOf(found.condition, found.isNegated);
  const text = nameOf(field(node, "right"));
  if (found === undefined || test === undefined || text === undefined || isElsewhere(node)) return undefined;
  if (!isLetter(context, node, test, found.whole) || !isTextual(context, test.container)) return undefined;
  const obstacles = [...hiddenBuiltins(context, node, ["type", "str", "bytes"]), ...dynamicNames(context)];
  const { holder, condition, isNegated } = found;
  return { holder, condition, isWanted: !isNegated, text, allowed: test.container, obstacles };
}

/** Is what is looked for the letter, in something else? Behind a loop its name holds the last one: nobody may ask for it there. */
function isLetter(
  { scopes }: RuleContext,
  node: SyntaxNode,
  { needle, container }: MembershipTest,
  whole: SyntaxNode,
): boolean {
  const letter = field(node, "left");
  const binding = letter?.kind === "identifier" ? scopes.bindingOf(letter) : undefined;
  if (binding === undefined || scopes.bindingOf(needle) !== binding || scopes.bindingOf(container) === binding)
    return false;
  return whole !== node || (binding.kind === "local" && binding.references.every((each) => isInside(each.node, whole)));
}

/** The same as a walk, which is named where the letter is asked for. */
export function letterWalksAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const letters = lettersAt(context, node);
  if (letters === undefined) return [];
  const { holder, condition, allowed, isWanted } = letters;
  const watch: Watch = {
    kind: "asked",
    expression: condition,
    operand: allowed,
    ...(!isWanted && { isNegated: true }),
  };
  return walkOf(context, watch, { expression: holder, of: "letters", isAgain: true, isFixed: true });
}

interface Found {
  readonly holder: SyntaxNode;
  readonly condition: SyntaxNode;
  /** The letters that are in it are those that count: `all(letter in allowed …)`. */
  readonly isNegated: boolean;
  /** The loop, or the generator, in which the letter's name means anything. */
  readonly whole: SyntaxNode;
}

/** `for letter in text:` with nothing but one `if`. */
function loopOf(loop: SyntaxNode): Found | undefined {
  const body = field(loop, "body");
  const [test, ...others] = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  if (test?.kind !== "if_statement" || others.length > 0 || loop.children.some(({ kind }) => kind === "async"))
    return undefined;
  const condition = field(test, "condition");
  if (condition === undefined || test.children.some((child) => child.field === "alternative")) return undefined;
  return { holder: test, condition: firstOf(condition), isNegated: false, whole: loop };
}

/** Of `a and b` nothing is asked where `a` is false. */
function firstOf(condition: SyntaxNode): SyntaxNode {
  const node = withoutParentheses(condition);
  const isAnd = node.kind === "boolean_operator" && field(node, "operator")?.kind === "and";
  const left = isAnd ? field(node, "left") : undefined;
  return left === undefined ? node : firstOf(left);
}

/** The clause of `all(letter in allowed for letter in text)`, of `any(letter not in allowed …)`. */
function clauseOf(context: RuleContext, clause: SyntaxNode): Found | undefined {
  const generator = clause.kind === "for_in_clause" ? clause.parent : undefined;
  const [body, ...clauses] = generator?.kind === "generator_expression" ? namedChildren(generator) : [];
  const name = generator === undefined ? undefined : askedBy(context, generator);
  const isPlain = clauses.length === 1 && !clause.children.some(({ kind }) => kind === "async");
  if (generator === undefined || body === undefined || name === undefined || !isPlain) return undefined;
  return { holder: generator, condition: withoutParentheses(body), isNegated: name === "all", whole: generator };
}

/** `all` or `any`, of nothing else. */
function askedBy(context: RuleContext, generator: SyntaxNode): "all" | "any" | undefined {
  const { parent } = generator;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  if (call?.kind !== "call" || (parent !== call && argumentsOf(call).length !== 1)) return undefined;
  const name = builtinCalled(call, context);
  return name === "all" || name === "any" ? name : undefined;
}

/** `a not in b`, `not a in b`; `a in b` where what is in it does not count. */
function sidesOf(condition: SyntaxNode, isNegated: boolean): MembershipTest | undefined {
  const isNot = condition.kind === "not_operator";
  const inner = withoutParentheses(isNot ? (namedChildren(condition)[0] ?? condition) : condition);
  const test = inner.kind === "comparison_operator" && inner.children.length === 3 ? membershipOf(inner) : undefined;
  return test !== undefined && (isNot !== isNotIn(inner)) !== isNegated ? test : undefined;
}

function isNotIn(comparison: SyntaxNode): boolean {
  return comparison.children.some(({ kind }) => kind === "not in");
}

/** A plain name, which can be asked for once more. */
function nameOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const name = node && withoutParentheses(node);
  return name?.kind === "identifier" ? name : undefined;
}

const DEPTH = 4;
const makers: ReadonlySet<string> = new Set(["str", "bytes"]);

/** Is it a text by its source: `"abc"`, `string.hexdigits`, `bytes(…)`, a name of such? */
function isTextual(context: RuleContext, expression: SyntaxNode, depth = 0): boolean {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return false;
  if (node.kind === "call") return makers.has(builtinNamed(context, field(node, "function")) ?? "");
  if (node.kind === "binary_operator")
    return ["left", "right"].every((side) => {
      const part = field(node, side);
      return part !== undefined && isTextual(context, part, depth + 1);
    });
  const path = importedPath(context, node);
  if (path !== undefined) return isConstantOfLibrary(path);
  return node.kind === "identifier" ? isTextualName(context, node, depth) : valueOf(context, node).type === "str";
}

function isTextualName(context: RuleContext, name: SyntaxNode, depth: number): boolean {
  const binding = context.scopes.bindingOf(name);
  const values = binding === undefined || binding.kind === "parameter" ? [] : boundValues(binding);
  const isText = values.map((bound) => bound.kind === "assigned" && isTextual(context, bound.value, depth + 1));
  return isText.length > 0 && isText.every(Boolean);
}
