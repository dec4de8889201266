import type { RefusalCode } from "../../base/refusal.ts";
import type { Bytes } from "../../base/units.ts";
import type { CollectorId } from "../observation.ts";
import type { Interpreter } from "../program.ts";

/** A Python on this machine, and whether hasten can observe what runs on it. */
export interface FoundPython {
  /** The path that it was found by. */
  readonly path: string;
  readonly from: "VIRTUAL_ENV" | ".venv" | "PATH" | "pyenv";
  /** Absent where it did not answer. */
  readonly interpreter?: Interpreter;
  /** Why it cannot be observed; absent for a usable one. */
  readonly objection?: { readonly code: RefusalCode; readonly detail: string };
}

/** Whether another process of this user can be read, and what decides it. */
export interface Attaching {
  readonly attachable: "yes" | "no" | "unknown";
  /**
   * `capability`: we may read every process (root, CAP_SYS_PTRACE). `ptrace-scope`: the kernel's setting decides.
   * `memory-closed`: not even a child's memory could be read. `no-python`: nothing to try it on. `platform`: not Linux.
   */
  readonly reason: "capability" | "ptrace-scope" | "memory-closed" | "no-python" | "platform";
  /** `kernel.yama.ptrace_scope`: 0 own processes, 1 children only, 2 administrators, 3 nobody; absent without Yama. */
  readonly ptraceScope?: number;
}

/** A folder that hasten writes to. */
export interface FolderFacts {
  readonly path: string;
  readonly isWritable: boolean;
  /** What is free for us; absent where it cannot be known. */
  readonly free?: Bytes;
}

/** What this machine can measure. */
export interface MachineFacts {
  readonly platform: string;
  readonly cores: number;
  /** Processes that wanted to run, averaged over the last 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number];
  readonly pythons: readonly FoundPython[];
  readonly collectors: readonly { readonly id: CollectorId; readonly isAvailable: boolean }[];
  readonly attaching: Attaching;
  readonly cwd: FolderFacts;
  readonly temp: FolderFacts;
}
