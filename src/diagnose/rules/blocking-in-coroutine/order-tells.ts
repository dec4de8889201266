import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import type { Obstacle } from "../../finding.ts";

/** What of asyncio cannot tell in which order tasks come to an end. */
const BLIND: ReadonlySet<string> = new Set(
  "run gather create_task sleep to_thread get_running_loop start_server open_connection create_subprocess_exec create_subprocess_shell"
    .split(" ")
    .map((name) => `asyncio.${name}`),
);
/** Of a task or a loop: these can. */
const TELLING: ReadonlySet<string> = new Set(
  "cancel cancelled done result exception add_done_callback call_soon call_later call_at".split(" "),
);

/** What in the file, apart from what is `expected`, could tell in which order tasks run; undefined where nothing could. */
export function orderTells(code: Code, expected: ReadonlySet<SyntaxNode>): Obstacle | undefined {
  // The script's own functions are in nobody else's reach, unless by this name.
  const isReached = code.elsewhere !== undefined && code.elsewhere("__main__", "name", code.source.path) !== "none";
  if (isReached) return { code: "lets-others-run", about: "__main__" };
  if (code.scopes.module.usesDynamicNames) return { code: "dynamic-names", about: "the module" };
  for (const use of imports(code)) {
    const obstacle = importTells(code, use);
    if (obstacle !== undefined) return obstacle;
  }
  for (const node of descendants(code.source.root)) {
    const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
    const isTelling = name !== undefined && TELLING.has(textOf(code.source, name));
    if (isTelling && !expected.has(node)) return minds(code, node);
  }
  return undefined;
}

/** What in the file could tell which of several tasks' errors comes first. */
export function errorsTell(code: Code): Obstacle | undefined {
  const isCaught = [...descendants(code.source.root)].some((node) => catches(code, node));
  return isCaught ? { code: "errors-caught", about: "except" } : undefined;
}

function importTells(code: Code, { node, path }: ImportUse): Obstacle | undefined {
  // A semaphore only lets wait.
  const isBlind = path === "asyncio.Semaphore" || BLIND.has(path ?? "");
  const isTelling = path === undefined || (/^asyncio\b/u.test(path) && !isBlind);
  return isTelling ? minds(code, node) : undefined;
}

interface ImportUse {
  readonly node: SyntaxNode;
  readonly path: string | undefined;
}

/** Every use of an imported name, with what it means. */
export function imports(code: Code): readonly ImportUse[] {
  return code.scopes.all
    .flatMap(({ bindings }) => [...bindings.values()])
    .filter(({ kind }) => kind === "import")
    .flatMap(({ references }) => references.filter(({ access }) => access === "read"))
    .map(({ node }) => {
      let whole = node;
      while (whole.parent?.kind === "attribute" && whole.field === "object") whole = whole.parent;
      return { node: whole, path: importedPath(code, whole) };
    });
}

/** Which of several errors comes first may be another one. */
function catches(code: Code, node: SyntaxNode): boolean {
  if (node.kind === "import_from_statement" || node.kind === "import_statement")
    return /\bcontextlib\b/u.test(textOf(code.source, node));
  if (node.kind === "except_clause" || node.kind === "except_group_clause") {
    const value = field(node, "value");
    return value === undefined || textOf(code.source, value) !== "KeyboardInterrupt";
  }
  const isWith = node.kind === "with_item" && [...descendants(node.parent?.parent ?? node)].some(isGivingWay);
  return isWith && !isHarmlessManager(code, field(node, "value"));
}

const isGivingWay = ({ kind }: SyntaxNode): boolean => kind === "await";

/** `with open(…) as file:`, `async with server:`. Others may swallow errors. */
function isHarmlessManager(code: Code, item: SyntaxNode | undefined): boolean {
  const value = item?.kind === "as_pattern" ? namedChildren(item)[0] : item;
  if (value?.kind === "call") return builtinNamed(code, field(value, "function")) === "open";
  const references = (value?.kind === "identifier" && code.scopes.bindingOf(value)?.references) || [];
  const writes = references.filter(({ access }) => access !== "read");
  return writes.length > 0 && writes.every(({ node }) => isStartedServer(code, node));
}

/** `server = await asyncio.start_server(…)` */
function isStartedServer(code: Code, { parent, field: place }: SyntaxNode): boolean {
  const awaited = place === "left" && parent?.kind === "assignment" ? field(parent, "right") : undefined;
  const call = awaited?.kind === "await" ? namedChildren(awaited)[0] : undefined;
  const callee = call && field(call, "function");
  return callee !== undefined && importedPath(code, callee) === "asyncio.start_server";
}

/** Where the tasks' turns are not to be told from the source. */
export const minds = (code: Code, node: SyntaxNode): Obstacle => ({
  code: "lets-others-run",
  about: (textOf(code.source, node).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60),
});
