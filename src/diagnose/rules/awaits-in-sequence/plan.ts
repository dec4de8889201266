import { field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { dynamicNames, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { tasksOf } from "../blocking-in-coroutine/tasks.ts";
import { enteredWork } from "../blocking-in-sequence/entered-work.ts";
import { planLoopParts, type LoopParts } from "../blocking-in-sequence/loop-plan.ts";
import { pacing } from "../blocking-in-sequence/pacing.ts";
import { threadModule } from "../../analysis/threads.ts";
import { statementAround } from "../blocking-in-sequence/plan.ts";
import { sharedSessions } from "./shared-session.ts";
import { awaitedDependence } from "./awaited-work.ts";

/** Awaits of a loop, one after the other. */
export interface AwaitsPlan {
  /** The comprehension or `for` statement. */
  readonly expression: SyntaxNode;
  readonly items: SyntaxNode;
  /** The first `await`. */
  readonly awaited: SyntaxNode;
  readonly obstacles: readonly Obstacle[];
  /** The names of sessions that are open around it, which the tasks would share. */
  readonly sessions: readonly string[];
  /** Where a fix can be made: what is awaited for each item, and the variable that holds the item. */
  readonly work?: AwaitsWork;
}

/** What is awaited for each item. */
export interface AwaitsWork {
  readonly target: SyntaxNode;
  /** The expression with the `await`. */
  readonly body: SyntaxNode;
  /** The statement before which the tasks are made. */
  readonly statement: SyntaxNode;
  /** Of a `for` statement. */
  readonly parts?: LoopParts;
}

/** The coroutine's loops and comprehensions with an `await` at each turn. */
export function planAwaits(context: RuleContext): readonly AwaitsPlan[] {
  if (!context.function.isAsync) return [];
  return [...ownNodes(context)].flatMap((node) => planAt(context, node) ?? []);
}

function planAt(context: RuleContext, node: SyntaxNode): AwaitsPlan | undefined {
  if (node.kind === "for_statement") return planLoop(context, node);
  return node.kind === "list_comprehension" ? planComprehension(context, node) : undefined;
}

function planComprehension(context: RuleContext, node: SyntaxNode): AwaitsPlan | undefined {
  const [body, clause, ...others] = namedChildren(node);
  if (body === undefined || clause?.kind !== "for_in_clause" || isAsync(clause)) return undefined;
  const [awaited, target, items] = [awaitIn(body), field(clause, "left"), field(clause, "right")];
  if (awaited === undefined || items === undefined) return undefined;
  const found = { expression: node, items, awaited, sessions: sessionsIn(context, node) };
  const statement = others.length === 0 ? statementAround(context, node) : undefined;
  if (statement === undefined || target?.kind !== "identifier")
    return { ...found, obstacles: [mayDepend(context, node)] };
  const about = awaitedDependence(context, body, new Set([textOf(context.source, target)]));
  const obstacles = about === undefined ? alone(context) : [{ code: "may-depend" as const, about }];
  return { ...found, obstacles, work: { target, body, statement } };
}

function planLoop(context: RuleContext, loop: SyntaxNode): AwaitsPlan | undefined {
  const [items, body] = [field(loop, "right"), field(loop, "body")];
  const awaited = body === undefined || isAsync(loop) ? undefined : awaitIn(body);
  if (items === undefined || awaited === undefined) return undefined;
  const parts = planLoopParts(
    context,
    loop,
    (node, given) => awaitedDependence(context, node, given),
    (statement) => enteredWork(context, statement),
  );
  const found = { expression: loop, items, awaited, sessions: sessionsIn(context, loop) };
  if (typeof parts === "string") return { ...found, obstacles: [{ code: "may-depend", about: parts }] };
  const work = { target: parts.target, body: parts.work, statement: loop, parts };
  return awaitIn(parts.work) === undefined
    ? { ...found, obstacles: [mayDepend(context, loop)] }
    : { ...found, obstacles: [...alone(context), ...pacing(context, loop, !ASKING.test(context.source.text))], work };
}

function sessionsIn(context: RuleContext, node: SyntaxNode): readonly string[] {
  const text = textOf(context.source, node);
  return [...sharedSessions(context, node).keys()].filter((name) => new RegExp(`\\b${name}\\b`, "u").test(text));
}

const isAsync = (node: SyntaxNode): boolean => node.children.some(({ kind }) => kind === "async");

function awaitIn(node: SyntaxNode): SyntaxNode | undefined {
  for (const each of ownDescendants(node)) if (each.kind === "await") return each;
  return undefined;
}

/** What of a script waits for others, and not for a while alone. */
const ASKING = /\b(?:urllib|http|socket|aiohttp|httpx|requests|open_connection|to_thread|subprocess)\b/u;

/** Other tasks could change what is walked through, or tell how far this one has come. */
function alone(context: RuleContext): readonly Obstacle[] {
  const { isAlone, obstacle } = tasksOf(context);
  const threads = threadModule(context);
  return [
    ...(isAlone || obstacle === undefined ? [] : [obstacle]),
    ...(threads === undefined ? [] : [{ code: "not-alone" as const, about: threads }]),
    ...dynamicNames(context),
  ];
}

function mayDepend({ source }: RuleContext, node: SyntaxNode): Obstacle {
  return { code: "may-depend", about: (textOf(source, node).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60) };
}
