import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Profiled } from "../diagnose/profiled.ts";
import type { Workspace } from "../fix/workspace.ts";
import { describeFunctions, functionTimes } from "../rank/function-times.ts";
import type { Hotspot } from "../rank/ranking.ts";
import type { PythonParser } from "../source/python-parser.ts";
import { parseSource, readSource } from "../source/read-source.ts";
import { scopesOf } from "../source/scopes.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { ModulePath } from "./build.ts";
import type { NativeObstacle } from "./obstacle.ts";
import { splitScript } from "./split-script.ts";

/** A module of the user's in which much of the time goes, as it can be compiled. */
export interface HotModule {
  /** The user's file, absolute. */
  readonly file: string;
  /** What Python called it in the run: `__main__` for a script. */
  readonly ranAs: string;
  /** The share of all time in its own code. */
  readonly share: number;
  /** Those with the most time of their own. */
  readonly hotspots: readonly Hotspot[];
  /** The folder that Python imports it from, in the user's project. */
  readonly root: string;
  readonly path: ModulePath;
  /** What is compiled: the file, or of a script the part above its main guard. */
  readonly source: SourceFile;
  readonly original: SourceFile;
  /** What is left of a script. */
  readonly script?: string;
}

/** Below this share of the time a module is not worth compiling: all it could bring is a tenth. */
const LEAST_SHARE = 0.1;
const MOST_MODULES = 3;
const SHOWN_FUNCTIONS = 5;

/** The hot modules of a profile, the hottest first, and why others are left out. */
export async function findHotModules(
  { ranking, heat }: Profiled,
  workspace: Workspace,
  parser: PythonParser,
): Promise<{ readonly modules: readonly HotModule[]; readonly obstacles: readonly NativeObstacle[] }> {
  const modules: HotModule[] = [];
  const obstacles: NativeObstacle[] = [];
  const { functions, total } = functionTimes(heat);
  for (const file of new Set(ranking.top.map((hotspot) => hotspot.file))) {
    const own = functions.filter((one) => one.file === file).sort((a, b) => b.self - a.self);
    const hotspots = describeFunctions(heat, own.slice(0, SHOWN_FUNCTIONS));
    // Added in another order than the total, all of it may come to a little more than that.
    const share = Math.min(1, own.reduce((sum, { self }) => sum + self, 0) / total);
    if (share < LEAST_SHARE) continue;
    const copy = workspace.locate(file);
    if (copy === undefined) {
      obstacles.push({ code: "outside-the-project", file, line: 1, about: hotspots[0]?.module ?? "" });
      continue;
    }
    // As the fixes that were kept have left it.
    const source = { ...(await readSource(copy, parser)), path: file };
    const read = readModule(source, { share, hotspots, ranAs: hotspots[0]?.module ?? "" }, workspace, parser);
    if ("obstacle" in read) obstacles.push(read.obstacle);
    else modules.push(read);
  }
  const hottest = modules.sort((a, b) => b.share - a.share);
  // They are compiled together, from one folder.
  return { modules: hottest.filter(({ root }) => root === hottest[0]?.root).slice(0, MOST_MODULES), obstacles };
}

type Ranked = Pick<HotModule, "share" | "hotspots" | "ranAs">;

function readModule(
  original: SourceFile,
  ranked: Ranked,
  workspace: Workspace,
  parser: PythonParser,
): HotModule | { readonly obstacle: NativeObstacle } {
  const { path: file } = original;
  const bad = original.errors[0];
  if (bad !== undefined) return { obstacle: { code: "syntax", file, line: bad.startLine, about: "" } };
  const stem = path.basename(file, ".py");
  if (!/^[A-Za-z_]\w*$/u.test(stem)) return { obstacle: { code: "not-a-module-name", file, line: 1, about: stem } };
  const replaced = replacedFromOutside(workspace, original, stem);
  if (replaced !== undefined) return { obstacle: replaced };
  if (ranked.ranAs !== "__main__")
    return { ...ranked, file, ...placeOf(file, ranked.ranAs), source: original, original };
  const name = freeName(path.dirname(file), `${stem}_native`);
  const split = splitScript(original, name);
  if (split.kind === "none") return split;
  const source = parseSource(file, split.module, parser, original.encoding);
  const place = { root: path.dirname(file), path: { name, file: `${name}.py` } };
  return { ...ranked, file, ...place, source, original, script: split.script };
}

/** Where a file with that module name is imported from: its folder, or the one above its packages. */
function placeOf(file: string, module: string): Pick<HotModule, "root" | "path"> {
  const parts = module.split(".");
  const isPackage = path.basename(file) === "__init__.py";
  let root = path.dirname(file);
  for (let up = isPackage ? 0 : 1; up < parts.length; up += 1) root = path.dirname(root);
  return { root, path: { name: module, file: path.relative(root, file) } };
}

function freeName(folder: string, wanted: string): string {
  let name = wanted;
  while (existsSync(path.join(folder, `${name}.py`))) name = `${name}_`;
  return name;
}

/**
 * Compiled code has its own functions and classes bound when it is built: a test or a plug-in that puts another one into the module
 * would go unheard. Looked for by the module's last name alone, which says it too often rather than too seldom.
 */
function replacedFromOutside({ copy, root }: Workspace, source: SourceFile, stem: string): NativeObstacle | undefined {
  const bindings = scopesOf(source).module.bindings;
  const written = new RegExp(
    String.raw`^[ \t]*(?:\w+\.)*${stem}\.(\w+)[ \t]*=[^=]|(?:patch|setattr)\(\s*["']?(?:\w+\.)*${stem}(?:\.|["']?,\s*["'])(\w+)`,
    "gmu",
  );
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const other = path.join(entry.parentPath, entry.name);
    const relative = path.relative(copy, other);
    if (!entry.isFile() || !entry.name.endsWith(".py") || relative === path.relative(root, source.path)) continue;
    const text = readFileSync(other, "latin1");
    for (const found of text.matchAll(written)) {
      const kind = bindings.get(found[1] ?? found[2] ?? "")?.kind;
      if (kind !== "function" && kind !== "class") continue;
      const line = text.slice(0, found.index).split("\n").length;
      return { code: "replaced-from-outside", file: path.join(root, relative), line, about: found[0].trim() };
    }
  }
  return undefined;
}
