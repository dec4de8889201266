import { Refusal } from "../base/refusal.ts";

/** How often the user's program may still be run: a program that sends mail must not do so ten times by surprise. */
export class RunBudget {
  /** Runs at most. */
  readonly most: number;
  #made = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** Runs that were begun. */
  get made(): number {
    return this.#made;
  }

  /** Runs that may still be begun. */
  get left(): number {
    return this.most - this.#made;
  }

  /** To be told before each run; refuses the one that is too many. */
  spend(): void {
    if (this.left <= 0) {
      const fact = `The ${this.most} runs of the program that were allowed are used up.`;
      throw new Refusal("runs-used", fact, "Allow more with --max-runs.");
    }
    this.#made += 1;
  }
}
