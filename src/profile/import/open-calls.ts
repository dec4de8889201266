import type { StackCollector } from "./stack-collector.ts";
import { unreadable, weightOf } from "./unreadable.ts";

/** The stack of one thread while its calls open and close: what lies between two events belongs to the stack of then. */
export class OpenCalls {
  readonly #collector: StackCollector;
  readonly #thread: number;
  readonly #scale: number;
  /** Frames that are open, and the stack that each closed upon. */
  readonly #open: { readonly frame: number; readonly below: number }[] = [];
  #stack = -1;
  #since: number;

  /** `scale`: seconds a unit of the file's clock. */
  constructor(collector: StackCollector, thread: number, scale: number, start: number) {
    this.#collector = collector;
    this.#thread = thread;
    this.#scale = scale;
    this.#since = start;
  }

  /** A call begins. */
  open(frame: number, at: number): void {
    this.#pass(at);
    this.#open.push({ frame, below: this.#stack });
    this.#stack = this.#collector.push(this.#stack, frame);
  }

  /** A call ends; refuses where another one is the innermost. Without a frame the innermost one is meant. */
  close(frame: number | undefined, at: number): void {
    this.#pass(at);
    const innermost = this.#open.pop();
    if (innermost === undefined || (frame !== undefined && innermost.frame !== frame)) {
      throw unreadable("The file is damaged: a call ends that is not the innermost one");
    }
    this.#stack = innermost.below;
  }

  /** The recording ends; calls may still be open. */
  end(at: number): void {
    if (this.#open.length > 0) this.#pass(at);
  }

  #pass(at: number): void {
    const passed = weightOf(at - this.#since, "the time between two events");
    this.#collector.add(this.#stack, this.#thread, passed * this.#scale, 1);
    this.#since = at;
  }
}
