import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedBy } from "../../../source/imported.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import { decoratorsOf, definitionOf } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { definitionAt } from "../../analysis/flow/calls.ts";
import type { Obstacle } from "../../finding.ts";
import { blockingCalls } from "../blocking-in-sequence/blocking-calls.ts";
import { dependenceOfCoroutine } from "../blocking-in-sequence/independence.ts";
import { isCoroutine } from "../blocking-in-sequence/independent-parts.ts";
import { boundedTasks } from "./bounded-tasks.ts";
import { coroutineUse, type Use } from "./coroutine-use.ts";
import { routeParameters, startsServer } from "./routes.ts";
import { errorsTell, imports, minds, orderTells } from "./order-tells.ts";
import { isPlainValue } from "../../analysis/plain-value.ts";

/** What runs side by side on the loop that a file starts. */
export interface Tasks {
  /** The coroutine functions that run in tasks of their own; the others all run in the one that `asyncio.run` makes. */
  readonly apart: ReadonlySet<SyntaxNode>;
  /**
   * What could tell when which task runs; undefined where nothing could: all tasks but one work with nothing but their own
   * variables and connections, so that whatever the one does comes in the same order, and every result is the same.
   */
  readonly obstacle: Obstacle | undefined;
  /** There is no task but the one of `asyncio.run`: only who awaits it can tell which of its errors comes first. */
  readonly isAlone: boolean;
}

const known = new WeakMap<SourceFile, Tasks>();

/** The tasks of a file; read once. */
export function tasksOf(code: Code): Tasks {
  const tasks = known.get(code.source) ?? readTasks(code);
  known.set(code.source, tasks);
  return tasks;
}

function readTasks(code: Code): Tasks {
  const apart = new Set<SyntaxNode>();
  const bounded = boundedTasks(code);
  const inner = new Set(bounded.map(({ definition }) => definition));
  const coroutines = [...descendants(code.source.root)].filter(
    (node) => node.kind === "function_definition" && isCoroutine(node) && !inner.has(node),
  );
  const expected = new Set(bounded.flatMap(({ uses }) => uses));
  const strange =
    sharesProcess(code) ??
    orderTells(code, expected) ??
    strangeCoroutine(code, coroutines) ??
    roots(code, coroutines, apart);
  const isAlone = strange === undefined && apart.size === 0;
  const obstacle = strange ?? errorsTell(code) ?? bodies(code, apart);
  return { apart, obstacle: obstacle ?? paced(code, apart), isAlone };
}

/** A server that imports this file runs what it imports, and nothing else of the project's. */
function sharesProcess(code: Code): Obstacle | undefined {
  if (code.served === undefined) return undefined;
  const written = code.scopes.all
    .flatMap(({ bindings }) => [...bindings.values()])
    .filter(({ kind }) => kind === "import")
    .flatMap(({ references }) => references.filter(({ access }) => access === "write"));
  const own = written.find(({ node }) => isOwnImport(code, importedBy(code.source, node)));
  return own && minds(code, own.node);
}

function isOwnImport({ source, modules }: Code, imported: ReturnType<typeof importedBy>): boolean {
  if (imported === undefined) return true;
  const { module, member } = imported;
  const paths = member === undefined ? [module] : [module, `${module}.${member}`];
  return module.startsWith(".") || paths.some((path) => modules?.(source.path, path) !== undefined);
}

function strangeCoroutine(code: Code, coroutines: readonly SyntaxNode[]): Obstacle | undefined {
  for (const coroutine of coroutines) {
    const name = field(coroutine, "name");
    if (routeParameters(code, coroutine) !== undefined) continue;
    const isTop = coroutine.parent?.kind === "module" && decoratorsOf(coroutine).length === 0 && name !== undefined;
    const binding = name && code.scopes.bindingOf(name);
    const isOne = binding !== undefined && definitionOf(binding) === coroutine;
    if (!isTop || !isOne) return minds(code, name ?? coroutine);
  }
  return undefined;
}

/** Each coroutine function must be awaited, run, gathered, made a task of, or serve connections or requests; nothing else. */
function roots(code: Code, coroutines: readonly SyntaxNode[], apart: Set<SyntaxNode>): Obstacle | undefined {
  let runs = 0;
  for (const coroutine of coroutines) {
    const name = field(coroutine, "name");
    if (routeParameters(code, coroutine) !== undefined) apart.add(coroutine);
    for (const node of name === undefined ? [] : readsOf(code, name)) {
      const use = coroutineUse(code, node);
      if (use === undefined) return minds(code, node.parent ?? node);
      if (use === "run") runs++;
      if (APART.has(use)) apart.add(coroutine);
    }
  }
  return isRunOnce(code, runs) ? undefined : { code: "lets-others-run", about: "asyncio.run" };
}

