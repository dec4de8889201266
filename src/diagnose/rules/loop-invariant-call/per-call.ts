import {
  ancestors,
  descendants,
  field,
  isInside,
  namedChildren,
  textOf,
  topStatement,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import { givenByLibrary } from "../../analysis/purity/known-functions.ts";
import { valueGiven } from "../../analysis/purity/purity.ts";
import { useOf } from "../../analysis/use.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** What a function makes at each call of constants alone, and only looks at: the module can make it once. */
export interface MadeEachCall {
  readonly node: SyntaxNode;
  /** A name or constant in it, that can be read beside it. */
  readonly operand: SyntaxNode;
  /** The local name that it is given; absent where it is used where it stands. */
  readonly alias: SyntaxNode | undefined;
  /** The statement of the module above which it can be made. */
  readonly top: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** Everything that the function makes anew at each call, though it is the same each time; the outermost of such expressions. */
export function madeEachCall(context: RuleContext): readonly MadeEachCall[] {
  const { node: owner } = context.function;
  const top = topStatement(owner);
  if (owner.kind !== "function_definition" || top.parent !== context.source.root || !stands.has(top.kind)) return [];
  const found: MadeEachCall[] = [];
  for (const node of ownNodes(context)) {
    if (found.some((other) => isInside(node, other.node))) continue;
    const made = isMaking(context, node) ? madeAt(context, node, top) : undefined;
    if (made !== undefined) found.push(made);
  }
  return found;
}

const stands: ReadonlySet<string> = new Set(["function_definition", "class_definition", "decorated_definition"]);

function madeAt(context: RuleContext, node: SyntaxNode, top: SyntaxNode): MadeEachCall | undefined {
  if (!isMovable(context, node) || !isAlwaysThere(context, node, top)) return undefined;
  const value = isTried(node) ? undefined : valueGiven(context, node, []);
  const operand = operandOf(context, node);
  if (value === undefined || value.level > 1 || operand === undefined) return undefined;
  const alias = aliasOf(node);
  const isShown = value.level > 0 && !isOnlyLookedAt(context, node, alias);
  const obstacles = isShown ? [{ code: "shared-result" as const, about: context.function.name }] : [];
  return { node, operand, alias, top, obstacles: [...obstacles, ...dynamicNames(context)] };
}

/** Lines within a text, and those that a backslash joins, must stay as they are indented. */
export function isMovable(context: RuleContext, node: SyntaxNode): boolean {
  const isOfLines = [...descendants(node)].some(
    ({ kind, startLine, endLine }) => kind === "string" && startLine < endLine,
  );
  return !isOfLines && !/\\\r?\n/u.test(textOf(context.source, node));
}

const makers: ReadonlySet<string> = new Set("set frozenset dict sorted list tuple sum max min".split(" "));
const made: ReadonlySet<string> = new Set(["list_comprehension", "set_comprehension", "dictionary_comprehension"]);
/** Smaller dicts of constants take no longer than some names. */
const LONG_DICT = 8;

function isMaking(context: RuleContext, node: SyntaxNode): boolean {
  if (made.has(node.kind)) return true;
  if (node.kind === "dictionary") return namedChildren(node).length >= LONG_DICT;
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  if (callee === undefined) return false;
  const builtin = builtinCalled(node, context);
  if (builtin !== undefined) return makers.has(builtin);
  const path = importedPath(context, callee);
  // How dates are written is another thing in another place.
  if (path !== undefined) return !path.endsWith("strptime") && givenByLibrary(path)?.([]).level === 0;
  return field(callee, "object")?.kind === "string" && textOf(context.source, callee).endsWith(".join");
}

/** An error would come when the module is read, and not where it is caught. */
function isTried(node: SyntaxNode): boolean {
  for (const { kind } of ancestors(node)) {
    if (kind === "function_definition") return false;
    if (kind === "try_statement" || kind === "with_statement") return true;
  }
  return false;
}

/** Names that it does not bind itself: all must be the module's, and be there above the function. */
export function isAlwaysThere(context: RuleContext, node: SyntaxNode, top: SyntaxNode): boolean {
  return namesOf(context, node).every(({ binding }) => isAbove(context, binding, top));
}

function namesOf(
  { scopes }: RuleContext,
  node: SyntaxNode,
): readonly { readonly name: SyntaxNode; readonly binding: Binding }[] {
  return [...descendants(node)].flatMap((name) => {
    const binding = name.kind === "identifier" ? scopes.bindingOf(name) : undefined;
    return binding === undefined || isInside(binding.scope.node, node) || binding.kind === "builtin"
      ? []
      : [{ name, binding }];
  });
}

/** Functions of the file are not looked at: what they use may stand further down. */
function isAbove({ source }: RuleContext, { kind, scope, references }: Binding, top: SyntaxNode): boolean {
  const writes = references.filter(({ access }) => access !== "read");
  if (scope.kind !== "module" || (kind !== "global" && kind !== "import")) return false;
  return writes.length > 0 && writes.every(({ node }) => isPlainlySet(node, source.root) && node.end <= top.start);
}

const plainly: ReadonlySet<string> = new Set(["expression_statement", "import_statement", "import_from_statement"]);

function isPlainlySet(node: SyntaxNode, root: SyntaxNode): boolean {
  const statement = topStatement(node);
  return statement.parent === root && plainly.has(statement.kind);
}

const literals: ReadonlySet<string> = new Set(["string", "integer", "float"]);

function operandOf(context: RuleContext, node: SyntaxNode): SyntaxNode | undefined {
  const first = namesOf(context, node).find(({ binding }) => binding.kind === "global");
  return first?.name ?? [...descendants(node)].find((each) => isLiteral(each));
}

function isLiteral({ kind, children }: SyntaxNode): boolean {
  return literals.has(kind) && children.every((part) => part.kind !== "interpolation");
}

/** `allowed = set(…)` */
function aliasOf(node: SyntaxNode): SyntaxNode | undefined {
  const { parent } = node;
  const left = parent?.kind === "assignment" && node.field === "right" ? field(parent, "left") : undefined;
  return left?.kind === "identifier" && parent?.parent?.kind === "expression_statement" ? left : undefined;
}

/** Does the function look at it and keep no hold of it, whatever name it has there? */
function isOnlyLookedAt(context: RuleContext, node: SyntaxNode, alias: SyntaxNode | undefined): boolean {
  if (alias === undefined) return useOf(context, node).kind === "read";
  const binding = context.scopes.bindingOf(alias);
  if (binding?.kind !== "local" || binding.scope.node !== context.function.node) return false;
  return binding.references.every(({ node: at, access }) => access !== "read" || useOf(context, at).kind === "read");
}
