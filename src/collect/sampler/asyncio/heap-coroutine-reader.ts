import type { CodeTable } from "../code-table.ts";
import type { Layout } from "../layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "../memory-window.ts";
import type { ValueReader } from "../read-values.ts";
import { ENDED, type CoroutineCopy, type ReadsCoroutines } from "./coroutine-reader.ts";
import { isObject, type TaskSources } from "./task-reader.ts";

/** `f_executing` (3.8, 3.9) or `f_state` (3.10) lies so far behind `f_lasti`. */
const STATE_BEHIND = 12;

/** CPython 3.8 to 3.10: a coroutine points to its frame, an object of its own. */
export class HeapCoroutineReader implements ReadsCoroutines {
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
    const { frame, generator } = this.#layout;
    const place = this.#values.pointer(address + generator.frame);
    if (place === 0) return ENDED;
    if (!isObject(place) || !this.#window.fill(this.#memory, place, (frame.size + 7) & ~7)) return undefined;
    const lasti = this.#window.integer(frame.instruction);
    const state = this.#stateAt(lasti);
    if (state === "ended") return ENDED;
    const code = this.#window.pointer(frame.code);
    const number = isObject(code) ? this.#codes.numberOf(code, this.#window.pointer(frame.globals)) : -1;
    const awaited = state === "suspended" ? this.#awaited() : 0;
    if (number < 0 || awaited === undefined) return undefined;
    // `f_lasti` counts bytes up to 3.9.
    return { state, code: number, instruction: this.#layout.version[1] < 10 ? lasti >> 1 : lasti, awaited };
  }

  #stateAt(lasti: number): CoroutineCopy["state"] {
    const told = this.#window.bytes.readInt8(this.#layout.frame.instruction + STATE_BEHIND);
    if (this.#layout.version[1] < 10) return told === 1 ? "executing" : lasti < 0 ? "created" : "suspended";
    if (told === 0) return "executing";
    return told > 0 ? "ended" : lasti < 0 ? "created" : "suspended";
  }

  /** What lies on top of the evaluation stack. */
  #awaited(): number | undefined {
    const { stackTop, valueStack } = this.#layout.frame;
    const bottom = this.#window.pointer(valueStack);
    const isCounted = this.#layout.version[1] >= 10;
    const top = isCounted ? bottom + 8 * this.#window.integer(stackTop) : this.#window.pointer(stackTop);
    if (top <= bottom || top > bottom + (1 << 20) || top % 8 !== 0) return 0;
    return this.#values.pointer(top - 8);
  }
}
