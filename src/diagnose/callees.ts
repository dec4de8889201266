import { dirname, join } from "node:path";
import type { FunctionSource } from "../source/functions.ts";
import { descendants, field, namedChildren, textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { SourceUnit, Sources } from "./sources.ts";

/** A function together with the file that it stands in. */
export interface LocatedFunction {
  readonly unit: SourceUnit;
  readonly function: FunctionSource;
}

/** How far calls are followed from a hotspot. */
const DEPTH = 2;

/**
 * The hotspot's function, what is defined in it, and the project's functions that it calls by name, nearest first.
 *
 * Callees belong to the picture because a sampler inside the process only gets to look when the interpreter lets it
 * (CPython's eval breaker: backward jumps and calls), so the time of a short function that ends without either is seen
 * in its caller (`Python/ceval_gil.c`, `Python/bytecodes.c`).
 */
export async function reachableFunctions(
  start: LocatedFunction,
  sources: Sources,
): Promise<readonly LocatedFunction[]> {
  const found: LocatedFunction[] = [];
  const seen = new Set<SyntaxNode>();
  let edge: readonly LocatedFunction[] = [start];
  for (let depth = 0; depth <= DEPTH && edge.length > 0; depth += 1) {
    const next: LocatedFunction[] = [];
    for (const located of edge) {
      if (seen.has(located.function.node)) continue;
      seen.add(located.function.node);
      found.push(located);
      next.push(...nestedFunctions(located), ...(await calledFunctions(located, sources)));
    }
    edge = next;
  }
  return found;
}

function nestedFunctions({ unit, function: outer }: LocatedFunction): LocatedFunction[] {
  if (outer.qualname === "<module>") return [];
  const isNested = (inner: FunctionSource): boolean =>
    inner.node !== outer.node && inner.node.start >= outer.node.start && inner.node.end <= outer.node.end;
  return unit.functions.filter(isNested).map((inner) => ({ unit, function: inner }));
}

async function calledFunctions(
  { unit, function: caller }: LocatedFunction,
  sources: Sources,
): Promise<LocatedFunction[]> {
  const names = calledNames(unit.source, caller);
  const found: LocatedFunction[] = [];
  for (const located of unit.functions) {
    if (names.has(located.name)) found.push({ unit, function: located });
  }
  for (const path of importedFiles(unit.source)) {
    const imported = await sources.unit(path);
    if (imported === undefined) continue;
    for (const located of imported.functions) {
      if (names.has(located.name)) found.push({ unit: imported, function: located });
    }
  }
  return found;
}

/** `f` of `f(...)` and `g` of `anything.g(...)`, in the function's own body. */
function calledNames(source: SourceFile, caller: FunctionSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of descendants(caller.body)) {
    if (node.kind !== "call") continue;
    const callee = field(node, "function");
    const name = callee?.kind === "attribute" ? field(callee, "attribute") : callee;
    if (name?.kind === "identifier") names.add(textOf(source, name));
  }
  return names;
}

/** Files beside (or above) this one that its import statements could mean. Asking for one that is not there is cheap. */
function importedFiles(source: SourceFile): ReadonlySet<string> {
  const files = new Set<string>();
  for (const node of descendants(source.root)) {
    if (node.kind === "import_from_statement") addFromImport(source, node, files);
    else if (node.kind === "import_statement") {
      for (const child of namedChildren(node)) addModule(source, textOf(source, moduleOf(child)), files);
    }
  }
  return files;
}

function moduleOf(node: SyntaxNode): SyntaxNode {
  return node.kind === "aliased_import" ? (field(node, "name") ?? node) : node;
}

function addFromImport(source: SourceFile, node: SyntaxNode, files: Set<string>): void {
  const module = field(node, "module_name");
  if (module === undefined) return;
  const text = textOf(source, module);
  addModule(source, text, files);
  for (const child of namedChildren(node)) {
    if (child === module) continue;
    const name = textOf(source, moduleOf(child));
    addModule(source, text.endsWith(".") ? `${text}${name}` : `${text}.${name}`, files);
  }
}

/** `a.b` lies beside the file or up to three folders above it; `.a` and `..a` exactly where they say. */
function addModule(source: SourceFile, module: string, files: Set<string>): void {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split(".").filter(Boolean);
  if (parts.length === 0) return;
  let folder = dirname(source.path);
  for (let up = 1; up < dots; up += 1) folder = dirname(folder);
  const levels = dots > 0 ? 1 : 4;
  for (let level = 0; level < levels; level += 1) {
    files.add(`${join(folder, ...parts)}.py`);
    folder = dirname(folder);
  }
}
