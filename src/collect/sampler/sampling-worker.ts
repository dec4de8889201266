import { readlinkSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from "node:worker_threads";
import { assert } from "../../base/refusal.ts";
import { exponential } from "./exponential.ts";
import { WatchedFamily } from "./watched-family.ts";
import type { WorkerOrder, WorkerReply, WorkerRequest } from "./worker-messages.ts";

/** Messages are looked for this often, ms. */
const LISTEN_EVERY = 5;
/** Whether the watched processes still live is asked this often, ms. */
const ALIVE_EVERY = 50;
/** A look that takes less is no burden, ms. */
const LEAST_COST = 0.02;
/** Nobody to look at: sleep so long, ms. */
const IDLE = 1;
/** Going to sleep and waking up takes longer than this, and more processor time than waiting for it, ms. */
const SHORTEST_SLEEP = 0.02;

/** The loop of the sampling worker: looks, sleeps for a random time, listens. Blocks its thread by design. */
class SamplingLoop {
  readonly #order: WorkerOrder;
  readonly #port: MessagePort;
  readonly #family: WatchedFamily;
  readonly #draw: () => number;
  #isStopped = false;
  #isOver = false;
  #listenedAt = 0;
  #askedAt = 0;
  #cost = 0;
  #own = 0;

  constructor(order: WorkerOrder, port: MessagePort) {
    this.#order = order;
    this.#port = port;
    this.#family = new WatchedFamily(order.pids, order.followsChildren);
    this.#draw = exponential(order.seed);
  }

  run(): void {
    this.#reply({ kind: "ready" });
    let due = performance.now();
    while (!this.#isStopped) {
      const now = performance.now();
      const watched = this.#family.look(now);
      const after = performance.now();
      this.#own += after - now;
      // New processes and new code cost much once: that must not make the next looks rare.
      this.#cost += (Math.min(after - now, 2 * this.#cost + LEAST_COST) - this.#cost) / 16;
      this.#listen(after);
      const mean = watched === 0 ? IDLE : this.#mean();
      if (watched > 0 && mean > 0 && now - due > mean) this.#family.miss(Math.floor((now - due) / mean));
      const delay = mean * this.#draw();
      due = after + delay;
      this.#sleep(delay, due);
    }
    this.#family.close();
  }

  /** Until `due`, which lies `delay` ahead, or until somebody rings the bell. */
  #sleep(delay: number, due: number): void {
    if (delay >= SHORTEST_SLEEP) Atomics.wait(this.#order.bell, 0, Atomics.load(this.#order.bell, 0), delay);
    else while (performance.now() < due);
  }

  /** Longer where looks cost so much that they would take more than their share. */
  #mean(): number {
    const { meanInterval, mostOwnShare } = this.#order;
    return mostOwnShare >= 1 ? meanInterval : Math.max(meanInterval, this.#cost * (1 / mostOwnShare - 1));
  }

  #listen(now: number): void {
    if (now - this.#listenedAt < LISTEN_EVERY) return;
    this.#listenedAt = now;
    for (;;) {
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) break;
      this.#obey(received.message as WorkerRequest);
    }
    if (this.#isOver || now - this.#askedAt < ALIVE_EVERY) return;
    this.#askedAt = now;
    this.#isOver = !this.#family.isAlive();
    if (this.#isOver) this.#reply({ kind: "over" });
  }

  #obey(request: WorkerRequest): void {
    if (request.kind === "watch") {
      this.#isOver = false;
      this.#family.addRoot(request.pid);
      return;
    }
    this.#isStopped = request.kind === "stop";
    if (this.#isStopped) this.#family.endLoops();
    // The order of all stacks is asked for at the end: a live view would be sent it anew each time.
    const recorded = this.#family.record();
    const processes = this.#isStopped ? recorded : recorded.map(({ moments: _order, ...process }) => process);
    const recording = { processes, notes: [] };
    this.#reply({ kind: "recording", recording, ownCpu: this.#own / 1000, isLast: this.#isStopped });
  }

  #reply(reply: WorkerReply): void {
    this.#port.postMessage(reply);
  }
}

/**
 * The kernel wakes a thread up to 50 µs late so that timers can share a wake-up (`timerslack_ns`, proc_pid_timerslack_ns(5)): far too
 * late for looks 100 µs apart. Only this thread's own is changed, which programs that hasten starts do not inherit.
 */
function wakeOnTime(): void {
  try {
    const thread = basename(readlinkSync("/proc/thread-self"));
    writeFileSync(`/proc/${thread}/timerslack_ns`, "1000");
  } catch {
    // The sampler only wakes a little late.
  }
}

assert(parentPort, "The sampling loop runs in a worker.");
wakeOnTime();
new SamplingLoop(workerData as WorkerOrder, parentPort).run();
