import path from "node:path";
import { bytes, fraction, seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";
import type { PythonCompilerId, NativeOption } from "./native-option.ts";
import { encodeSource } from "../source/read-source.ts";
import { buildWithCython, buildWithMypyc, type Built, type BuiltFile } from "./build.ts";
import type { BuildTools } from "./build-tools.ts";
import { importTime } from "./import-time.ts";
import { layOutIn, obstaclesOf, pathsOf, writeModules, type TypedModule } from "./prepare.ts";
import { proveNative, type ProveOptions } from "./prove-native.ts";
import { typedText } from "./settle-types.ts";
import { talkingShare } from "./talking.ts";

/** What all compilers of one `compile` share. */
export interface TryConditions extends ProveOptions {
  readonly modules: readonly TypedModule[];
  readonly tools: BuildTools;
  /** The program's interpreter. */
  readonly python: string;
}

/** A way that was tried, with the extension modules that it made. */
export interface Tried {
  readonly compiler: PythonCompilerId;
  readonly option: NativeOption;
  readonly extensions: readonly BuiltFile[];
  /** As they were compiled. */
  readonly modules: readonly TypedModule[];
}

/**
 * Compiles the modules and proves them. Cython makes C numbers of annotations and takes any code without them: where the one fails
 * or does something else, the other is tried.
 */
export async function tryCompiler(compiler: PythonCompilerId, conditions: TryConditions, world: World): Promise<Tried> {
  const first = await tryOnce(compiler, conditions, world);
  const { proof, annotations } = first.option;
  const isGood = proof !== undefined && proof.kind !== "changed-behaviour" && proof.kind !== "slower";
  if (compiler === "mypyc" || annotations === 0 || isGood) return first;
  const plain = conditions.modules.map(({ module, typed }) => ({ module, typed: { ...typed, annotations: [] } }));
  return tryOnce(compiler, { ...conditions, modules: plain }, world);
}

/** Compiles the modules, proves and measures the program with them in place, and takes them away again. */
async function tryOnce(compiler: PythonCompilerId, conditions: TryConditions, world: World): Promise<Tried> {
  const { trial, modules, tools } = conditions;
  const annotations = modules.reduce((sum, { typed }) => sum + typed.annotations.length, 0);
  const all = modules.map(({ module }) => module);
  const folder = layOutIn(trial.new, compiler, all);
  writeModules(folder, modules);
  world.report({ stage: compiler, detail: "compiling" });
  const build = compiler === "mypyc" ? buildWithMypyc : buildWithCython;
  const built = await build(pathsOf(all), folder, tools, world);
  if (built.kind === "failed") {
    return {
      compiler,
      option: { compiler, annotations, ships: [], obstacles: whyFailed(built, modules) },
      extensions: [],
      modules,
    };
  }
  const { extensions } = built;
  const ships = extensions.map(({ path: file, content }) => ({ path: file, bytes: bytes(content.length) }));
  const talking = compiler === "cython" ? talkingShare(folder, all) : undefined;
  const proven = await proveInPlace(compiler, extensions, conditions, world);
  return {
    compiler,
    option: {
      compiler,
      annotations,
      build: seconds(built.seconds),
      ...proven,
      ships,
      ...(talking !== undefined && { talking: fraction(talking) }),
      obstacles: [],
    },
    extensions,
    modules,
  };
}

function whyFailed(
  { complaints, said }: Extract<Built, { kind: "failed" }>,
  modules: readonly TypedModule[],
): NativeOption["obstacles"] {
  if (complaints.length > 0) return obstaclesOf(complaints, modules, "compiler");
  return [{ code: "compiler", file: modules[0]?.module.file ?? "", line: 1, about: `the build ended with: ${said}` }];
}

async function proveInPlace(
  compiler: PythonCompilerId,
  extensions: readonly BuiltFile[],
  conditions: TryConditions,
  world: World,
): Promise<Pick<NativeOption, "proof" | "importTime">> {
  const { trial, modules, python } = conditions;
  const [first] = modules;
  if (first === undefined) return {};
  const { root, path: place, ranAs } = first.module;
  const importedAs = ranAs === "__main__" ? path.basename(first.module.file, ".py") : place.name;
  const before = await importTime(importedAs, root, { python, workspace: trial.old }, world);
  try {
    await putInPlace(extensions, conditions);
    world.report({ stage: compiler, detail: "proving" });
    const proof = await proveNative(conditions, world);
    const after = await importTime(place.name, root, { python, workspace: trial.new }, world);
    const isTimed = before !== undefined && after !== undefined;
    return { proof, ...(isTimed && { importTime: { before, after } }) };
  } finally {
    await takeAway(trial);
    await trial.new.reset();
    await trial.old.reset();
  }
}

/** What was put in place goes; fixes that were kept before stay. */
async function takeAway({ new: side, kept }: TryConditions["trial"]): Promise<void> {
  await side.discardEdits();
  for (const [absolute, content] of kept) {
    const file = side.locate(absolute);
    if (file !== undefined) await side.write(file, content);
  }
}

/** The new side gets the sources as they were compiled, the extension modules beside them, and what is left of scripts. */
async function putInPlace(extensions: readonly BuiltFile[], { trial, modules }: TryConditions): Promise<void> {
  const { copy, root, locate, write } = trial.new;
  const base = path.join(copy, path.relative(root, modules[0]?.module.root ?? root));
  for (const { module, typed } of modules) {
    await write(path.join(base, module.path.file), encodeSource(module.original, typedText(typed).text));
    const script = module.script === undefined ? undefined : locate(module.file);
    if (script !== undefined) await write(script, encodeSource(module.original, module.script ?? ""));
  }
  for (const { path: file, content } of extensions) await write(path.join(base, file), content);
}
