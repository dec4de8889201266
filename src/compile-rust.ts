import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bytes, seconds } from "./base/units.ts";
import { Refusal } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import { requestWords, type Program } from "./collect/program.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import { profileFirst, withTrial, type CompileOptions, type CompileWork } from "./compile.ts";
import type { Profiled } from "./diagnose/profiled.ts";
import type { CompileRecord } from "./journal/compile-record.ts";
import type { NativeOption, RustFunctionRecord } from "./native/native-option.ts";
import { proveNative } from "./native/prove-native.ts";
import { buildCrate, requireCargo } from "./native/rust/cargo.ts";
import { checkCalls } from "./native/rust/check-calls.ts";
import { crateFiles, crateName } from "./native/rust/crate-files.ts";
import { recordCalls } from "./native/rust/record-calls.ts";
import type { RecordedCalls } from "./native/rust/recorded-calls.ts";
import { seenWords } from "./native/rust/rust-type.ts";
import { afterDefinition, findTarget, rootOf, type Target } from "./native/rust/target.ts";
import { encodeSource } from "./source/read-source.ts";
import type { Tools } from "./tools.ts";

/** How a function is had in Rust. */
export type RustOptions = Omit<CompileOptions, "compilers" | "isWritten"> & { readonly function: string };

/** The project for a hot function in Rust: made where there is none yet; else built, proven on the recorded calls and measured. */
export async function compileRust(
  program: Program,
  options: RustOptions,
  tools: Tools,
  world: World,
): Promise<CompileRecord> {
  await refuseSyntaxErrors(program, world);
  const cargo = await requireCargo(world);
  return withTrial(program, options, tools, world, async (opened) => {
    const profiled = await profileFirst(opened, options.expectedStatus, world);
    const target = await findTarget(options.function, profiled.ranking, tools.parser);
    const recorded = await recordCalls(target, opened.trial, world);
    if (recorded === undefined || recorded.calls.length === 0) throw nothingRecorded(target, recorded);
    const crate = path.join(rootOf(target), crateName(target.name));
    const work = { ...opened, options, target, recorded, crate, profiled };
    const made = existsSync(path.join(crate, "Cargo.toml")) ? await buildAndProve(work, world) : createCrate(work);
    return recordOf(work, cargo, made, world);
  });
}

interface RustWork extends Omit<CompileWork, "options"> {
  readonly options: RustOptions;
  readonly target: Target;
  readonly recorded: RecordedCalls;
  readonly crate: string;
  readonly profiled: Profiled;
}

type Made = Pick<RustFunctionRecord, "state" | "files" | "replayed"> & { readonly option?: NativeOption };

function nothingRecorded({ name }: Target, recorded: RecordedCalls | undefined): Refusal {
  const why = Object.keys(recorded?.left ?? { "it was not called": 1 }).join(", ");
  const hint = "A border needs plain values: numbers, text, lists, tuples and dicts of them.";
  return new Refusal("not-observed", `No call of \`${name}\` could be recorded: ${why}.`, hint);
}

function createCrate({ target, recorded, crate }: RustWork): Made {
  const { source, owner, name, ranAs, file } = target;
  const module = ranAs === "__main__" ? path.basename(file, ".py") : ranAs;
  const python = source.text.slice(owner.node.start, owner.node.end);
  const files = crateFiles({ name, module, python }, recorded);
  if (files === undefined) {
    const seen = recorded.given.map(([parameter, type]) => `${parameter}: ${seenWords(type)}`);
    const fact = `\`${name}\` has no clear border: ${[...seen, `result: ${seenWords(recorded.returned)}`].join("; ")}.`;
    throw new Refusal("usage", fact, "Give and return numbers, text, lists and tuples of one type each.");
  }
  for (const { path: relative, content } of files) {
    const to = path.join(crate, relative);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, content, { flag: "wx" });
  }
  return { state: "created", files: files.map(({ path: relative }) => path.join(crate, relative)) };
}

