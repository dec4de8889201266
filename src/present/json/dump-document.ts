import type { Dump, DumpedFrame, DumpedTask, DumpedThread } from "../../collect/dump.ts";
import { relativePath } from "../format/path.ts";

/** What `hasten dump --json` prints: all threads and tasks and all of their frames (`docs/formats/dump.schema.json`). */
export function dumpDocument({ pid, command, python, takenAt, threads, tasks, hasAllTasks, cwd }: Dump): object {
  return {
    schema: "hasten.dump/1",
    process: { pid, command, python },
    taken_at: takenAt,
    threads: threads.map((thread) => threadOf(thread, cwd)),
    tasks: tasks?.map((task) => taskOf(task, cwd)) ?? null,
    all_tasks: hasAllTasks,
  };
}

function threadOf(thread: DumpedThread, cwd: string): object {
  const { tid, name, isMain, interpreter, state, gil, task, isSettled, frames } = thread;
  return {
    tid: tid ?? null,
    name,
    main: isMain,
    interpreter,
    state,
    gil,
    task: task ?? null,
    settled: isSettled,
    frames: frames.map((frame) => frameOf(frame, cwd)),
  };
}

function taskOf({ number, name, tid, state, waitsFor, frames }: DumpedTask, cwd: string): object {
  return {
    number,
    name,
    thread: tid ?? null,
    state,
    waits_for: waitsFor.map((wait) =>
      wait.kind === "task" ? { kind: "task", task: wait.number, name: wait.name } : wait,
    ),
    frames: frames.map((frame) => frameOf(frame, cwd)),
  };
}

function frameOf({ function: called, file, line, columns, source, locals }: DumpedFrame, cwd: string): object {
  return {
    function: called,
    file: relativePath(file, cwd),
    line,
    column: columns?.column ?? null,
    end_line: columns?.endLine ?? null,
    end_column: columns?.endColumn ?? null,
    source: source ?? null,
    ...(locals !== undefined && {
      locals: locals?.map(({ name, type, size, elements }) => ({ name, type, size: size ?? null, elements })) ?? null,
    }),
  };
}
