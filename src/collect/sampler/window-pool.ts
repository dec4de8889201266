import { MemoryWindow, type TargetMemory } from "./memory-window.ts";

/** Windows beyond this are not kept: frames in them cannot be looked at again. */
const MOST_WINDOWS = 200;

/** The windows of one walk, used again for the next. */
export class WindowPool {
  readonly #memory: TargetMemory;
  readonly #windows: MemoryWindow[] = [];
  readonly #scratch = new MemoryWindow(512);
  #used = 0;
  #bytes = 0;

  constructor(memory: TargetMemory) {
    this.#memory = memory;
  }

  /** Forgets what was copied. */
  reset(): void {
    this.#used = 0;
    this.#bytes = 0;
  }

  /** How many copies the walk has made. */
  get used(): number {
    return this.#used;
  }

  /** How many bytes that were. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Copies a stretch; the window's number, or −1 where it cannot be read. */
  copy(address: number, length: number): number {
    const number = this.#used;
    this.#bytes += length;
    if (number >= MOST_WINDOWS) return this.#scratch.fill(this.#memory, address, length) ? MOST_WINDOWS : -1;
    let window = this.#windows[number];
    if (window === undefined) {
      window = new MemoryWindow(Math.max(512, length));
      this.#windows.push(window);
    }
    if (!window.fill(this.#memory, address, length)) return -1;
    this.#used = number + 1;
    return number;
  }

  /** The window that holds a stretch; −1 where none does. */
  find(address: number, length: number): number {
    for (let number = 0; number < this.#used; number += 1) {
      const window = this.#windows[number];
      if (window !== undefined && window.holds(address, length)) return number;
    }
    return -1;
  }

  at(number: number): MemoryWindow {
    return this.#windows[number] ?? this.#scratch;
  }

  /** Whether a window is kept until the next walk. */
  isKept(number: number): boolean {
    return number >= 0 && number < MOST_WINDOWS;
  }
}
