import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../expression-context.ts";
import { assign, putInto } from "./assign.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { CONSTANT, elementOf, joined } from "./value.ts";

type Run = (frame: Frame, node: SyntaxNode) => void;

/** Looks at everything that a statement does. */
export function run(frame: Frame, statement: SyntaxNode): void {
  const known = byKind[statement.kind];
  if (known === undefined) frame.refuse(statement);
  else known(frame, statement);
}

const nothing: Run = () => undefined;
const runParts: Run = (frame, node) => {
  for (const part of namedChildren(node)) {
    if (byKind[part.kind] === undefined) evaluate(frame, part);
    else run(frame, part);
  }
};

const byKind: Readonly<Record<string, Run>> = {
  block: runParts,
  expression_statement: runExpression,
  assignment: runAssignment,
  augmented_assignment: runAugmented,
  return_statement: (frame, node) => {
    const [value] = namedChildren(node);
    frame.giveBack(value === undefined ? CONSTANT : evaluate(frame, value));
  },
  if_statement: runParts,
  elif_clause: runParts,
  else_clause: runParts,
  while_statement: runParts,
  try_statement: runParts,
  finally_clause: runParts,
  except_clause: (frame, node) => {
    for (const part of namedChildren(node)) if (part.kind === "block") run(frame, part);
  },
  for_statement: runFor,
  raise_statement: runRaise,
  assert_statement: runParts,
  delete_statement: runDelete,
  pass_statement: nothing,
  break_statement: nothing,
  continue_statement: nothing,
};

function runExpression(frame: Frame, statement: SyntaxNode): void {
  for (const part of namedChildren(statement)) {
    if (part.kind === "assignment" || part.kind === "augmented_assignment") run(frame, part);
    else evaluate(frame, part);
  }
}

function runAssignment(frame: Frame, node: SyntaxNode): void {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (left === undefined || right === undefined) return;
  if (right.kind === "assignment") {
    run(frame, right);
    const inner = lastValue(right);
    assign(frame, left, inner === undefined ? CONSTANT : evaluate(frame, inner), { from: inner, depth: 0 }, evaluate);
    return;
  }
  assign(frame, left, evaluate(frame, right), { from: right, depth: 0 }, evaluate);
}

function lastValue(assignment: SyntaxNode): SyntaxNode | undefined {
  const right = field(assignment, "right");
  return right?.kind === "assignment" ? lastValue(right) : right;
}

/** `total += x` makes a new number, and adds to a list in place. */
function runAugmented(frame: Frame, node: SyntaxNode): void {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (left === undefined || right === undefined) return void frame.refuse(node);
  const [before, added] = [evaluate(frame, left), evaluate(frame, right)];
  if (before.level > 0 && !before.isOwn) return void frame.refuse(node);
  if (before.level > 0) putInto(frame, left, elementOf(added), evaluate);
  assign(frame, left, joined(before, added), { from: undefined, depth: 0 }, evaluate);
}

function runFor(frame: Frame, node: SyntaxNode): void {
  const [left, right, body] = [field(node, "left"), field(node, "right"), field(node, "body")];
  if (left === undefined || right === undefined || node.children.some(({ kind }) => kind === "async"))
    return void frame.refuse(node);
  assign(frame, left, elementOf(evaluate(frame, right)), { from: right, depth: 1 }, evaluate);
  if (body !== undefined) run(frame, body);
  for (const part of node.children) if (part.kind === "else_clause") run(frame, part);
}

/** An exception is not kept: it is made anew at the next call. What it is made of is looked at. */
function runRaise(frame: Frame, node: SyntaxNode): void {
  for (const part of namedChildren(node)) {
    if (part.kind !== "call") continue;
    for (const argument of argumentsOf(part)) {
      const value = argument.kind === "keyword_argument" ? field(argument, "value") : argument;
      if (value !== undefined) evaluate(frame, value);
    }
  }
}

/** `del xs[0]` changes what must be the function's own. */
function runDelete(frame: Frame, node: SyntaxNode): void {
  const targets = namedChildren(node).flatMap((part) =>
    part.kind === "expression_list" ? namedChildren(part) : [part],
  );
  for (const target of targets) {
    if (target.kind === "identifier") continue;
    const object = target.kind === "subscript" ? namedChildren(target)[0] : undefined;
    if (object === undefined) frame.refuse(target);
    else putInto(frame, object, CONSTANT, evaluate);
  }
}
