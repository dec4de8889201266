import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import type { Workspace } from "../fix/workspace.ts";
import { encodeSource } from "../source/read-source.ts";
import { annotationsFor } from "./annotations.ts";
import { checkTypes, layOut, type ModulePath } from "./build.ts";
import type { BuildTools } from "./build-tools.ts";
import type { HotModule } from "./hot-module.ts";
import type { NativeObstacle } from "./obstacle.ts";
import { inOriginal, typedText, yieldTo, type TypedFile } from "./settle-types.ts";
import type { MeasuredTypes } from "./signature-record.ts";
import type { TypeComplaint } from "./type-errors.ts";
import { typeTextIn } from "./type-text.ts";

/** A hot module with the annotations that mypy has nothing against. */
export interface TypedModule {
  readonly module: HotModule;
  readonly typed: TypedFile;
}

/** The modules, typed as far as they can be, and what mypy still has against them. */
export interface Prepared {
  readonly modules: readonly TypedModule[];
  readonly obstacles: readonly NativeObstacle[];
}

/** So many times mypy is asked; each time less is claimed. */
const MOST_ROUNDS = 20;

/** Annotates the modules with what was measured, and takes back what mypy complains of, until it is content or nothing is left to take back. */
export async function prepareModules(
  modules: readonly HotModule[],
  measured: MeasuredTypes,
  { workspace, tools }: { readonly workspace: Workspace; readonly tools: BuildTools },
  world: World,
): Promise<Prepared> {
  const isOld = Number(tools.minor.split(".")[1]) < 9;
  let all = modules.map((module): TypedModule => {
    const { source, ranAs } = module;
    const textOfType = typeTextIn(source, ranAs, measured, isOld);
    const signatures = measured.signatures.filter(({ file }) => file === module.file);
    const mine = { ...measured, signatures };
    return { module, typed: { source, annotations: annotationsFor(source, mine, { module: ranAs, textOfType }) } };
  });
  const folder = layOutIn(workspace, "check", modules);
  for (let round = 0; ; round += 1) {
    world.report({ stage: "types", detail: `asking mypy, round ${round + 1}` });
    writeModules(folder, all);
    const complaints = await checkTypes(pathsOf(modules), folder, tools, world);
    const next = round < MOST_ROUNDS ? all.map((one) => yieldAll(one, complaints)) : all;
    const isSettled = next.every((one, index) => one.typed === all[index]?.typed);
    all = next;
    if (isSettled) return { modules: all, obstacles: obstaclesOf(complaints, all, "types") };
  }
}

function yieldAll(one: TypedModule, complaints: readonly TypeComplaint[]): TypedModule {
  const own = complaints.filter(({ file }) => file === one.module.path.file);
  let { typed } = one;
  for (const complaint of own) typed = yieldTo(complaint, one.typed, typed) ?? typed;
  return typed === one.typed ? one : { ...one, typed };
}

/** What compilers complain of, in the user's files and lines. */
export function obstaclesOf(
  complaints: readonly TypeComplaint[],
  modules: readonly TypedModule[],
  code: NativeObstacle["code"],
): readonly NativeObstacle[] {
  return complaints.map((complaint) => {
    const own = modules.find(({ module }) => module.path.file === complaint.file);
    const { line } = own === undefined ? complaint : inOriginal(complaint, own.typed);
    return { code, file: own?.module.file ?? complaint.file, line, about: complaint.message };
  });
}

/** A folder beside the copy with the Python files of the project, for compilers to read and write in. */
export function layOutIn({ copy, root, scratch }: Workspace, name: string, modules: readonly HotModule[]): string {
  const top = path.join(scratch, `build-${name}`);
  rmSync(top, { recursive: true, force: true });
  mkdirSync(top, { recursive: true });
  const project = path.join(top, "project");
  layOut(copy, project);
  return path.join(project, path.relative(root, modules[0]?.root ?? root));
}

/** Writes the modules as they are to be compiled. */
export function writeModules(folder: string, modules: readonly TypedModule[]): void {
  for (const { module, typed } of modules) {
    const file = path.join(folder, module.path.file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, encodeSource(module.original, typedText(typed).text));
  }
}

/** Where the modules lie below the folder that they are imported from. */
export function pathsOf(modules: readonly HotModule[]): readonly ModulePath[] {
  return modules.map((module) => module.path);
}
