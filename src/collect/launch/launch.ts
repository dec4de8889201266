import { resolve } from "node:path";
import { Refusal } from "../../base/refusal.ts";
import { bytes, seconds } from "../../base/units.ts";
import type { World } from "../../base/world.ts";
import { refuseInterrupted } from "../refuse-interrupted.ts";
import { findExecutable, isFolder } from "../program/find-executable.ts";
import type { Program } from "../program.ts";
import { describeCaptured } from "./capture.ts";
import type { Ended } from "./ended.ts";
import type { LaunchOptions } from "./launch-options.ts";
import { decodeStatus } from "./measured.ts";
import type { Report } from "./measured.ts";
import { findMeasuringPython } from "./measuring-python.ts";
import { openStreams } from "./open-streams.ts";
import type { Streams } from "./open-streams.ts";
import type { Order } from "./order.ts";
import { supervise } from "./supervise.ts";
import type { Supervised } from "./supervise.ts";

/** What a copy of stdin may take at most, where the caller names no limit. */
const STDIN_LIMIT = bytes(256 << 20);

/**
 * Starts a program through `python/measure.py`, waits for it and says how it ended. In interactive mode the
 * caller must have touched its own `process.stdout` and `process.stderr` before: Node makes a pipe non-blocking
 * when it first uses it, and the program shares it.
 */
export async function launch(program: Program, options: LaunchOptions, world: World): Promise<Ended> {
  if (world.signal.aborted) throw refuseInterrupted();
  const cwd = resolve(world.cwd, options.cwd ?? program.cwd);
  if (!isFolder(cwd)) {
    throw new Refusal("cannot-start", `There is no folder ${cwd} to run in.`, "Give a folder that exists.");
  }
  const order = composeOrder(program, options, cwd, world);
  const python = await findMeasuringPython(program, world);
  const streams = await openStreams(options, world.cwd);
  try {
    const supervised = await supervise({ python, order, cwd, streams, options }, world);
    return await describeEnd(supervised, options, streams, world);
  } finally {
    await streams.close();
  }
}

function composeOrder(program: Program, options: LaunchOptions, cwd: string, world: World): Order {
  const runId = options.runId ?? `${world.pid}-${Math.floor(world.random() * 2 ** 48).toString(36)}`;
  const env: Order["env"] = { ...world.env, ...program.env, ...options.env, HASTEN_RUN: runId };
  const word = program.argv[0] ?? "";
  const executable = findExecutable(word, cwd, env["PATH"]);
  if (executable === undefined) {
    throw new Refusal(
      "cannot-start",
      `There is no command ${word} that could be started.`,
      "Check the name, its permissions and PATH.",
    );
  }
  const recording = options.mode === "interactive" ? options.recordStdin : undefined;
  return {
    mode: options.mode,
    runId,
    stdinCopy: recording === undefined ? "" : resolve(world.cwd, recording.path),
    stdinLimit: recording?.limit ?? STDIN_LIMIT,
    // A `#!` interpreter is given this path, and the program sees it: a path stays as it was typed.
    executable: word.includes("/") ? word : executable,
    argv: program.argv,
    env,
  };
}

async function describeEnd(
  supervised: Supervised,
  options: LaunchOptions,
  streams: Streams,
  world: World,
): Promise<Ended> {
  const { report, timedOut, interrupted } = supervised;
  const ended: Ended = {
    ...decodeStatus(report.status),
    wall: seconds(report.wall),
    cpu: seconds(report.cpu_user + report.cpu_system),
    // getrusage(2): kilobytes on Linux and the BSDs, bytes on macOS.
    peakRss: bytes(report.max_rss * (world.platform === "darwin" ? 1 : 1024)),
    timedOut,
    interrupted,
    ...recordOf(report, options, world),
  };
  if (streams.captured === undefined) return ended;
  const [stdout, stderr] = await Promise.all(streams.captured.map((path) => describeCaptured(path)));
  return { ...ended, ...(stdout && { stdout }), ...(stderr && { stderr }) };
}

function recordOf(report: Report, options: LaunchOptions, world: World): Pick<Ended, "stdinRecord"> {
  if (options.mode !== "interactive" || options.recordStdin === undefined) return {};
  const path = resolve(world.cwd, options.recordStdin.path);
  return { stdinRecord: { path, bytes: bytes(report.stdin), complete: report.stdin_complete } };
}
