import type { CodeTable } from "../code-table.ts";
import type { Layout } from "../layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "../memory-window.ts";
import type { ValueReader } from "../read-values.ts";
import { isObject, type TaskSources } from "./task-reader.ts";

/** Where a coroutine, a generator or an asynchronous generator stands. */
export interface CoroutineCopy {
  /** `suspended` – at an `await` or `yield`; `created` – it has not begun. */
  readonly state: "created" | "suspended" | "executing" | "ended";
  /** Number in the code table; −1 for one that has ended. */
  readonly code: number;
  readonly instruction: number;
  /** Address of what it awaits; 0 where it does not. Up to 3.12 it may be what a generator that yields holds. */
  readonly awaited: number;
}

/** `gi_frame_state` lies so far before the frame (`_PyGenObject_HEAD`: the last of four chars). */
const STATE_BEFORE = 5;
/** One that has ended. */
export const ENDED: CoroutineCopy = { state: "ended", code: -1, instruction: -1, awaited: 0 };

/** Reads where coroutines stand. One for each way in which CPython keeps their frames. */
export interface ReadsCoroutines {
  /** The coroutine object at an address (its type is known to be one); undefined where what is there makes no sense. */
  readonly read: (address: number) => CoroutineCopy | undefined;
}

/** CPython 3.11 and newer: a coroutine holds its frame. */
export class CoroutineReader implements ReadsCoroutines {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #codes: CodeTable;
  readonly #window: MemoryWindow;

  constructor({ memory, layout, values, codes }: TaskSources) {
    this.#memory = memory;
    this.#layout = layout;
    this.#values = values;
    this.#codes = codes;
    this.#window = new MemoryWindow(512);
  }

  read(address: number): CoroutineCopy | undefined {
    const start = this.#layout.generator.frame;
    const { frame } = this.#layout;
    if (!this.#window.fill(this.#memory, address, (start + frame.size + 7) & ~7)) return undefined;
    const told = this.#window.bytes.readInt8(start - STATE_BEFORE);
    const state = frameState(told, this.#layout.version[1]);
    if (state === undefined) return undefined;
    if (state === "ended") return ENDED;
    const code = this.#window.reference(start + frame.code);
    const number = isObject(code) ? this.#codes.numberOf(code, this.#window.pointer(start + frame.globals)) : -1;
    if (number < 0) return undefined;
    const bytes = this.#window.pointer(start + frame.instruction) - code - this.#codes.instructionsAt;
    const instruction = bytes >= 0 && bytes < 0x200000 ? bytes >> 1 : -1;
    const awaited = mayAwait(told, this.#layout.version[1]) ? this.#awaitedBy(address + start) : 0;
    return awaited === undefined ? undefined : { state, code: number, instruction, awaited };
  }

  /** What lies on top of the suspended frame's stack; in 3.15 an index lies above it (`SEND`). */
  #awaitedBy(frame: number): number | undefined {
    const { stackTop, localsplus } = this.#layout.frame;
    const [, minor] = this.#layout.version;
    const at = this.#layout.generator.frame + stackTop;
    const top = minor >= 14 ? this.#window.pointer(at) : frame + localsplus + 8 * this.#window.integer(at);
    const slot = top - (minor >= 15 ? 16 : 8);
    if (slot < frame + localsplus || slot > frame + (1 << 20) || slot % 8 !== 0) return 0;
    const held = this.#values.pointer(slot);
    // References of 3.14 and newer carry tags in their lowest bits.
    return held === undefined ? undefined : held - (held % 8);
  }
}

/** `enum _framestate` (pycore_frame.h). */
function frameState(value: number, minor: number): CoroutineCopy["state"] | undefined {
  if (minor >= 15) return (["created", "suspended", "suspended", "suspended", "executing", "ended"] as const)[value];
  if (value === (minor >= 13 ? -3 : -2)) return "created";
  if (value < 0) return value >= -2 ? "suspended" : undefined;
  if (value === 0) return "executing";
  return value <= 4 ? "ended" : undefined;
}

/** Whether a suspended frame awaits something; up to 3.12 what it awaits must tell. */
function mayAwait(value: number, minor: number): boolean {
  return minor >= 15 ? value === 2 || value === 3 : value === -1;
}