const APART: ReadonlySet<Use> = new Set<Use>(["task", "server", "handler"]);

function isRunOnce(code: Code, runs: number): boolean {
  if (code.served !== undefined) return runs === 0;
  if (runs > 0) return runs === 1;
  const uses = imports(code).map(({ node }) => node);
  return startsServer(code, uses);
}

function readsOf(code: Code, name: SyntaxNode): readonly SyntaxNode[] {
  const references = code.scopes.bindingOf(name)?.references ?? [];
  return references.filter(({ access }) => access === "read").map(({ node }) => node);
}

/** Follows what the tasks await; all of it must be blind to the others. */
function bodies(code: Code, apart: Set<SyntaxNode>): Obstacle | undefined {
  // A set hands out what is added while it is walked through.
  for (const coroutine of apart) {
    const obstacle = bodyOf(code, coroutine, apart);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function bodyOf(code: Code, coroutine: SyntaxNode, apart: Set<SyntaxNode>): Obstacle | undefined {
  const [parameters, body] = [field(coroutine, "parameters"), field(coroutine, "body")];
  if (parameters === undefined || body === undefined) return minds(code, coroutine);
  const routed = routeParameters(code, coroutine) ?? requestOf(code, coroutine);
  if (routed !== undefined) return workOf(code, body, { given: routed, streams: [] }, apart);
  const names = definitionAt(code, coroutine)?.parameters.map(({ name }) => name);
  if (names === undefined) return minds(code, coroutine);
  if (servesConnections(code, coroutine)) return workOf(code, body, { given: [], streams: names }, apart);
  const odd = namedChildren(parameters).find((each) => !isPlain(code, each));
  if (odd !== undefined) return { code: "changing-arguments", about: textOf(code.source, odd) };
  return workOf(code, body, { given: names, streams: [] }, apart);
}

/** It works with what it is given, which is its own. */
function workOf(
  code: Code,
  body: SyntaxNode,
  own: { readonly given: readonly string[]; readonly streams: readonly string[] },
  apart: Set<SyntaxNode>,
): Obstacle | undefined {
  const about = dependenceOfCoroutine(code, body, {
    given: new Set(own.given),
    streams: new Set(own.streams),
    awaits: (other) => apart.add(other),
  });
  return about === undefined ? undefined : { code: "lets-others-run", about };
}

/** The parameter of a coroutine function that is nothing but a handler of aiohttp's. */
function requestOf(code: Code, coroutine: SyntaxNode): readonly string[] | undefined {
  const [parameter, ...others] = definitionAt(code, coroutine)?.parameters ?? [];
  const name = field(coroutine, "name");
  const reads = name === undefined ? [] : readsOf(code, name);
  const isHandler = reads.length > 0 && reads.every((node) => coroutineUse(code, node) === "handler");
  return isHandler && parameter !== undefined && others.length === 0 ? [parameter.name] : undefined;
}

function servesConnections(code: Code, coroutine: SyntaxNode): boolean {
  const name = field(coroutine, "name");
  const reads = name === undefined ? [] : readsOf(code, name);
  return reads.length > 0 && reads.every((node) => coroutineUse(code, node) === "server");
}

function isPlain(code: Code, parameter: SyntaxNode): boolean {
  const name = parameter.kind === "identifier" ? parameter : namedChildren(parameter)[0];
  return name?.kind === "identifier" && isPlainValue(code, name);
}

/** A pause of tasks in a script that asks others is there to keep the questions apart. */
function paced(code: Code, apart: ReadonlySet<SyntaxNode>): Obstacle | undefined {
  const paths = [...apart].flatMap((each) => blockingCalls(code, field(each, "body") ?? each).map(({ path }) => path));
  const isPaced = paths.includes("time.sleep") && imports(code).some(({ path = "" }) => ASKING.test(path));
  return isPaced ? { code: "rate-limited", about: "time.sleep" } : undefined;
}

const ASKING = /^(?:urllib\.request|http\.client|requests|httpx|socket)\b/u;
