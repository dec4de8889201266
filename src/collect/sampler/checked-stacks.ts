import { performance } from "node:perf_hooks";
import type { CallSites } from "./call-sites.ts";
import { LastStacks } from "./last-stacks.ts";
import type { StackTrie } from "./stack-trie.ts";
import type { StackWalker, WalkEnd } from "./stack-walker.ts";
import { WalkedStack } from "./walked-stack.ts";

/** How often a look is made again at once before it is given up. */
const TRIES = 16;
/** A kind of call that is not seen directly is believed after it has stood up to the strict check this often. */
const CONFIRMATIONS = 4;

/** A walk's size in frames: the thread's state, and each copy, take about as long as so many frames. */
const BASE_SIZE = 10;
const COPY_SIZE = 8;
/** As do so many bytes, and so many frames that were only compared. */
const BYTES_SIZE = 1024;
const SHARED_SIZE = 12;
/** A walk this many times slower than usual was interrupted. */
const SLOW = 4;

/** What a look at a thread came to. */
export interface Look {
  /** `impossible`: no walk gave a stack that stood up to the checks. */
  end: WalkEnd | "impossible";
  /** Node of the trie. */
  node: number;
}

/**
 * Takes stacks that existed. A stack is read while the target runs, so what is read may mix two moments.
 *
 * - A stack that did not come from one copy is walked again: the frames that made calls must be the same, at the same
 *   instructions, and the innermost must be one of the same code. While a call lasts, its callers cannot change.
 * - Every (caller's instruction, callee) pair must be possible: the caller stands at a call and holds the function, or the
 *   generator, on its evaluation stack in that very copy. What has been seen so once is believed from then on.
 * - Calls made by C code (a sort's key, `__init__`, a property) show nothing on the caller's stack: then three walks in a
 *   row must agree, until that pair has passed often enough to be believed.
 *
 * What fails is looked at again at once, and counted when it fails to the end.
 */
export class CheckedStacks {
  /** The stack of the last look. */
  stack: WalkedStack = new WalkedStack();
  /** Walks that were made again. */
  retried = 0;
  readonly #trie: StackTrie;
  readonly #walker: StackWalker;
  readonly #sites: CallSites;
  readonly #callers = new Set<number>();
  readonly #pairs = new Set<number>();
  readonly #doubts = new Map<number, number>();
  readonly #lasts = new LastStacks();
  #last: WalkedStack | undefined;
  #toWalk = new WalkedStack();
  #walked = this.#toWalk;
  #next = new WalkedStack();
  #nextEnd: WalkEnd = "empty";
  #random = 0x2545f491;
  /** What a walk takes by its size, ms; begins far too high and falls within some looks. */
  #pace = 1;
  readonly #look: Look = { end: "empty", node: 0 };

  constructor(trie: StackTrie, walker: StackWalker, sites: CallSites) {
    this.#trie = trie;
    this.#sites = sites;
    this.#walker = walker;
  }

  /** Looks at a thread. The result is the same object each time. */
  look(threadState: number): Look {
    this.#last = this.#lasts.of(threadState);
    this.#walked = this.#toWalk;
    const look = this.#tryToLook(threadState);
    this.stack = this.#walked;
    this.#toWalk = look.end === "walked" ? this.#lasts.exchange(threadState, this.#walked) : this.#walked;
    return look;
  }

