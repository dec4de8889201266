import { ancestors, descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { isOwnValue } from "../../analysis/fresh-work.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { loudStatements } from "./loud-statements.ts";

/** `f.readlines()` that is walked through at once. */
export interface LinesPlan {
  readonly call: SyntaxNode;
  /** The file: what is walked through instead. */
  readonly file: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

/** The function's files that are read whole only to be walked through line by line. */
export function planLines(context: RuleContext): readonly LinesPlan[] {
  return [...ownNodes(context)].flatMap((node) => {
    const plan = node.kind === "call" ? planCall(context, node) : undefined;
    return plan === undefined ? [] : [plan];
  });
}

function planCall(context: RuleContext, call: SyntaxNode): LinesPlan | undefined {
  const file = readWhole(context, call);
  const binding = file === undefined ? undefined : context.scopes.bindingOf(file);
  if (file === undefined || binding === undefined || !isOpenedHere(context, binding)) return undefined;
  const loud = call.parent?.kind === "for_statement" ? loudInLoop(context, call.parent) : loudInClause(context, call);
  if (loud === undefined) return undefined;
  return { call, file, obstacles: [...loud, ...otherUses(context, binding, file), ...watchers(context, call)] };
}

/** `f` of `f.readlines()` behind the `in` of a loop or comprehension. */
function readWhole({ source }: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [file, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (file?.kind !== "identifier" || name === undefined || textOf(source, name) !== "readlines") return undefined;
  return argumentsOf(call).length === 0 && call.field === "right" ? file : undefined;
}

/** Is the name a variable of this function that holds nothing but what `open` gave? */
function isOpenedHere(context: RuleContext, binding: Binding): boolean {
  const writes = binding.references.filter(({ access }) => access !== "read");
  return (
    binding.scope.kind === "function" &&
    binding.scope.node === context.function.node &&
    writes.length > 0 &&
    writes.every(({ node }) => isOpened(context, node))
  );
}

/** `with open(…) as f`, `f = open(…)` */
function isOpened(context: RuleContext, name: SyntaxNode): boolean {
  const { parent } = name;
  const value =
    parent?.kind === "assignment" && name.field === "left"
      ? field(parent, "right")
      : parent?.kind === "as_pattern_target"
        ? namedChildren(parent.parent ?? parent)[0]
        : undefined;
  return value?.kind === "call" && builtinCalled(value, context) === "open";
}

/** The position in the file is another while it is walked through: nobody may ask for it, or read on. */
function otherUses({ source }: RuleContext, binding: Binding, file: SyntaxNode): readonly Obstacle[] {
  const about = textOf(source, file);
  const others = binding.references.filter(({ node, access }) => access === "read" && node !== file);
  const isClosing = (node: SyntaxNode): boolean => {
    const name = node.parent?.kind === "attribute" ? field(node.parent, "attribute") : undefined;
    return name !== undefined && textOf(source, name) === "close";
  };
  return others.every(({ node }) => isClosing(node)) ? [] : [{ code: "other-use", about }];
}

/** An error in the middle of the file comes after the first lines were worked on: whoever catches it could tell. */
function watchers(context: RuleContext, call: SyntaxNode): readonly Obstacle[] {
  const about = textOf(context.source, call);
  const { node, isGenerator, isAsync } = context.function;
  const obstacles: Obstacle[] = isGenerator || isAsync ? [{ code: "runs-later", about }] : [];
  for (const around of ancestors(call)) {
    if (around === node) break;
    if (around.kind === "try_statement") obstacles.push({ code: "errors-caught", about });
    if (around.kind === "with_statement" && !onlyOpens(context, around))
      obstacles.push({ code: "errors-caught", about });
  }
  return obstacles;
}

/** Other context managers could swallow the error. */
function onlyOpens(context: RuleContext, statement: SyntaxNode): boolean {
  const items = [...descendants(statement)].filter((node) => node.kind === "with_item" && isItemOf(node, statement));
  return items.every((item) => {
    const value = namedChildren(item)[0];
    const opened = value?.kind === "as_pattern" ? namedChildren(value)[0] : value;
    return opened?.kind === "call" && builtinCalled(opened, context) === "open";
  });
}

function isItemOf(item: SyntaxNode, statement: SyntaxNode): boolean {
  return item.parent?.parent === statement;
}

function loudInLoop(context: RuleContext, loop: SyntaxNode): readonly Obstacle[] {
  return loudStatements(context, [field(loop, "body"), field(loop, "alternative")]);
}

/** Reductions that walk through a generator before they return. */
const takers = new Set([
  "sum",
  "min",
  "max",
  "any",
  "all",
  "list",
  "tuple",
  "set",
  "frozenset",
  "dict",
  "sorted",
  "len",
]);

/** Of a comprehension; undefined where it is none, or a generator that somebody keeps. */
function loudInClause(context: RuleContext, call: SyntaxNode): readonly Obstacle[] | undefined {
  const made = call.parent?.kind === "for_in_clause" ? call.parent.parent : undefined;
  if (made === undefined || namedChildren(made)[1] !== call.parent) return undefined;
  if (made.kind === "generator_expression" && !isTaken(context, made)) return undefined;
  const [body, , ...rest] = namedChildren(made);
  const inner = rest.map((clause) =>
    clause.kind === "for_in_clause" ? field(clause, "right") : namedChildren(clause)[0],
  );
  const parts = [...(body?.kind === "pair" ? namedChildren(body) : [body]), ...inner];
  const loud = parts.filter((part) => part === undefined || !isOwnValue(context, part));
  return loud.map((part): Obstacle => ({ code: "side-effects", about: textOf(context.source, part ?? call) }));
}

function isTaken(context: RuleContext, generator: SyntaxNode): boolean {
  const { parent } = generator;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  return call?.kind === "call" && takers.has(builtinCalled(call, context) ?? "");
}
