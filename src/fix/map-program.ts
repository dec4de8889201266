import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Program } from "../collect/program.ts";
import type { World } from "../base/world.ts";
import { isInside } from "./project.ts";

/** Where a project's paths lie in its copy. */
export interface PathMap {
  /** The project's path as the program spells it, then with links resolved; often the same. */
  readonly roots: readonly string[];
  readonly copy: string;
  /** Virtual environments inside the project, relative: they stay where they are. */
  readonly environments: readonly string[];
}

/** The same program, run in the copy: arguments, working directory and paths in the environment mapped into it. */
export function mapProgram(program: Program, map: PathMap, world: World): Program {
  const cwd = mapExisting(program.cwd, map) ?? program.cwd;
  const env = { ...world.env, ...program.env };
  return {
    ...program,
    argv: program.argv.map((argument, index) => mapArgument(argument, index, program.cwd, map)),
    cwd,
    env: { ...program.env, ...mapEnvironment(env, program.cwd, map), PWD: cwd },
  };
}

/** The place of something that exists in the copy, however links lead to it; undefined when it is not copied. */
export function mapExisting(absolute: string, map: PathMap): string | undefined {
  return mapPath(absolute, map) ?? (existsSync(absolute) ? mapPath(realpathSync(absolute), map) : undefined);
}

/** The place of an absolute path in the copy; undefined when it is not copied. */
export function mapPath(absolute: string, { roots, copy, environments }: PathMap): string | undefined {
  const root = roots.find((spelling) => isInside(absolute, spelling));
  if (root === undefined) return undefined;
  const relative = path.relative(root, absolute);
  if (environments.some((environment) => isInside(relative, environment))) return undefined;
  return path.join(copy, relative);
}

function mapArgument(argument: string, index: number, cwd: string, map: PathMap): string {
  const isCommandName = index === 0 && !argument.includes("/");
  const place = path.resolve(cwd, argument);
  if (!isCommandName && argument !== "" && !isInProject(place, map) && existsSync(place)) {
    const throughLink = mapPath(realpathSync(place), map);
    if (throughLink !== undefined) return throughLink;
    // From the copy, `../data` would lead into the temporary folder.
    const isMoved = !path.isAbsolute(argument) && mapExisting(cwd, map) !== undefined;
    return isMoved ? place : argument;
  }
  let text = argument;
  for (const root of map.roots) text = mapText(text, root, map);
  return text;
}

/** Replaces the project's path wherever it stands in a text as a path: alone, before `/`, after `=`, `:` or a quote. */
function mapText(text: string, root: string, map: PathMap): string {
  const pattern = new RegExp(String.raw`(^-[A-Za-z]|(?<![\w.)~-]))${escape(root)}(?![\w.-])(/[^\s:;,'"=]*)?`, "g");
  return text.replaceAll(pattern, (whole: string, before: string, rest: string | undefined) => {
    const isCopied = mapPath(path.join(root, rest ?? ""), map) !== undefined;
    return isCopied ? before + map.copy + (rest ?? "") : whole;
  });
}

function isInProject(place: string, map: PathMap): boolean {
  return map.roots.some((root) => isInside(place, root));
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function mapEnvironment(env: World["env"], cwd: string, map: PathMap): Record<string, string> {
  const mapped: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || name === "HOME" || name === "PYTHONPATH") continue;
    const place = path.isAbsolute(value) ? mapPath(path.normalize(value), map) : undefined;
    if (place !== undefined) mapped[name] = place;
  }
  const searchPath = env["PYTHONPATH"];
  if (searchPath !== undefined) {
    mapped["PYTHONPATH"] = searchPath
      .split(path.delimiter)
      .map((entry) => mapSearchEntry(entry, cwd, map))
      .join(path.delimiter);
  }
  return mapped;
}

/** Relative entries stay relative to the working directory, which is mapped itself, unless they lead out of the project. */
function mapSearchEntry(entry: string, cwd: string, map: PathMap): string {
  if (entry === "") return entry;
  const place = path.resolve(cwd, entry);
  const mapped = mapPath(place, map);
  if (path.isAbsolute(entry)) return mapped ?? entry;
  return mapped === undefined ? place : entry;
}
