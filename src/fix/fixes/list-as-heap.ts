import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { builtinCalled, positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isShort, isShown } from "../../diagnose/rules/list-as-heap/entries.ts";
import { heapPlaces, type HeapPlace } from "../../diagnose/rules/list-as-heap/places.ts";
import { planHeap, type HeapPlan } from "../../diagnose/rules/list-as-heap/plan.ts";
import type { HeapUse } from "../../diagnose/rules/list-as-heap/uses.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import { namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeTotallyOrdered } from "./assumptions.ts";
import { heapOrder, type HeapOrder } from "./heap-order.ts";
import { putAfter, putBefore } from "./insert-once.ts";
import { isAtFinding, noFix, reachesOtherModules, seenAt } from "./planning.ts";

/** Makes the list a heap of its elements, each with the number of its turn: of equal ones the same comes first as before. */
export const fixListAsHeap: Fixer = { rule: "list-as-heap", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const place = heapPlaces(context).find(({ node }) => isAtFinding(finding, node));
  if (place === undefined) return noFix("not-seen", context.function.name);
  const plan = planHeap(place, context);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const about = textOf(context.source, place.queue);
  if (reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
  const order = heapOrder(finding, firstMade(plan) ?? place.node, about, context);
  if (order === undefined) return noFix("unordered-elements", about);
  const writer = writerOf(plan, place, order, context);
  const edits = editsOf(plan, writer);
  if (edits === undefined) return noFix("other-use", about);
  const notEmpty: Assumption = { code: "not-empty", about, seen: seenAt(finding, about) };
  const ordered = assumeTotallyOrdered(finding, about);
  const assumes = [ordered, { ...ordered, code: "unchanged" as const }, ...(plan.mayBeEmpty ? [notEmpty] : [])];
  return { kind: "fix", fix: { rule: "list-as-heap", edits, assumes, changes: context.function.qualname } };
}

/** Where the list is first made. */
function firstMade({ uses }: HeapPlan): SyntaxNode | undefined {
  return uses.find(({ does }) => does === "make")?.at;
}

/** How things are called in the new text. */
interface Writer {
  readonly context: RuleContext;
  readonly queue: string;
  /** `heapq`, `itertools` */
  readonly heapq: string;
  readonly count: string;
  /** The iterator that numbers the elements. */
  readonly turn: string;
  readonly key: string | undefined;
  /** What is asked for its order: the element and not what its key gives. */
  readonly isWholeAsked: boolean;
  readonly order: HeapOrder;
  readonly imports: readonly TextEdit[];
}

function writerOf({ key }: HeapPlan, { queue, node, kind }: HeapPlace, order: HeapOrder, context: RuleContext): Writer {
  const { source } = context;
  const name = textOf(source, queue);
  const [heapq, itertools] = ["heapq", "itertools"].map((module) => addImport(source, `import ${module}`, node));
  return {
    context,
    queue: name,
    heapq: heapq?.name ?? "heapq",
    count: `${itertools?.name ?? "itertools"}.count`,
    turn: freshName(source, `${name}_turn`),
    key: key === undefined ? undefined : freshName(source, `${name}_key`),
    isWholeAsked: kind === "least",
    order,
    imports: together(heapq?.edit, itertools?.edit, context),
  };
}

/** Two imports at one place stand in one block. */
function together(one: TextEdit | undefined, two: TextEdit | undefined, { source }: RuleContext): readonly TextEdit[] {
  if (one === undefined || two === undefined || one.start !== two.start)
    return [one, two].flatMap((edit) => edit ?? []);
  const added = /import itertools.*/u.exec(two.text)?.[0] ?? "";
  return [{ ...one, text: one.text.replace(/import heapq.*/u, (line) => `${line}${source.lineEnd}${added}`) }];
}

function editsOf(plan: HeapPlan, writer: Writer): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [...writer.imports, writer.order.helper];
  for (const use of plan.uses) edits.push(...editsOfUse(use, plan, writer));
  const gone = new Set(
    plan.places.flatMap(({ kind, statement, removal }) => (kind === "sort" ? statement : (removal ?? []))),
  );
  for (const place of plan.places) edits.push(...leastOf(place, writer));
  for (const statement of gone) {
    const removed = withoutStatement(statement, gone, writer);
    if (removed === undefined) return undefined;
    edits.push(removed);
  }
  return inOrder(edits);
}

/** What gives the least, or takes it. */
function leastOf({ kind, node, taking }: HeapPlace, writer: Writer): readonly TextEdit[] {
  if (kind !== "least") return [];
  if (taking === undefined) return [replacing(node, `${writer.queue}[0]${part(writer)}`)];
  const isDropped = taking.parent?.kind === "expression_statement";
  return [replacing(taking, isDropped ? `${writer.heapq}.heappop(${writer.queue})` : taken(writer))];
}

