import { enclosingLoops, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { argumentsOf, positionalArguments } from "../../analysis/expression-context.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import type { RuleContext } from "../../rule.ts";
import type { EnteredWork } from "./entered-work.ts";
import { dependence } from "./independence.ts";

/** A `for` statement whose calls can be made ahead, while the rest of its body comes in its order. */
export interface LoopParts {
  readonly loop: SyntaxNode;
  readonly target: SyntaxNode;
  readonly items: SyntaxNode;
  /** What is made ahead for each item. */
  readonly work: SyntaxNode;
  /** `page = fetch(url)`, which then has no place in the body any more. */
  readonly assignment?: SyntaxNode;
  /** What is entered around the work, where the body begins with that. */
  readonly entered?: EnteredWork;
  /** Does the rest of the body use the item too? */
  readonly usesItem: boolean;
}

/** What keeps an expression from being worked out beside its like, where the names given hold plain values. */
export type Depends = (expression: SyntaxNode, given: ReadonlySet<string>) => string | undefined;

/** The parts, or the text of what stands in the way. `enters`: the work may stand in an `async with`. */
export function planLoopParts(
  context: RuleContext,
  loop: SyntaxNode,
  depends: Depends,
  enters: (statement: SyntaxNode) => EnteredWork | undefined = () => undefined,
): LoopParts | string {
  const [target, items, body] = ["left", "right", "body"].map((name) => field(loop, name));
  if (target?.kind !== "identifier" || items === undefined || body === undefined) return told(context, loop);
  const parts = partsIn(context, loop, target, enters);
  if (parts === undefined) return told(context, namedChildren(body)[0] ?? loop);
  const item = textOf(context.source, target);
  const because = workMinds(context, item, parts, depends) ?? restMinds(context, loop, item, parts);
  if (because !== undefined) return because;
  const { statements: _, name: __, ...made } = parts;
  const usesItem = readsOf(context, target).some((node) => !isAhead(node, parts));
  // They would be walked through twice.
  return usesItem && items.kind !== "identifier" ? told(context, items) : { loop, target, items, usesItem, ...made };
}

function partsIn(
  context: RuleContext,
  loop: SyntaxNode,
  target: SyntaxNode,
  enters: (statement: SyntaxNode) => EnteredWork | undefined,
): Parts | undefined {
  const all = namedChildren(field(loop, "body") ?? loop);
  const entered = all[0] && enters(all[0]);
  const statements = entered === undefined ? all : [entered.inner, ...all.slice(1)];
  const parts = oddShape(context, loop, target, statements) ? undefined : partsOf(statements);
  return parts && { ...parts, statements, ...(entered && { entered }) };
}

/** Is it worked out before its turn in the loop comes? */
const isAhead = (node: SyntaxNode, { work, entered }: Parts): boolean =>
  isInside(node, work) || (entered !== undefined && isInside(node, entered.opened));

/** Of what is entered around it the work may ask what it may ask of an answer. */
function workMinds(
  { source }: RuleContext,
  item: string,
  { work, entered }: Parts,
  depends: Depends,
): string | undefined {
  if (entered === undefined) return depends(work, new Set([item]));
  const name = textOf(source, entered.name);
  if (name === item) return name;
  return depends(entered.opened, new Set([item])) ?? depends(work, new Set([item, name]));
}

/** What of the rest of the body could matter to the calls, or be seen where the loop has ended. */
function restMinds(context: RuleContext, loop: SyntaxNode, item: string, parts: Parts): string | undefined {
  const { name, assignment, work, statements } = parts;
  if (name !== undefined && isUsedOutside(context, loop, name)) return told(context, name);
  const given = new Set([item, ...(name === undefined ? [] : [textOf(context.source, name)])]);
  const keeping = new Keeping(context, loop, given, work);
  const rest = statements.filter((each) => each !== assignment);
  const left = rest.find((each) => !keeping.isHarmless(each));
  return left && told(context, left);
}

function told({ source }: RuleContext, node: SyntaxNode): string {
  return (textOf(source, node).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60);
}

/** A pool in a loop, an `else`, texts that go over several lines, a variable that is asked for afterwards. */
function oddShape(
  context: RuleContext,
  loop: SyntaxNode,
  target: SyntaxNode,
  statements: readonly SyntaxNode[],
): boolean {
  const { source, function: owner } = context;
  const isPlain = namedChildren(loop).length === 3 && beginsLine(source, loop) && enclosingLoops(loop).length === 0;
  const isFunction = owner.node.kind === "function_definition" && !owner.isGenerator;
  const isLined = statements.every((each) => each.startLine === each.endLine && beginsLine(source, each));
  return !isPlain || !isFunction || !isLined || isUsedOutside(context, loop, target);
}

function readsOf({ scopes }: RuleContext, name: SyntaxNode): readonly SyntaxNode[] {
  const references = scopes.bindingOf(name)?.references ?? [];
  return references.filter(({ access }) => access === "read").map(({ node }) => node);
}

function isUsedOutside({ scopes }: RuleContext, loop: SyntaxNode, name: SyntaxNode): boolean {
  const binding = scopes.bindingOf(name);
  return binding?.kind !== "local" || binding.references.some(({ node }) => !isInside(node, loop));
}

interface Work {
  readonly work: SyntaxNode;
  readonly name?: SyntaxNode;
  readonly assignment?: SyntaxNode;
}

interface Parts extends Work {
  readonly statements: readonly SyntaxNode[];
  readonly entered?: EnteredWork;
}

/** `page = fetch(url)` with something after it, or `pages.append(fetch(url))` alone. */
function partsOf([first, ...rest]: readonly SyntaxNode[]): Work | undefined {
  const inner = first?.kind === "expression_statement" ? namedChildren(first)[0] : undefined;
  if (first === undefined || inner === undefined) return undefined;
  if (inner.kind === "assignment") return rest.length === 0 ? undefined : assignedParts(first, inner);
  const work = inner.kind === "call" && rest.length === 0 ? argumentsOf(inner)[0] : undefined;
  return work && { work };
}

function assignedParts(assignment: SyntaxNode, inner: SyntaxNode): Work | undefined {
  const [name, work] = [field(inner, "left"), field(inner, "right")];
  return name?.kind === "identifier" && work !== undefined ? { work, name, assignment } : undefined;
}

/** What the rest of the body may do: put results into a list or dict of the function's own, and print. */
class Keeping {
  readonly #context: RuleContext;
  readonly #loop: SyntaxNode;
  readonly #given: ReadonlySet<string>;
  readonly #work: SyntaxNode;

  constructor(context: RuleContext, loop: SyntaxNode, given: ReadonlySet<string>, work: SyntaxNode) {
    this.#context = context;
    this.#loop = loop;
    this.#given = given;
    this.#work = work;
  }

  isHarmless(statement: SyntaxNode): boolean {
    const inner = statement.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;
    if (inner?.kind === "assignment") return this.#isKept(field(inner, "left"), field(inner, "right"));
    const given = inner?.kind === "call" ? positionalArguments(inner) : undefined;
    const callee = inner && field(inner, "function");
    if (given === undefined || callee === undefined || !given.every((each) => this.#isOwn(each))) return false;
    return builtinNamed(this.#context, callee) === "print" || (given.length === 1 && this.#isAppend(callee));
  }

  #isOwn(node: SyntaxNode): boolean {
    return node === this.#work || dependence(this.#context, node, this.#given) === undefined;
  }

  #isAppend(callee: SyntaxNode): boolean {
    const [object, name] = [field(callee, "object"), field(callee, "attribute")];
    const isMethod = name !== undefined && textOf(this.#context.source, name) === "append";
    return isMethod && object !== undefined && this.#isMadeHere(object, "list");
  }

  /** `found[url] = page` */
  #isKept(target: SyntaxNode | undefined, value: SyntaxNode | undefined): boolean {
    const [object, key, ...others] = target?.kind === "subscript" ? namedChildren(target) : [];
    if (object === undefined || key === undefined || value === undefined || others.length > 0) return false;
    return this.#isMadeHere(object, "dictionary") && this.#isOwn(key) && this.#isOwn(value);
  }

  /** A display of this function's, and nobody has got hold of it before the loop: it is not what is walked through. */
  #isMadeHere(name: SyntaxNode, kind: "list" | "dictionary"): boolean {
    const binding = name.kind === "identifier" ? this.#context.scopes.bindingOf(name) : undefined;
    if (binding?.kind !== "local") return false;
    const values = boundValues(binding);
    const isDisplay = values.length > 0 && values.every((each) => each.kind === "assigned" && each.value.kind === kind);
    const isLate = binding.references.every(({ node, access }) => access === "write" || node.start > this.#loop.start);
    return isDisplay && isLate && !values.some((each) => each.kind === "assigned" && each.isShared);
  }
}
