import { AwaitChains, isSameChain, type AwaitChain } from "./await-chain.ts";
import { isSameTask, type TaskCopy, type TaskReader, type TaskSources } from "./task-reader.ts";

/** A task that is not done, as it was at one moment. */
export interface SeenTask {
  readonly name: string;
  /** `ready`: what it waited for is there, or it has not begun, and its loop has not come to it yet. */
  readonly state: "running" | "waiting" | "ready";
  readonly chain: AwaitChain;
  /** Address of the future that it waits for; 0 where there is none. */
  readonly waiter: number;
}

/** A task that does not keep still is looked at so often. */
const TRIES = 16;

/** Looks at tasks one by one. */
export class TaskCamera {
  readonly #reader: TaskReader;
  readonly #chains: AwaitChains;

  constructor(sources: TaskSources, reader: TaskReader) {
    this.#reader = reader;
    this.#chains = new AwaitChains(sources);
  }

  /** The task as two looks in a row saw it; `ended` where it is done or gone, `changing` where no two looks agreed. */
  take({ address, coroutine }: TaskCopy): SeenTask | "ended" | "changing" {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const copy = this.#reader.read(address);
      // A task has one coroutine all its life: another one is another task, in the same place.
      if (copy === undefined || copy.isDone || copy.coroutine !== coroutine) return "ended";
      const seen = this.#look(copy);
      if (seen !== undefined) return seen;
    }
    return "changing";
  }

  #look(copy: TaskCopy): SeenTask | undefined {
    const name = this.#reader.nameOf(copy);
    const chain = this.#chains.follow(copy.coroutine);
    const isReady = copy.waiter === 0 || this.#reader.isAnswered(copy);
    const again = this.#chains.follow(copy.coroutine);
    if (name === undefined || chain === undefined || again === undefined || !isSameChain(chain, again))
      return undefined;
    if (chain.state === "ended" || !isSameTask(copy, this.#reader.read(copy.address))) return undefined;
    const state = chain.state === "executing" ? "running" : isReady ? "ready" : "waiting";
    return { name, state, chain, waiter: copy.waiter };
  }
}
