import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, field, isInside, isStatement, namedChildren } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import { ownerOf } from "./code.ts";

/**
 * Has the name a value whenever control comes to `statement`? Code put there may then read it without raising what the
 * program never raised. A name of the module counts for a function's body when the module always binds it: functions run
 * when their module is complete.
 */
export function isBoundBefore(binding: Binding, statement: SyntaxNode): boolean {
  if (binding.references.some((reference) => reference.access === "delete")) return false;
  if (binding.kind === "parameter") return true;
  const owner = ownerOf(binding);
  const writes = binding.references.filter((reference) => reference.access === "write").map(({ node }) => node);
  const anchor = anchorIn(owner, statement);
  // Another function's code: what that function has bound by its end is taken as bound.
  if (anchor === undefined) return bodyOf(owner).some((other) => alwaysBinds(other, writes));
  return isBoundOnTheWay(anchor, owner, writes);
}

/** The statement itself where the owner's own code holds it; the inner `def` around it otherwise. */
function anchorIn(owner: SyntaxNode, statement: SyntaxNode): SyntaxNode | undefined {
  const inner = [...ancestors(statement)].find((at) => at !== owner && isInside(at, owner) && isFunction(at));
  return inner === undefined ? statement : undefined;
}

function isFunction(node: SyntaxNode): boolean {
  return node.kind === "function_definition" || node.kind === "lambda";
}

function bodyOf(owner: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(field(owner, "body") ?? owner);
}

/** Looks at what stands before the statement in its block, then before the statement around that block, and so on. */
function isBoundOnTheWay(statement: SyntaxNode, owner: SyntaxNode, writes: readonly SyntaxNode[]): boolean {
  for (let at: SyntaxNode | undefined = statement; at !== undefined && at !== owner; at = at.parent) {
    if (isStatement(at) && earlierSiblings(at).some((earlier) => alwaysBinds(earlier, writes))) return true;
    if (at.parent !== undefined && bindsAtHead(at, at.parent, writes)) return true;
  }
  return false;
}

function earlierSiblings(statement: SyntaxNode): readonly SyntaxNode[] {
  const siblings = statement.parent === undefined ? [] : namedChildren(statement.parent);
  return siblings.slice(0, siblings.indexOf(statement));
}

/** `for name in …:` and `with … as name:` bind for their body. */
function bindsAtHead(child: SyntaxNode, parent: SyntaxNode, writes: readonly SyntaxNode[]): boolean {
  if (child.field !== "body") return false;
  const head =
    parent.kind === "for_statement"
      ? field(parent, "left")
      : parent.kind === "with_statement"
        ? parent.children.find((part) => part.kind === "with_clause")
        : undefined;
  return head !== undefined && writes.some((write) => isInside(write, head));
}

/** Does the statement bind the name whichever way it runs, unless it leaves? */
function alwaysBinds(statement: SyntaxNode, writes: readonly SyntaxNode[]): boolean {
  if (!writes.some((write) => isInside(write, statement))) return false;
  const decide = compound[statement.kind];
  if (decide !== undefined) return decide(statement, writes);
  return (
    simple.has(statement.kind) &&
    writes.some((write) => isInside(write, statement) && isUnconditional(write, statement))
  );
}

const simple = new Set([
  "expression_statement",
  "import_statement",
  "import_from_statement",
  "function_definition",
  "class_definition",
  "decorated_definition",
]);

/** Not in a lambda, a comprehension, or a part that `and`, `or`, `if … else` may skip. */
function isUnconditional(write: SyntaxNode, statement: SyntaxNode): boolean {
  for (const at of ancestors(write)) {
    if (at === statement) return true;
    if (at.kind === "assignment" || patterns.has(at.kind) || simple.has(at.kind) || at.kind === "augmented_assignment")
      continue;
    if (at.kind !== "dotted_name" && at.kind !== "aliased_import") return false;
  }
  return false;
}

const patterns = new Set(["pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern"]);

type Decide = (statement: SyntaxNode, writes: readonly SyntaxNode[]) => boolean;

const compound: Readonly<Record<string, Decide>> = {
  if_statement: (statement, writes) => {
    const branches = [field(statement, "consequence"), ...alternativesOf(statement)];
    const hasElse = statement.children.some((child) => child.kind === "else_clause");
    return hasElse && branches.every((branch) => blockBinds(branch, writes));
  },
  with_statement: (statement, writes) => blockBinds(field(statement, "body"), writes),
  try_statement: (statement, writes) => {
    const last = statement.children.find((child) => child.kind === "finally_clause");
    if (last !== undefined && blockBinds(blockOf(last), writes)) return true;
    const handlers = statement.children.filter((child) => child.kind === "except_clause");
    const tried = [field(statement, "body"), blockOf(statement.children.find((child) => child.kind === "else_clause"))];
    return (
      tried.some((block) => block !== undefined && blockBinds(block, writes)) &&
      handlers.every((handler) => blockBinds(blockOf(handler), writes))
    );
  },
};

function alternativesOf(statement: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  return statement.children
    .filter((child) => child.kind === "elif_clause" || child.kind === "else_clause")
    .map((clause) => blockOf(clause));
}

function blockOf(clause: SyntaxNode | undefined): SyntaxNode | undefined {
  return clause?.children.find((child) => child.kind === "block");
}

/** Does the block bind the name, or leave before its end? */
function blockBinds(block: SyntaxNode | undefined, writes: readonly SyntaxNode[]): boolean {
  if (block === undefined) return false;
  const statements = namedChildren(block);
  return statements.some((statement) => leaving.has(statement.kind) || alwaysBinds(statement, writes));
}

const leaving = new Set(["return_statement", "raise_statement", "continue_statement", "break_statement"]);
