import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { World } from "./base/world.ts";
import { requestWords, type Program } from "./collect/program.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import type { Profiled } from "./diagnose/profiled.ts";
import { createSources } from "./diagnose/sources.ts";
import { recoverPending } from "./fix/pending.ts";
import { findProject } from "./fix/project.ts";
import { removeStaleWorkspaces } from "./fix/stale-workspaces.ts";
import type { CompileRecord } from "./journal/compile-record.ts";
import { createRunId } from "./journal/run-id.ts";
import { openBuildTools, requireBuildable, type BuildTools } from "./native/build-tools.ts";
import { findHotModules } from "./native/hot-module.ts";
import { keepingFiles } from "./native/keep.ts";
import { measureTypes } from "./native/measure-types.ts";
import type { PythonCompilerId } from "./native/native-option.ts";
import { pathsOf, prepareModules, type Prepared, type TypedModule } from "./native/prepare.ts";
import { assumptionsOf, patchOf, readinessOf } from "./native/readiness.ts";
import { tryCompiler, type Tried } from "./native/try-compiler.ts";
import { writeNative } from "./native/write-native.ts";
import type { Tools } from "./tools.ts";
import { profileCopy, refuseTooLittle } from "./rounds.ts";
import { openTrial, type Trial } from "./verify/trial.ts";

/** How a program's hot module is compiled. */
export interface CompileOptions {
  readonly compilers: readonly PythonCompilerId[];
  readonly minGain: number;
  readonly test: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly expectedStatus: number;
  /** Writes the best option's annotations and build configuration into the project. */
  readonly isWritten: boolean;
}

/** What the parts of one `compile` share. */
export interface CompileWork {
  readonly id: string;
  readonly startedAt: string;
  readonly folder: string;
  readonly trial: Trial;
  readonly options: CompileOptions;
  readonly tools: Tools;
}