function editsOfUse({ use, does, at }: HeapUse, plan: HeapPlan, writer: Writer): readonly TextEdit[] {
  if (does === "put" && use.kind === "method" && use.arguments[0] !== undefined)
    return [replacing(at, `${writer.heapq}.heappush(${writer.queue}, ${entry(use.arguments[0], writer)})`)];
  if (does === "take") return [replacing(at, taken(writer))];
  if (does === "peek") return [{ start: at.end, end: at.end, text: part(writer) }].concat(peekAt(at, plan));
  return does === "make" && use.kind === "assign" ? made(use.statement, use.value, plan, writer) : [];
}

/** `q[-1]`, the next of a list that falls, is the first of the heap. */
function peekAt(subscript: SyntaxNode, { isLastIn }: HeapPlan): TextEdit[] {
  const index = subscript.children.find((child) => child.field === "subscript");
  return isLastIn && index !== undefined ? [replacing(index, "0")] : [];
}

/** Numbers go up, or down where the last of equal ones is to be the first. */
function made(statement: SyntaxNode, value: SyntaxNode, { isLastIn }: HeapPlan, writer: Writer): readonly TextEdit[] {
  const { context, turn, count, key, heapq, queue, order } = writer;
  const { source } = context;
  const edits = [putBefore(source, statement, `${turn} = ${count}(${isLastIn ? "0, -1" : ""})`)];
  if (order.start !== undefined) edits.push(putBefore(source, statement, order.start));
  const written = key === undefined ? undefined : keyText(writer);
  if (key !== undefined) edits.push(putBefore(source, statement, `${key} = ${written}`));
  if (isShown(value)) {
    for (const element of namedChildren(value)) edits.push(replacing(element, entry(element, writer)));
  } else {
    const item = freshName(source, "item");
    const parts = key === undefined ? `${order.asked(item)}, next(${turn})` : keyed(item, item, key, writer);
    const walked = walkedText(value, context);
    edits.push(replacing(value, `[(${parts}) for ${item} in ${walked}]`));
  }
  if (!isShort(value, context)) edits.push(putAfter(source, statement, `${heapq}.heapify(${queue})`));
  return edits;
}

/** `list(xs)` is walked through as `xs` is. */
function walkedText(value: SyntaxNode, context: RuleContext): string {
  const isCopy = value.kind === "call" && builtinCalled(value, context) === "list";
  const [inner, ...others] = isCopy ? (positionalArguments(value) ?? []) : [];
  const node = inner !== undefined && others.length === 0 ? inner : value;
  const text = textOf(context.source, node);
  return openEnded.has(node.kind) ? `(${text})` : text;
}

/** What would take the words behind it for its own. */
const openEnded = new Set(["conditional_expression", "lambda", "named_expression", "yield", "await"]);

function keyText({ context }: Writer): string {
  const place = heapPlaces(context).find(({ key }) => key !== undefined);
  return place?.key === undefined ? "" : textOf(context.source, place.key);
}

function entry(element: SyntaxNode, writer: Writer): string {
  const { context, turn, key, order } = writer;
  const text = textOf(context.source, element);
  if (key === undefined) return `(${order.asked(text)}, next(${turn}))`;
  const item = freshName(context.source, "item");
  return `(${keyed(item, text, key, writer)})`;
}

/** What the key gives, the turn, and the element itself, which gets its name there if it has none. */
function keyed(item: string, text: string, key: string, { turn, order, isWholeAsked }: Writer): string {
  const named = (value: string): string => (text === item ? value : `${item} := ${value}`);
  const compared = isWholeAsked ? `${key}(${named(order.asked(text))})` : order.asked(`${key}(${named(text)})`);
  return `${compared}, next(${turn}), ${item}`;
}

function taken(writer: Writer): string {
  return `${writer.heapq}.heappop(${writer.queue})${part(writer)}`;
}

function part({ key }: Writer): string {
  return key === undefined ? "[0]" : "[2]";
}

/** Takes a statement out with its line; undefined where something else would go with it. */
function withoutStatement(
  statement: SyntaxNode,
  gone: ReadonlySet<SyntaxNode>,
  { context: { source } }: Writer,
): TextEdit | undefined {
  const lineEnd = nextLineEnd(source.text, statement.end);
  const isAlone = beginsLine(source, statement) && /^[ \t\f]*$/u.test(source.text.slice(statement.end, lineEnd));
  const block = statement.parent;
  if (!isAlone || block === undefined) return undefined;
  const others = namedChildren(block);
  if (others[0] === statement && others.every((other) => gone.has(other))) return replacing(statement, "pass");
  const next = source.text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : Math.min(lineEnd + 1, source.text.length);
  return { start: lineStart(source.text, statement.start), end: next, text: "" };
}
