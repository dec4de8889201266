import { Worker } from "node:worker_threads";
import type { Recording } from "./recording.ts";
import type { WorkerOrder, WorkerReply, WorkerRequest } from "./worker-messages.ts";

/** How a sampler looks. */
export interface SamplerOptions {
  /** Looks a second, on average. */
  readonly rate: number | "fastest";
  readonly followsChildren: boolean;
  /** At most this part of one processor; 1: no limit. */
  readonly mostOwnShare?: number;
  readonly seed: number;
}

/** What has been seen, and the processor seconds that looking took. */
export interface Sampled {
  readonly recording: Recording;
  readonly ownCpu: number;
}

/** Watches processes from outside, in a thread of its own. Whoever starts one must stop it. */
export interface Sampler {
  /** Adds a process, and its children where they are followed. */
  readonly watch: (pid: number) => void;
  /** What has been seen so far. */
  readonly snapshot: () => Promise<Sampled>;
  /** Resolves when none of the processes lives any more. */
  readonly over: Promise<void>;
  /** Ends the watching; the processes go on. */
  readonly stop: () => Promise<Sampled>;
}

const OWN_SHARE = 0.1;

/** Starts the sampling thread; resolves when it looks. */
export async function startSampler(pids: readonly number[], options: SamplerOptions): Promise<Sampler> {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const order: WorkerOrder = {
    pids,
    followsChildren: options.followsChildren,
    meanInterval: options.rate === "fastest" ? 0 : 1000 / options.rate,
    mostOwnShare: options.mostOwnShare ?? OWN_SHARE,
    seed: options.seed,
    bell,
  };
  const worker = new Worker(new URL(workerFile(), import.meta.url), { workerData: order, stdin: false });
  // A sampler must not keep hasten alive.
  worker.unref();
  const link = new Link(worker, bell);
  await link.ready;
  return {
    watch: (pid) => link.send({ kind: "watch", pid }),
    snapshot: () => link.ask({ kind: "snapshot" }),
    over: link.over,
    stop: async () => {
      const sampled = await link.ask({ kind: "stop" });
      await worker.terminate();
      return sampled;
    },
  };
}

/** The built package has JavaScript beside this file; the tests run on TypeScript, and take the build's worker. */
function workerFile(): string {
  return import.meta.url.endsWith(".ts") ? "../../../dist/collect/sampler/sampling-worker.js" : "./sampling-worker.js";
}

/** A promise with its settling in our hands. */
class Settled {
  readonly promise: Promise<void>;
  settle!: () => void;
  fail!: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise((settle, fail) => {
      this.settle = settle;
      this.fail = fail;
    });
  }
}

/** The messages to and from the worker. */
class Link {
  readonly #ready = new Settled();
  readonly #over = new Settled();
  readonly #worker: Worker;
  readonly #bell: Int32Array;
  readonly #waiting: ((sampled: Sampled) => void)[] = [];

  constructor(worker: Worker, bell: Int32Array) {
    this.#worker = worker;
    this.#bell = bell;
    worker.on("error", (error) => this.#ready.fail(error));
    worker.on("message", (reply: WorkerReply) => this.#note(reply));
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get over(): Promise<void> {
    return this.#over.promise;
  }

  send(request: WorkerRequest): void {
    this.#worker.postMessage(request);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  ask(request: Exclude<WorkerRequest, { kind: "watch" }>): Promise<Sampled> {
    return new Promise((settle) => {
      this.#waiting.push(settle);
      this.send(request);
    });
  }

  #note(reply: WorkerReply): void {
    if (reply.kind === "ready") this.#ready.settle();
    else if (reply.kind === "over") this.#over.settle();
    else this.#waiting.shift()?.({ recording: reply.recording, ownCpu: reply.ownCpu });
  }
}
