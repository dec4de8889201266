import { bytes, seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";
import type { Observation, RunFacts } from "./observation.ts";
import { peakMemory } from "./peak-memory.ts";
import { requireRuntime } from "./require-runtime.ts";
import type { FoundRuntime } from "./sampler/process/runtime-outcome.ts";
import { loopsOf } from "./sampler/read-loops.ts";
import { operandsOf, profileOf } from "./sampler/read-recording.ts";
import type { Recording } from "./sampler/recording.ts";
import { startSampler, type Sampler } from "./sampler/sampler.ts";

/** How a process that runs already is watched. */
export interface AttachOptions {
  readonly pid: number;
  /** Seconds; until the process ends or the user asks to stop where it is absent. */
  readonly duration: number | undefined;
  readonly followsChildren: boolean;
  /** Looks a second, on average. */
  readonly rate: number;
}

/** How often the progress line is written anew, ms. */
const PROGRESS_EVERY = 500;

/** Watches a process from outside. It goes on as before, whatever happens here. Refuses what cannot be read. */
export async function attach(options: AttachOptions, id: string, world: World): Promise<Observation> {
  const runtime = await requireRuntime(options.pid, world);
  const startedAt = world.now();
  const seed = Math.floor(world.random() * 2 ** 32);
  const { pid, rate, followsChildren } = options;
  const sampler = await startSampler([pid], { rate, followsChildren, seed });
  await waitForEnd(sampler, options, world);
  const memory = peakMemory(pid);
  const { recording } = await sampler.stop();
  const operands = operandsOf(recording);
  const profile = profileOf(recording);
  const run = factsOf({ id, startedAt, runtime, recording, memory, rate }, world);
  return { schema: "hasten.observation/1", run, profile, operands, calls: [], loops: loopsOf(recording) };
}

/** Until the time is up, the process has ended, or the user asks to stop. */
async function waitForEnd(sampler: Sampler, { pid, duration }: AttachOptions, world: World): Promise<void> {
  const begun = world.now();
  const timers: NodeJS.Timeout[] = [];
  const tell = (): void => {
    const elapsed = Math.round((world.now() - begun) / 1000);
    const until = duration === undefined ? "Ctrl-C ends it" : `of ${duration} s`;
    world.report({ stage: "attach", detail: `watching process ${pid} for ${elapsed} s, ${until}` });
  };
  tell();
  timers.push(setInterval(tell, PROGRESS_EVERY));
  const stopped = new Promise<void>((settle) => {
    world.signal.addEventListener("abort", () => settle(), { once: true });
    if (world.signal.aborted) settle();
    if (duration !== undefined) timers.push(setTimeout(settle, duration * 1000));
  });
  await Promise.race([stopped, sampler.over]);
  for (const timer of timers) clearTimeout(timer);
}

interface Attached {
  readonly id: string;
  readonly startedAt: number;
  readonly runtime: FoundRuntime;
  readonly recording: Recording;
  readonly memory: number;
  readonly rate: number;
}

function factsOf({ id, startedAt, runtime, recording, memory, rate }: Attached, world: World): RunFacts {
  const root = recording.processes[0];
  const cpu = recording.processes.reduce((sum, { tally }) => sum + tally.cpu, 0);
  return {
    id,
    command: root?.argv ?? [],
    cwd: world.cwd,
    startedAt: new Date(startedAt).toISOString(),
    python: {
      version: runtime.version.join("."),
      executable: root?.executable ?? runtime.executable,
      gil: runtime.layout.isFreeThreaded ? "off" : "on",
    },
    exitCode: 0,
    wall: seconds((world.now() - startedAt) / 1000),
    cpu: seconds(cpu / 1e9),
    peakRss: bytes(memory),
    collector: "sampler",
    rate,
    notes: recording.notes,
    attached: { pid: runtime.pid },
  };
}