async function buildAndProve(work: RustWork, world: World): Promise<Made> {
  const { target, crate, profiled, tools } = work;
  const { executable: python } = profiled.observation.run.python;
  world.report({ stage: "rust", detail: "compiling" });
  const name = crateName(target.name);
  const at = { folder: crate, name, target: path.join(tools.store.folder, "native", "rust", name) };
  const built = await buildCrate(at, python, world);
  const option = { compiler: "rust", annotations: 0, ships: [], obstacles: [] } as const;
  if (built.kind === "failed") {
    const file = path.join(crate, "src", "lib.rs");
    const obstacle = { code: "compiler", file, line: built.line, about: built.said } as const;
    return { state: "not-built", files: [], option: { ...option, obstacles: [obstacle] } };
  }
  const module = { name, library: built.library };
  const { isUnwritten, ...replayed } = await checkCalls(
    { target, module, recorded: work.recorded, python },
    work.folder,
    world,
  );
  if (isUnwritten) return { state: "unwritten", files: [] };
  const ships = [{ path: `${name}.so`, bytes: bytes(built.library.length) }];
  const whole = { ...option, build: seconds(built.seconds), ships };
  if (replayed.differences.length > 0) return { state: "built", files: [], replayed, option: whole };
  const proof = await proveInProgram(work, built.library, python, world);
  return { state: "built", files: [], replayed, option: { ...whole, proof } };
}

/** The program with the function taken from Rust, on the copy. */
async function proveInProgram(
  { target, trial, options }: RustWork,
  library: Uint8Array,
  python: string,
  world: World,
): Promise<NonNullable<NativeOption["proof"]>> {
  const side = trial.new;
  const name = crateName(target.name);
  const file = side.locate(target.file);
  const folder = path.join(side.copy, path.relative(side.root, rootOf(target)));
  try {
    const text = afterDefinition(target, `from ${name} import ${target.name}`);
    if (file !== undefined) await side.write(file, encodeSource(target.source, text));
    await side.write(path.join(folder, `${name}.so`), library);
    world.report({ stage: "rust", detail: "proving" });
    const benchmark = { minGain: options.minGain };
    const tests = options.test;
    return await proveNative({ trial, changed: [target.file], tests, benchmark, python }, world);
  } finally {
    await side.discardEdits();
    await side.reset();
    await trial.old.reset();
  }
}

function recordOf(work: RustWork, cargo: string, { option, ...state }: Made, world: World): CompileRecord {
  const { target, recorded, crate, profiled, trial } = work;
  const { run } = profiled.observation;
  const isKept = option?.proof?.kind === "kept";
  const assumed =
    "values of other types than those that were seen raise a TypeError (a bool passes for an int, an int for a float), an int of more than 64 bits an OverflowError";
  return {
    schema: "hasten.compile-record/1",
    id: work.id,
    startedAt: work.startedAt,
    command: requestWords(trial.old.original.request),
    cwd: world.cwd,
    run,
    tools: [cargo, ...pyo3Version(crate)],
    modules: [],
    obstacles: [],
    options: option === undefined ? [] : [option],
    ...(isKept && { best: "rust" }),
    patch: "",
    assumes: isKept ? [assumed] : [],
    keep: [],
    folder: crate,
    rust: {
      function: target.name,
      folder: crate,
      recorded: recorded.calls.length,
      made: recorded.count,
      left: recorded.left,
      ...state,
    },
    written: state.files,
    notes: [...new Set([...run.notes, ...trial.new.notes])],
  };
}

function pyo3Version(crate: string): readonly string[] {
  const lock = path.join(crate, "Cargo.lock");
  const found = existsSync(lock) ? /name = "pyo3"\nversion = "([^"]+)"/u.exec(readFileSync(lock, "utf8")) : null;
  return found === null ? [] : [`pyo3 ${found[1] ?? ""}`];
}
