import { performance } from "node:perf_hooks";
import { hrtime } from "node:process";
import type { CodeTable } from "../code-table.ts";
import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import type { WalkedStack } from "../walked-stack.ts";
import { LagHistogram } from "./lag-histogram.ts";

/** A loop that does not come back to its selector for longer than this is blocked, ns. */
const BLOCKED = 50e6;
/** Looks of one turn that are remembered; more of a turn that lasts longer tell nothing new. */
const MOST_LOOKS = 20_000;

/** A turn of a loop that was longer than `BLOCKED`, by the stack that was seen most in it. Times in ns. */
export interface BlockedTurns {
  readonly node: number;
  times: number;
  total: number;
  longest: number;
}

/** What a thread's loop came to. */
export interface WatchedLoop {
  readonly lags: LagHistogram;
  readonly blocked: Map<number, BlockedTurns>;
}

/** One go of a loop through what is ready, from the end of its `select` to the next one. */
interface Turn {
  /** `end_time` of `_run_once`: the loop's own time at which it began, and no two turns have the same. */
  readonly id: number;
  readonly begun: number;
  readonly looks: number[];
  readonly nodes: Map<number, number>;
}

/**
 * Measures from outside how long asyncio's loops keep those waiting that become ready: a callback that became ready at the
 * moment of a look would wait until the turn that was seen then had ended; not at all where the loop was in its selector. Turns are told apart
 * by `end_time`, a local variable of `BaseEventLoop._run_once` (3.8 to 3.15) that holds the monotonic clock.
 */
export class LoopWatch {
  readonly loops: Map<number, WatchedLoop> = new Map();
  readonly #codes: CodeTable;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #open = new Map<number, Turn>();
  readonly #lastLook = new Map<number, number>();
  /** By number of the code: the place of `end_time` among the locals; −1 in all other functions. */
  readonly #places: number[] = [];
  /** The monotonic clock less that of the looks, ns. */
  readonly #offset = Number(hrtime.bigint()) - performance.now() * 1e6;

  constructor({ codes, layout, values }: { codes: CodeTable; layout: Layout; values: ValueReader }) {
    this.#codes = codes;
    this.#layout = layout;
    this.#values = values;
  }

  /** A look at a thread whose stack was walked just now. */
  look(thread: number, node: number, stack: WalkedStack, now: number): void {
    const at = this.#loopFrame(stack);
    if (at < 0) {
      // Its loop has ended, or it never had one.
      if (this.#open.has(thread)) this.#end(thread, now);
      return;
    }
    const loop = this.loops.get(thread) ?? { lags: new LagHistogram(), blocked: new Map() };
    this.loops.set(thread, loop);
    const id = this.#turnOf(stack.addresses[at] ?? 0, this.#places[stack.codes[at] ?? -1] ?? 0);
    const open = this.#open.get(thread);
    if (open !== undefined && open.id !== id) this.#end(thread, now);
    if (id === undefined) loop.lags.add(0, 1);
    else this.#note(thread, id, node, now);
    this.#lastLook.set(thread, now);
  }

  /** What its loops were at ended when they were seen last. */
  close(): void {
    for (const thread of this.#open.keys()) this.#end(thread, this.#lastLook.get(thread) ?? 0);
  }

  #note(thread: number, id: number, node: number, now: number): void {
    const before = this.#lastLook.get(thread) ?? now;
    const begun = Math.min(now, Math.max(before, id * 1e9 - this.#offset));
    const turn = this.#open.get(thread) ?? { id, begun, looks: [], nodes: new Map<number, number>() };
    this.#open.set(thread, turn);
    if (turn.looks.length < MOST_LOOKS) turn.looks.push(now);
    turn.nodes.set(node, (turn.nodes.get(node) ?? 0) + 1);
  }

  /** The turn ended between its last look and this one. */
  #end(thread: number, now: number): void {
    const [turn, loop] = [this.#open.get(thread), this.loops.get(thread)];
    this.#open.delete(thread);
    if (turn === undefined || loop === undefined) return;
    const end = ((turn.looks.at(-1) ?? now) + now) / 2;
    for (const look of turn.looks) loop.lags.add(end - look, 1);
    const length = end - turn.begun;
    if (length < BLOCKED) return;
    const [node] = [...turn.nodes].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0]);
    const known = loop.blocked.get(node) ?? { node, times: 0, total: 0, longest: 0 };
    known.times += 1;
    known.total += length;
    known.longest = Math.max(known.longest, length);
    loop.blocked.set(node, known);
  }

  #loopFrame({ codes, depth }: WalkedStack): number {
    for (let at = 0; at < depth; at += 1) if (this.#placeIn(codes[at] ?? -1) >= 0) return at;
    return -1;
  }

  #placeIn(code: number): number {
    const known = this.#places[code];
    if (known !== undefined) return known;
    const object = this.#codes.objects[code];
    const isLoop =
      object?.file.endsWith("asyncio/base_events.py") === true && /(?:^|\.)_run_once$/u.test(object.qualname);
    const place = isLoop ? object.locals.indexOf("end_time") : -1;
    this.#places[code] = place;
    return place;
  }

  /** The value of `end_time`; undefined while it is not bound, which is in the selector. */
  #turnOf(frame: number, place: number): number | undefined {
    const raw = this.#values.pointer(frame + this.#layout.frame.localsplus + place * 8) ?? 0;
    // The lowest bits are tags from 3.14 on.
    const value = raw - (raw % 8);
    const bytes = value === 0 ? undefined : this.#values.bytesAt(value + this.#layout.object.type + 8, 8);
    const time = bytes?.readDoubleLE(0);
    return time !== undefined && time > 0 && Number.isFinite(time) ? time : undefined;
  }
}
