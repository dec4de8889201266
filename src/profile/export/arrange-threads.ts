import { Refusal } from "../../base/refusal.ts";
import { lineNumber } from "../../base/units.ts";
import { ProfileBuilder } from "../profile-builder.ts";
import type { Profile } from "../profile.ts";
import { THREAD_WORD } from "./frame-words.ts";
import { threadLabel } from "./threads.ts";

/** Which threads a file is to hold, and how. */
export interface ThreadArrangement {
  /** Only threads of that name, in all processes. */
  readonly only?: string;
  /** As the profile has them; with the thread's name as the outermost frame; or one thread a process. */
  readonly how: "apart" | "as-roots" | "merged";
}

/** Makes a profile of the threads that were asked for; refuses a name that no thread has. */
export function arrangeThreads(profile: Profile, { only, how }: ThreadArrangement): Profile {
  refuseUnknownThread(profile, only);
  if (only === undefined && how === "apart") return profile;
  const builder = new ProfileBuilder();
  const place = copyProcesses(profile, builder, how);
  const stackOf = createStackCopier(profile, builder, how === "as-roots");
  for (const weight of profile.weights) {
    if (only !== undefined && profile.threads[weight.thread]?.name !== only) continue;
    const thread = place[weight.thread] ?? 0;
    builder.addWeight({ ...weight, thread, stack: stackOf(weight.stack, weight.thread) });
  }
  builder.addTruth(profile.truth);
  return builder.build();
}

function refuseUnknownThread({ threads }: Profile, only: string | undefined): void {
  if (only === undefined || threads.some(({ name }) => name === only)) return;
  const names = [...new Set(threads.map(({ name }) => name))];
  const shown = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  throw new Refusal("usage", `No thread of this run is named "${only}".`, `Its threads: ${shown}`);
}

/** Adds processes and threads; gives the new index of every thread. */
function copyProcesses(profile: Profile, builder: ProfileBuilder, how: ThreadArrangement["how"]): readonly number[] {
  for (const process of profile.processes) builder.addProcess(process);
  if (how !== "merged") return profile.threads.map((thread) => builder.addThread(thread));
  const merged = profile.processes.map((_, process) => builder.addThread({ process, name: "all", isMain: true }));
  return profile.threads.map(({ process }) => merged[process] ?? 0);
}

/** Gives the new index of a stack, below its thread's name where that is to be a root. */
function createStackCopier(
  profile: Profile,
  builder: ProfileBuilder,
  areRoots: boolean,
): (stack: number, thread: number) => number {
  const known = new Map<number, number>();
  const rootOf = (thread: number): number => (areRoots ? pushThread(profile, builder, thread) : -1);
  return (stack, thread) => {
    const keyOf = (at: number): number => at * profile.threads.length + (areRoots ? thread : 0);
    const path: number[] = [];
    let at = stack;
    for (; at !== -1 && !known.has(keyOf(at)); at = profile.stacks[at]?.parent ?? -1) path.push(at);
    let parent = at === -1 ? rootOf(thread) : (known.get(keyOf(at)) ?? -1);
    for (const next of path.reverse()) {
      parent = pushFrame(profile, builder, parent, next);
      known.set(keyOf(next), parent);
    }
    return parent;
  };
}

function pushThread(profile: Profile, builder: ProfileBuilder, thread: number): number {
  const none = lineNumber(0);
  const qualname = threadLabel(profile, thread);
  const profiled = builder.internFunction({ module: "", qualname, file: THREAD_WORD, firstLine: none });
  return builder.internStack(-1, builder.internFrame(profiled, { line: none }));
}

function pushFrame(profile: Profile, builder: ProfileBuilder, parent: number, stack: number): number {
  const frame = profile.frames[profile.stacks[stack]?.frame ?? -1];
  const profiled = profile.functions[frame?.function ?? -1];
  if (frame === undefined || profiled === undefined) return parent;
  return builder.internStack(parent, builder.internFrame(builder.internFunction(profiled), frame.position));
}
