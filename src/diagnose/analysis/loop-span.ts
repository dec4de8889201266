import type { SyntaxNode } from "../../source/node.ts";
import { enclosingLoops, enclosingStatement, field, isComprehension, isInside } from "../../source/navigate.ts";
import type { Obstacle } from "../finding.ts";
import type { Code } from "./code.ts";
import { callRunning, lambdaAround } from "./eager-lambda.ts";
import { isUsedUp } from "./used-up.ts";

/** A loop around an expression, and where code that runs once before it would stand. */
export interface LoopSpan {
  /** The `for` or `while` statement, the comprehension, or the call that runs a lambda for each element. */
  readonly loop: SyntaxNode;
  /** The statement before which code can be put. */
  readonly statement: SyntaxNode;
  /** Everything that runs after such code and before the loop's last turn ends. */
  readonly parts: readonly SyntaxNode[];
  /** Why code put there would be wrong: it would run too early, or the loop runs too late. */
  readonly obstacles: readonly Obstacle[];
}

/** The loops around an expression within its function, innermost first; a lambda that a call runs for each element is one of them. */
export function loopSpansOf(code: Code, expression: SyntaxNode): readonly LoopSpan[] {
  const loops: SyntaxNode[] = [];
  let lambda: SyntaxNode | undefined;
  const handedTo = expression.kind === "attribute" ? callRunning(code, expression) : undefined;
  if (handedTo !== undefined) loops.push(handedTo);
  for (let at: SyntaxNode | undefined = expression; at !== undefined;) {
    loops.push(...enclosingLoops(at));
    lambda = lambdaAround(at);
    at = lambda && callRunning(code, lambda);
    if (at !== undefined) loops.push(at);
  }
  // A statement cannot be put into a lambda, and what stands before it runs at another time.
  return loops.flatMap((loop, at) => {
    const span = spanOf(code, loop, lambda);
    const kept = span && loops.slice(0, at).find((inner) => outlives(code, inner));
    if (span === undefined || kept === undefined) return span ?? [];
    const later = { code: "runs-later" as const, about: code.source.text.slice(kept.start, kept.end) };
    return { ...span, obstacles: [...span.obstacles, later] };
  });
}

/** `rows.append(x for x in xs if …)`, `yield (…)`: a generator expression that something holds when the turn of the loop around it is done. */
function outlives(code: Code, generator: SyntaxNode): boolean {
  if (generator.kind !== "generator_expression") return false;
  const { parent } = generator;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  if (call?.kind === "call") return keeping.test(code.source.text.slice(call.start, generator.start));
  return parent !== undefined && holding.has(parent.kind) && statementUsing(code, generator) === undefined;
}

/** What is called with it. */
const keeping =
  /(?:\.(?:append|appendleft|add|insert|put|put_nowait|setdefault)|\bchain|\bislice)\s*\(?$|^(?:map|filter|zip|enumerate|iter)\s*\(?$/u;
const holding = new Set([
  "assignment",
  "return_statement",
  "yield",
  "list",
  "tuple",
  "expression_list",
  "pair",
  "dictionary",
]);

function spanOf(code: Code, loop: SyntaxNode, lambda: SyntaxNode | undefined): LoopSpan | undefined {
  const isExpression = isComprehension(loop) || loop.kind === "call";
  const statement = isExpression ? enclosingStatement(loop) : loop;
  if (statement === undefined) return undefined;
  if (statement === loop) return { loop, statement, parts: [loop], obstacles: [] };
  const parts = partsBefore(statement, loop);
  const obstacles: Obstacle[] = [];
  if (lambda !== undefined) obstacles.push({ code: "runs-later", about: "lambda" });
  const lazy = lazyGenerator(code, loop, statement);
  if (lazy !== undefined) obstacles.push({ code: "runs-later", about: code.source.text.slice(lazy.start, lazy.end) });
  if (parts === undefined) obstacles.push({ code: "not-always-run", about: statement.kind.replace("_", " ") });
  const user = loop.kind === "generator_expression" ? statementUsing(code, loop) : undefined;
  return { loop, statement, parts: [...(parts ?? [statement]), ...(user === undefined ? [] : [user])], obstacles };
}

/** What of the statement runs before the comprehension in it is done; undefined where it does not run exactly once. */
function partsBefore(statement: SyntaxNode, loop: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (statement.kind === "expression_statement") return [afterTargets(statement)];
  if (wholeStatements.has(statement.kind)) return [statement];
  const part = headers[statement.kind];
  if (part === undefined) return undefined;
  const header =
    statement.kind === "with_statement"
      ? statement.children.find((child) => child.kind === part)
      : field(statement, part);
  return header !== undefined && isInside(loop, header) ? [header] : undefined;
}

const wholeStatements = new Set([
  "return_statement",
  "raise_statement",
  "delete_statement",
  "print_statement",
  "assert_statement",
]);
/** The one part of a compound statement that runs exactly once, and first. */
const headers: Readonly<Record<string, string>> = {
  if_statement: "condition",
  for_statement: "right",
  with_statement: "with_clause",
  match_statement: "subject",
};

/** The value of an assignment: its targets are bound when the value is there. */
function afterTargets(statement: SyntaxNode): SyntaxNode {
  let node = statement.children.find((child) => child.isNamed) ?? statement;
  while (node.kind === "assignment" || node.kind === "augmented_assignment") {
    const right = field(node, "right");
    if (right === undefined) return node;
    node = right;
  }
  return node;
}

/** A generator expression, on the way from the loop to the statement, that is not used up where it stands. */
function lazyGenerator(code: Code, loop: SyntaxNode, statement: SyntaxNode): SyntaxNode | undefined {
  for (let node: SyntaxNode | undefined = loop; node !== undefined && node !== statement; node = node.parent) {
    if (node.kind !== "generator_expression" || isUsedUp(code, node)) continue;
    if (node !== loop || statementUsing(code, node) === undefined) return node;
  }
  return undefined;
}

/**
 * `missing = (p for p in xs if …)`, and in the next statement, which does nothing else, `sorted(missing)`, where that is the
 * name's only use: that statement.
 */
function statementUsing(code: Code, generator: SyntaxNode): SyntaxNode | undefined {
  const { parent: assignment } = generator;
  if (assignment?.kind !== "assignment" || assignment.parent?.kind !== "expression_statement") return undefined;
  const use = onlyUse(code, field(assignment, "left"));
  if (use === undefined || !isUsedUp(code, use)) return undefined;
  const next = followerOf(assignment.parent);
  return next !== undefined && isAllOf(use.parent?.parent, next) ? next : undefined;
}

/** The one place where the name is read that is bound here and nowhere else. */
function onlyUse(code: Code, name: SyntaxNode | undefined): SyntaxNode | undefined {
  const binding = name?.kind === "identifier" ? code.scopes.bindingOf(name) : undefined;
  const references = binding?.references ?? [];
  return references.length === 2 ? references.find(({ node }) => node !== name)?.node : undefined;
}

/** Does the statement nothing but make the call, and return or bind what it gives? */
function isAllOf(call: SyntaxNode | undefined, statement: SyntaxNode): boolean {
  const around = call?.parent;
  if (!soleCallers.has(statement.kind)) return false;
  return around === statement || (around?.kind === "assignment" && around.parent === statement);
}

function followerOf(statement: SyntaxNode): SyntaxNode | undefined {
  const siblings = statement.parent?.children.filter((child) => child.isNamed && child.kind !== "comment") ?? [];
  return siblings[siblings.indexOf(statement) + 1];
}

const soleCallers = new Set(["expression_statement", "return_statement"]);
