import { readFileSync } from "node:fs";
import type { World } from "../../base/world.ts";
import type { Collector } from "../collector.ts";
import { foreignLoops, loopsOf } from "./read-loops.ts";
import { operandsOf, profileOf } from "./read-recording.ts";
import { startSampler } from "./sampler.ts";

/** Looks a second. Ten looks fit into a switch interval of two threads that share the GIL (5 ms) twice over. */
const DEFAULT_RATE = 1000;

/** Reads the memory of every Python of the run from outside; nothing is added to the program. */
export const sampler: Collector = {
  id: "sampler",
  defaultRate: DEFAULT_RATE,
  objection: objectionTo,
  watch: async (_folder, rate, world) => {
    const seed = Math.floor(world.random() * 2 ** 32);
    const started = await startSampler([], { rate: rate ?? DEFAULT_RATE, followsChildren: true, seed });
    return {
      env: {},
      onStart: started.watch,
      finish: async () => {
        const { recording } = await started.stop();
        const operands = operandsOf(recording);
        return {
          profile: profileOf(recording),
          operands,
          notes: [...recording.notes, ...foreignLoops(recording)],
          loops: loopsOf(recording),
        };
      },
    };
  },
};

/**
 * `/proc/PID/mem` is Linux's, and layouts are known for 64 bits alone. yama's scopes 0 and 1 let a process read those that it has
 * started; 2 and 3 do not (`Documentation/admin-guide/LSM/Yama.rst`).
 */
function objectionTo({ platform }: World): string | undefined {
  if (platform !== "linux") return "it reads the memory of other processes, which it can on Linux only";
  const scope = yamaScope();
  return scope <= 1
    ? undefined
    : `kernel.yama.ptrace_scope is ${scope}, which lets nobody but an administrator read the memory of other processes`;
}

function yamaScope(): number {
  try {
    return Number(readFileSync("/proc/sys/kernel/yama/ptrace_scope", "utf8"));
  } catch {
    // A kernel without yama.
    return 0;
  }
}
