import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../base/world.ts";
import type { Profile } from "../profile/profile.ts";
import { launch } from "./launch/launch.ts";
import { chooseCollector } from "./collectors.ts";
import { worldOf, type Program } from "./program.ts";
import { refuseSyntaxErrors } from "./refuse-syntax-errors.ts";
import { requireRuntime } from "./require-runtime.ts";
import { markOf, recordingSince, type RecordedMark } from "./sampler/recording-since.ts";
import { profileOf } from "./sampler/read-recording.ts";
import { startSampler, type Sampler } from "./sampler/sampler.ts";

/** What is watched live: a process that runs already, or a program that is started for it. */
export type LiveTarget = { readonly pid: number; readonly followsChildren: boolean } | { readonly program: Program };

/** How a live watch looks. */
export interface LiveOptions {
  readonly target: LiveTarget;
  /** Looks a second, on average. */
  readonly rate: number;
  /** How far back the recent profile goes, ms. */
  readonly recent: number;
}

/** What has been seen at one moment of a live watch. */
export interface LiveLook {
  /** The last seconds. */
  readonly recent: Profile;
  /** Since the beginning. */
  readonly whole: Profile;
}

/** A watch that is looked at while it goes on. Whoever starts one closes it. */
export interface Live {
  readonly look: () => Promise<LiveLook>;
  /** Resolves when the target has ended, with how. */
  readonly over: Promise<string>;
  /** Lets go of a process; ends a program. */
  readonly close: () => Promise<void>;
}

/** Begins to watch. Refuses what cannot be read or started. */
export async function watchLive(options: LiveOptions, world: World): Promise<Live> {
  const { target, rate } = options;
  const seed = Math.floor(world.random() * 2 ** 32);
  if ("program" in target) return watchProgram(target.program, { ...options, seed }, world);
  await requireRuntime(target.pid, world);
  const sampler = await startSampler([target.pid], { rate, followsChildren: target.followsChildren, seed });
  return {
    look: createLook(sampler, options.recent, world),
    over: sampler.over.then(() => `process ${target.pid} has ended`),
    close: async () => void (await sampler.stop()),
  };
}

async function watchProgram(
  program: Program,
  { rate, recent, seed }: LiveOptions & { readonly seed: number },
  world: World,
): Promise<Live> {
  chooseCollector("sampler", world);
  await refuseSyntaxErrors(program, worldOf(program, world));
  const folder = await mkdtemp(join(world.env["TMPDIR"] ?? tmpdir(), "hasten-top-"));
  const sampler = await startSampler([], { rate, followsChildren: true, seed });
  const ending = new AbortController();
  const stop = (): void => ending.abort(world.signal.aborted ? world.signal.reason : "SIGTERM");
  world.signal.addEventListener("abort", stop, { once: true });
  const started = { ...world, signal: ending.signal };
  const ended = launch(program, { mode: "batch", folder, onStart: sampler.watch }, started);
  // Whoever closes before it ends does not wait for it.
  ended.catch(() => undefined);
  return {
    look: createLook(sampler, recent, world),
    over: ended.then(({ exitCode }) => `the program has ended with status ${exitCode}`),
    close: async () => {
      stop();
      await ended.catch(() => undefined);
      world.signal.removeEventListener("abort", stop);
      await sampler.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createLook(sampler: Sampler, recent: number, world: World): Live["look"] {
  const marks: { readonly at: number; readonly mark: RecordedMark }[] = [{ at: world.now(), mark: new Map() }];
  return async () => {
    const { recording } = await sampler.snapshot();
    const now = world.now();
    // The newest mark that is old enough is the one to count from.
    while (now - (marks[1]?.at ?? now) >= recent) marks.shift();
    const since = recordingSince(recording, marks[0]?.mark ?? new Map());
    marks.push({ at: now, mark: markOf(recording) });
    return { recent: profileOf(since), whole: profileOf(recording) };
  };
}
