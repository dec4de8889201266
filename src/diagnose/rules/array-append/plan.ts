import {
  ancestors,
  descendants,
  field,
  isInside,
  isStatement,
  namedChildren,
  textOf,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { importedPath } from "../../analysis/callee.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** `out = np.append(out, value)` at every turn of a loop. */
export interface ArrayAppend {
  readonly call: SyntaxNode;
  /** `out` as the first argument. */
  readonly operand: SyntaxNode;
  readonly value: SyntaxNode;
  /** `np.append`, as written. */
  readonly callee: SyntaxNode;
  readonly statement: SyntaxNode;
  /** The outermost loop in which nothing else touches the array. */
  readonly loop: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
}

const LOOPS = new Set(["for_statement", "while_statement"]);
/** What may look at the array after a turn that did not end. */
const GUARDS = new Set(["try_statement", "with_statement"]);

/** The function's arrays that are made anew for each element. */
export function planAppends(context: RuleContext): readonly ArrayAppend[] {
  return [...ownNodes(context)].flatMap((node) => (node.kind === "call" ? (planCall(context, node) ?? []) : []));
}

function planCall(context: RuleContext, call: SyntaxNode): ArrayAppend | undefined {
  const callee = field(call, "function");
  if (callee === undefined || importedPath(context, callee) !== "numpy.append") return undefined;
  const [operand, value, ...others] = plainArguments(call);
  if (operand?.kind !== "identifier" || value === undefined || others.length > 0) return undefined;
  const assigned = assignedTo(call);
  const isAgain = assigned !== undefined && textOf(context.source, assigned.target) === textOf(context.source, operand);
  return isAgain ? planned(context, { call, callee, operand, value, ...assigned }) : undefined;
}

type Parts = Omit<ArrayAppend, "loop" | "obstacles"> & { readonly target: SyntaxNode };

function planned(context: RuleContext, { target, ...parts }: Parts): ArrayAppend | undefined {
  const { call, operand, statement } = parts;
  const binding = context.scopes.bindingOf(operand);
  const loops = loopsAround(statement, context.function.node);
  const [innermost] = loops;
  if (binding === undefined || innermost === undefined || isFallBack(context, innermost)) return undefined;
  const isAlone = (loop: SyntaxNode): boolean => isUntouched(binding, loop, [target, operand]);
  const loop = loops.findLast(isAlone) ?? innermost;
  const obstacles = obstaclesOf(context, { binding, isAlone: isAlone(loop), call });
  return { ...parts, loop, obstacles };
}

/** The statement `name = call`, without an annotation or another target. */
export function assignedTo(
  call: SyntaxNode,
): { readonly target: SyntaxNode; readonly statement: SyntaxNode } | undefined {
  const assignment = call.parent;
  const statement = assignment?.parent;
  if (assignment?.kind !== "assignment" || statement === undefined || !isStatement(statement)) return undefined;
  const target = field(assignment, "left");
  const isPlain = namedChildren(statement).length === 1 && field(assignment, "type") === undefined;
  return isPlain && target?.kind === "identifier" ? { target, statement } : undefined;
}

/** Two arguments by their place: with `axis` the shapes are checked at each turn. */
function plainArguments(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  const isPlain = given.every(({ kind }) => !["keyword_argument", "list_splat", "dictionary_splat"].includes(kind));
  return isPlain ? given : [];
}

/** The loops around a statement, innermost first, those of the function alone. */
export function loopsAround(statement: SyntaxNode, owner: SyntaxNode): readonly SyntaxNode[] {
  const loops: SyntaxNode[] = [];
  for (const around of ancestors(statement)) {
    if (around === owner || around.kind === "function_definition" || around.kind === "class_definition") break;
    if (LOOPS.has(around.kind)) loops.push(around);
  }
  return loops;
}

/** What an earlier fix left for parts of several kinds: `else: for part in parts: out = np.append(out, part)`. */
function isFallBack({ source }: RuleContext, loop: SyntaxNode): boolean {
  const branch = loop.parent?.parent;
  const condition = branch?.kind === "else_clause" && branch.parent ? field(branch.parent, "condition") : undefined;
  return condition !== undefined && /_kinds(?:_\d+)? in \(\{\(.*\.ndarray, /u.test(textOf(source, condition));
}

function isUntouched({ references }: Binding, loop: SyntaxNode, own: readonly SyntaxNode[]): boolean {
  return references.every(({ node }) => own.includes(node) || !isInside(node, loop));
}

/** What keeps an array that grows in a loop from being put together after it. */
export function obstaclesOf(
  context: RuleContext,
  { binding, isAlone, call }: { readonly binding: Binding; readonly isAlone: boolean; readonly call: SyntaxNode },
): readonly Obstacle[] {
  const about = binding.name;
  const isOwn = binding.scope.node === context.function.node && binding.scope.kind === "function";
  const isShared = binding.references.some(({ node }) => ownerOf(node) !== context.function.node);
  const obstacles: Obstacle[] = [...dynamicNames(context)];
  if (!isAlone) obstacles.push({ code: "other-use", about });
  if (!isOwn || isShared) obstacles.push({ code: "escapes", about });
  const isGuarded = [...ancestors(call)].some(({ kind }) => GUARDS.has(kind));
  if (isGuarded) obstacles.push({ code: "errors-caught", about });
  // Each step gives way to whoever waits: what they see of a variable nobody can tell.
  if (context.function.isGenerator || context.function.isAsync) obstacles.push({ code: "runs-later", about });
  if (hasComment(call)) obstacles.push({ code: "other-use", about });
  return obstacles;
}

function ownerOf(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestors(node)].find(({ kind }) => kind === "function_definition" || kind === "lambda");
}

function hasComment(call: SyntaxNode): boolean {
  return [...descendants(call)].some(({ kind }) => kind === "comment");
}