/** Opens what a `compile` works in, hands it over, and keeps the record. */
export async function withTrial(
  program: Program,
  options: Pick<CompileOptions, "timeoutSeconds">,
  tools: Tools,
  world: World,
  work: (opened: Omit<CompileWork, "options">) => Promise<CompileRecord>,
): Promise<CompileRecord> {
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  recoverPending(tools.store.folder, world);
  await removeStaleWorkspaces(world);
  const stdin = world.stdinHasInput ? path.join(folder, "stdin") : undefined;
  const { timeoutSeconds } = options;
  const conditions = { ...(stdin !== undefined && { stdin }), ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
  const trial = await openTrial(program, findProject(program, world), conditions, world);
  try {
    const startedAt = new Date(world.now()).toISOString();
    const record = await work({ id, startedAt, folder, trial, tools });
    await tools.store.saveCompile(record);
    return record;
  } finally {
    await trial.dispose();
  }
}

/** collect → rank → readiness → build → verify → journal: the hot module, compiled on a copy, proven and measured. */
export async function compileProgram(
  program: Program,
  options: CompileOptions,
  tools: Tools,
  world: World,
): Promise<CompileRecord> {
  await refuseSyntaxErrors(program, world);
  // A command's Python is known only when it has run.
  if (program.python !== undefined) await requireBuildable(program.python.executable, world);
  return withTrial(program, options, tools, world, async (opened) => compileHot({ ...opened, options }, world));
}

/** The first profile of what is to be compiled. */
export async function profileFirst(
  { id, trial, tools }: Omit<CompileWork, "options">,
  expectedExit: number,
  world: World,
): Promise<Profiled> {
  const sources = createSources(tools.parser, { locate: (file) => trial.old.locate(file) ?? file });
  const input = { id, sources, recordStdin: trial.conditions.stdin, conditions: { trial, expectedExit } };
  const profiled = await profileCopy(input, 0, world);
  refuseTooLittle(profiled);
  return profiled;
}

async function compileHot(work: CompileWork, world: World): Promise<CompileRecord> {
  const profiled = await profileFirst(work, work.options.expectedStatus, world);
  return compileProfiled(work, profiled, world);
}

/** The same of a program that is profiled already, as it stands on both sides of the trial. */
export async function compileProfiled(work: CompileWork, profiled: Profiled, world: World): Promise<CompileRecord> {
  const { trial, options, tools } = work;
  const { executable } = profiled.observation.run.python;
  const buildable = await requireBuildable(executable, world);
  const { modules, obstacles } = await findHotModules(profiled, trial.new, tools.parser);
  if (modules.length === 0) return compose(work, { profiled, obstacles, tried: [] }, world);
  const buildTools = await openBuildTools(executable, buildable, tools.store.folder, world);
  world.report({ stage: "types", detail: "running it to see what its functions are given" });
  const files = modules.map(({ file }) => file);
  const measured = await measureTypes(files, trial.old, trial.conditions, world);
  const prepared = await prepareModules(modules, measured, { workspace: trial.new, tools: buildTools }, world);
  const tried: Tried[] = [];
  const benchmark = { minGain: options.minGain };
  const conditions = { trial, changed: files, tests: options.test, benchmark, tools: buildTools, python: executable };
  for (const compiler of options.compilers) {
    tried.push(await tryCompiler(compiler, { ...conditions, modules: prepared.modules }, world));
  }
  return compose(work, { profiled, obstacles, prepared, buildTools, tried }, world);
}

interface Found {
  readonly profiled: Profiled;
  readonly obstacles: CompileRecord["obstacles"];
  readonly prepared?: Prepared;
  readonly buildTools?: BuildTools;
  readonly tried: readonly Tried[];
}

async function compose(work: CompileWork, found: Found, world: World): Promise<CompileRecord> {
  const best = bestOf(found.tried);
  const modules = best?.modules ?? found.prepared?.modules ?? [];
  const record = recordOf(work, found, best, modules, world);
  if (best === undefined) return record;
  await keepBeside(record, best);
  if (!work.options.isWritten) return record;
  return { ...record, written: writeNative(modules, record.keep, work.tools.store.folder, world) };
}

function recordOf(
  work: CompileWork,
  { profiled, obstacles, prepared, tried, buildTools }: Found,
  best: Tried | undefined,
  modules: readonly TypedModule[],
  world: World,
): CompileRecord {
  const versions = buildTools?.versions ?? [];
  const paths = pathsOf(modules.map(({ module }) => module));
  const { run } = profiled.observation;
  return {
    schema: "hasten.compile-record/1",
    id: work.id,
    startedAt: work.startedAt,
    command: requestWords(work.trial.old.original.request),
    cwd: world.cwd,
    run,
    tools: versions,
    ...(buildTools && { builder: buildTools.python }),
    modules: modules.map(readinessOf),
    obstacles: [...obstacles, ...(prepared?.obstacles ?? [])],
    options: tried.map(({ option }) => option),
    ...(best && { best: best.option.compiler }),
    patch: modules.map((one) => patchOf(one, world.cwd)).join(""),
    assumes: assumptionsOf(modules),
    keep: best === undefined ? [] : keepingFiles(best.compiler, paths, versions),
    folder: path.join(work.folder, "native"),
    written: [],
    notes: [...new Set([...run.notes, ...work.trial.new.notes])],
  };
}

/** The fastest that was proven. */
function bestOf(tried: readonly Tried[]): Tried | undefined {
  const kept = tried.filter(({ option }) => option.proof?.kind === "kept");
  return kept.sort((a, b) => (b.option.proof?.speedup?.ratio ?? 0) - (a.option.proof?.speedup?.ratio ?? 0))[0];
}

/** Into the run's folder under `.hasten/`: the patch, the build configuration, and the extension modules as they were proven. */
async function keepBeside({ folder, patch, keep }: CompileRecord, { extensions }: Tried): Promise<void> {
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ["native.patch", patch],
    ...keep.map(({ path: file, content }) => [file, content] as const),
    ...extensions.map(({ path: file, content }) => [path.join("extensions", file), content] as const),
  ];
  for (const [name, content] of files) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
