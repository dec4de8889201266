import { mkdir } from "node:fs/promises";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import type { Profile } from "../profile/profile.ts";
import type { RankingCollectorId } from "./collector.ts";
import { chooseCollector } from "./collectors.ts";
import type { Ended } from "./launch/ended.ts";
import type { LaunchOptions } from "./launch/launch-options.ts";
import { launch } from "./launch/launch.ts";
import type { Observation, PythonFacts } from "./observation.ts";
import { refuseInterrupted } from "./refuse-interrupted.ts";
import { requestWords, worldOf, type Program } from "./program.ts";

/** What one observed execution is called, and where its records go. */
export interface ObserveOptions {
  readonly id: string;
  /** Takes the collector's raw records. */
  readonly folder: string;
  readonly launch: LaunchOptions;
  /** The best that this machine allows where it is absent. */
  readonly collector?: RankingCollectorId;
  /** Looks a second, on average; the collector's own where it is absent. */
  readonly rate?: number;
}

/** An observation together with how the program ended. */
export interface Observed {
  readonly observation: Observation;
  readonly ended: Ended;
}

/**
 * Runs the program once under a collector. Refuses with `not-observed` when no Python of it could be watched, which is
 * only known afterwards.
 */
export async function observe(program: Program, options: ObserveOptions, world: World): Promise<Observed> {
  await mkdir(options.folder, { recursive: true });
  const { collector, notes: passedOver } = chooseCollector(options.collector, world);
  const startedAt = new Date(world.now()).toISOString();
  const watching = await collector.watch(options.folder, options.rate, worldOf(program, world));
  const env = { ...options.launch.env, ...watching.env };
  const launched = { ...options.launch, runId: options.id, env, onStart: watching.onStart };
  const ended = await launch(program, launched, world).catch(async (error: unknown) => {
    await watching.finish();
    throw error;
  });
  const { profile, operands, notes: seen, loops } = await watching.finish();
  const notes = [...passedOver, ...seen];
  const observation: Observation = {
    schema: "hasten.observation/1",
    run: {
      id: options.id,
      command: requestWords(program.request),
      cwd: world.cwd,
      startedAt,
      python: pythonOf(profile, ended, seen, program),
      exitCode: ended.exitCode,
      wall: ended.wall,
      cpu: ended.cpu,
      peakRss: ended.peakRss,
      collector: collector.id,
      rate: options.rate ?? collector.defaultRate,
      notes,
    },
    profile,
    operands,
    calls: [],
    ...(loops !== undefined && { loops }),
  };
  return { observation, ended };
}

/** A program that ended before anybody could look at it is one that is too short, not one that cannot be watched. */
const SHORT_SECONDS = 1;

function pythonOf(profile: Profile, ended: Ended, notes: readonly string[], { python }: Program): PythonFacts {
  const root = profile.processes[0];
  if (root !== undefined) return { version: root.version, executable: root.executable, gil: root.gil };
  if (ended.interrupted) throw refuseInterrupted();
  if (python !== undefined && ended.wall < SHORT_SECONDS && notes.length === 0) {
    return { version: python.version.join("."), executable: python.executable, gil: python.gil };
  }
  const status = ended.exitCode === 0 ? "" : ` (it ended with status ${ended.exitCode})`;
  const why = notes.length === 0 ? "" : ` ${notes.join(" ")}`;
  throw new Refusal(
    "not-observed",
    `No Python that hasten can watch took part in this run${status}.${why}`,
    "hasten watches CPython 3.8 and newer, started without -I, -E or -S.",
  );
}
