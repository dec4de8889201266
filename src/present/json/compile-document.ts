import type { CompileRecord } from "../../journal/compile-record.ts";
import type { NativeOption, RustFunctionRecord } from "../../native/native-option.ts";
import type { NativeObstacle } from "../../native/obstacle.ts";
import { relativePath } from "../format/path.ts";
import { nativeObstacleWords } from "../words/native-words.ts";

/** `hasten compile --json`: docs/formats/compile.schema.json. */
export function compileDocument(record: CompileRecord): object {
  const { run, cwd } = record;
  return {
    schema: "hasten.compile/1",
    id: record.id,
    command: record.command,
    python: run.python,
    wall_s: run.wall,
    tools: record.tools,
    ...(record.builder !== undefined && { builder: relativePath(record.builder, cwd) }),
    modules: record.modules.map((module) => ({
      file: relativePath(module.file, cwd),
      module: module.module,
      split: module.isSplit,
      share: module.share,
      annotations: module.annotations,
      functions: module.functions,
    })),
    obstacles: record.obstacles.map((obstacle) => obstacleDocument(obstacle, cwd)),
    options: record.options.map((option) => optionDocument(option, cwd)),
    best: record.best ?? null,
    patch: record.patch,
    assumes: record.assumes,
    keep: record.keep,
    folder: relativePath(record.folder, cwd),
    ...(record.rust && { rust: rustDocument(record.rust, cwd) }),
    written: record.written.map((file) => relativePath(file, cwd)),
    notes: record.notes,
  };
}

function rustDocument({ replayed, ...rust }: RustFunctionRecord, cwd: string): object {
  return {
    function: rust.function,
    folder: relativePath(rust.folder, cwd),
    state: rust.state,
    files: rust.files.map((file) => relativePath(file, cwd)),
    recorded: rust.recorded,
    made: rust.made,
    left: rust.left,
    ...(replayed && {
      replayed: { calls: replayed.calls, differences: replayed.differences, took_s: replayed.took },
    }),
  };
}

function obstacleDocument(obstacle: NativeObstacle, cwd: string): object {
  const { code, file, line, about } = obstacle;
  return { code, file: relativePath(file, cwd), line, about, sentence: nativeObstacleWords(obstacle, cwd) };
}

function optionDocument(option: NativeOption, cwd: string): object {
  const { proof, importTime } = option;
  return {
    compiler: option.compiler,
    annotations: option.annotations,
    ...(option.build !== undefined && { build_s: option.build }),
    ...(proof && {
      verdict: { kind: proof.kind, reason: proof.reason, ...(proof.speedup && { speedup: proof.speedup }) },
      compared: {
        outputs: proof.compared.outputs,
        tests: proof.compared.tests,
        not_compared: proof.compared.notCompared,
      },
      ...(proof.resources && {
        memory: { before_bytes: proof.resources.memoryBefore, after_bytes: proof.resources.memoryAfter },
      }),
    }),
    ...(importTime && { import: { before_s: importTime.before, after_s: importTime.after } }),
    ...(option.talking !== undefined && { talking: option.talking }),
    ships: option.ships,
    obstacles: option.obstacles.map((obstacle) => obstacleDocument(obstacle, cwd)),
  };
}