  #tryToLook(threadState: number): Look {
    let end = this.#walk(threadState, this.#walked);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (end === "empty" || end === "gone") return this.#ended(end, 0);
      const node = end === "walked" ? this.#settle(threadState) : 0;
      if (node > 0) return this.#ended("walked", node);
      end = end === "torn" ? this.#walk(threadState, this.#walked) : this.#takeNext();
      this.retried += 1;
    }
    return this.#ended(end === "empty" || end === "gone" ? end : "impossible", 0);
  }

  /** The node of the stack that was walked, once it has stood up to the checks; 0 where it has not. */
  #settle(threadState: number): number {
    const known = this.#knownNode();
    if (known > 0 && this.#walked.copies === 1) return known;
    const doubts = known > 0 ? NONE : this.#doubtfulCallers();
    this.#dawdle();
    this.#nextEnd = this.#walk(threadState, this.#next);
    if (this.#nextEnd !== "walked" || doubts === undefined) return 0;
    if (known > 0) return this.#isStill(true) ? known : 0;
    return this.#confirm(threadState, doubts);
  }

  /** The walk that should have confirmed the last one takes its place. */
  #takeNext(): WalkEnd {
    [this.#walked, this.#next] = [this.#next, this.#walked];
    return this.#nextEnd;
  }

  /** Whether the instruction that a node stands at has been seen to call Python code. */
  callsPython(node: number): boolean {
    return this.#callers.has(siteOf(this.#trie.codes[node] ?? 0, this.#trie.instructions[node] ?? 0));
  }

  /** The stack's node, where the walk after it, and another one where calls are in doubt, show the same; 0 otherwise. */
  #confirm(threadState: number, doubts: readonly number[]): number {
    if (!this.#isStill(doubts.length > 0 || this.#walked.copies > 1)) return 0;
    if (doubts.length === 0) return this.#add();
    this.#dawdle();
    this.#nextEnd = this.#walk(threadState, this.#next);
    return this.#nextEnd === "walked" && this.#isStill(true) ? this.#addDoubted(doubts) : 0;
  }

  /** Lets a random time pass, up to some microseconds: a program that loops as fast as walks follow each other must not keep step. */
  #dawdle(): void {
    let state = this.#random;
    const rounds = 100 + (state & 0x7ff);
    for (let round = 0; round < rounds; round += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    this.#random = state;
  }

  /** A walk that took far longer than its size lets expect was interrupted, and the target was not: it is torn. */
  #walk(threadState: number, stack: WalkedStack): WalkEnd {
    const begun = performance.now();
    const end = this.#walker.walk(threadState, stack, this.#last);
    const pace = (performance.now() - begun) / sizeOf(stack);
    const isSlow = pace > SLOW * this.#pace;
    // One slow walk moves the expectation little; a machine that has become slow moves it after some.
    this.#pace += (Math.min(pace, 2 * this.#pace) - this.#pace) / 32;
    return isSlow && end === "walked" ? "torn" : end;
  }

  /**
   * The stack's node where all of it is known and believed; where only the innermost frame's instruction is new, it is added.
   * −1 otherwise.
   */
  #knownNode(): number {
    const { shared, depth, codes, instructions, nodes } = this.#walked;
    const caller = this.#knownCaller();
    if (caller < 0 || shared === depth) return caller;
    const known = this.#trie.find(caller, codes[0] ?? 0, instructions[0] ?? 0);
    if (known > 0) nodes[0] = known;
    else if (depth > 1 && !this.#pairs.has(pairOf(this.#walked, 1))) return -1;
    else nodes[0] = this.#trie.add(caller, codes[0] ?? 0, instructions[0] ?? 0);
    return this.#trie.doubted[nodes[0]] === 1 ? -1 : nodes[0];
  }

  /** The node of the innermost caller, or of the innermost frame where that was taken over; −1 where it is not known or in doubt. */
  #knownCaller(): number {
    const { depth, shared, codes, instructions, nodes } = this.#walked;
    let node = shared > 0 ? (nodes[depth - shared] ?? 0) : 0;
    if (this.#trie.doubted[node] === 1) return -1;
    for (let at = depth - shared - 1; at > 0; at -= 1) {
      node = this.#trie.find(node, codes[at] ?? 0, instructions[at] ?? 0);
      if (node === 0 || this.#trie.doubted[node] === 1) return -1;
      nodes[at] = node;
    }
    return node;
  }

  /**
   * The callers whose calls are of a kind not seen before and cannot be seen now; undefined where one of them is refuted. What
   * can be seen is believed from now on.
   */
  #doubtfulCallers(): readonly number[] | undefined {
    const stack = this.#walked;
    let doubts: number[] | undefined;
    for (let caller = stack.depth - 1; caller >= 1; caller -= 1) {
      if (this.#pairs.has(pairOf(stack, caller))) continue;
      const seen = this.#walker.callOf(stack, caller);
      if (seen === "refuted") return undefined;
      if (seen === "held") continue;
      doubts ??= [];
      doubts.push(caller);
    }
    return doubts ?? NONE;
  }

  /** Whether the next walk shows the same callers where they were, and the innermost callee where that is asked for. */
  #isStill(withCallee: boolean): boolean {
    const stack = this.#walked;
    const next = this.#next;
    const shift = next.depth - stack.depth;
    for (let at = stack.depth - 1; at >= 1; at -= 1) if (!isSame(stack, at, next, at + shift, true)) return false;
    return !withCallee || isSame(stack, 0, next, shift, false);
  }

  #add(): number {
    const stack = this.#walked;
    for (let caller = 1; caller < stack.depth; caller += 1) {
      this.#pairs.add(pairOf(stack, caller));
      this.#callers.add(siteOf(stack.codes[caller] ?? 0, stack.instructions[caller] ?? 0));
    }
    return this.#nodeOf(0);
  }

  #addDoubted(doubts: readonly number[]): number {
    const stack = this.#walked;
    for (const caller of doubts) {
      const pair = pairOf(stack, caller);
      // Finalizers and signal handlers are too rare to be told from torn reads by their number.
      if (this.#sites.kindOf(stack.codes[caller] ?? 0, stack.instructions[caller] ?? 0) === "quiet") continue;
      const seen = (this.#doubts.get(pair) ?? 0) + 1;
      this.#doubts.set(pair, seen);
      if (seen < CONFIRMATIONS) continue;
      this.#pairs.add(pair);
      this.#doubts.delete(pair);
    }
    const isDoubted = doubts.some((caller) => !this.#pairs.has(pairOf(stack, caller)));
    return this.#nodeOf(isDoubted ? 1 : 0);
  }

  /** Adds what is missing of the stack; doubted nodes are checked again each time. */
  #nodeOf(doubted: 0 | 1): number {
    const stack = this.#walked;
    let node = 0;
    for (let at = stack.depth - 1; at >= 0; at -= 1) {
      const [code = 0, instruction = 0] = [stack.codes[at], stack.instructions[at]];
      const known = this.#trie.find(node, code, instruction);
      node = known === 0 ? this.#trie.add(node, code, instruction) : known;
      stack.nodes[at] = node;
      if (known === 0 || doubted === 0) this.#trie.doubted[node] = doubted;
    }
    return node;
  }

  #ended(end: Look["end"], node: number): Look {
    this.#look.end = end;
    this.#look.node = node;
    return this.#look;
  }
}

const NONE: readonly number[] = [];

const sizeOf = ({ depth, shared, copies, bytes }: WalkedStack): number =>
  BASE_SIZE + depth - shared + shared / SHARED_SIZE + COPY_SIZE * copies + bytes / BYTES_SIZE;

function isSame(one: WalkedStack, at: number, other: WalkedStack, place: number, atInstruction: boolean): boolean {
  return (
    place >= 0 &&
    one.addresses[at] === other.addresses[place] &&
    one.codes[at] === other.codes[place] &&
    (!atInstruction || one.instructions[at] === other.instructions[place])
  );
}

/** A call site as one number below 2³⁴. */
const siteOf = (code: number, instruction: number): number => code * 0x10000 + (instruction & 0xffff);

/** A call site with the callee's code, as one number below 2⁵³. */
function pairOf({ codes, instructions }: WalkedStack, caller: number): number {
  return siteOf(codes[caller] ?? 0, instructions[caller] ?? 0) * 0x40000 + (codes[caller - 1] ?? 0);
}
