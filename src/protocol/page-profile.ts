/** What a stack weighs on the page; `cost` is what shares are of: processor time, and the waiting that counted. */
export type PageWeight = "cost" | "wall" | "cpu" | "gil" | "bytes" | "samples";

/** A profile in columns, as the page reads it: parents before children, times in whole nanoseconds, −1 for what is not known. */
export interface PageProfile {
  readonly schema: "hasten.page-profile/1";
  readonly title: string;
  readonly functions: {
    readonly name: readonly string[];
    /** Index into `files`. */
    readonly file: ArrayLike<number>;
    readonly line: ArrayLike<number>;
    /** 0 project, 1 library, 2 standard library, 3 C code, 4 garbage collector, 5 task, 6 thread. */
    readonly kind: ArrayLike<number>;
  };
  readonly files: readonly string[];
  readonly frames: {
    readonly function: ArrayLike<number>;
    readonly line: ArrayLike<number>;
    readonly column: ArrayLike<number>;
    readonly endLine: ArrayLike<number>;
    readonly endColumn: ArrayLike<number>;
  };
  readonly stacks: { readonly parent: ArrayLike<number>; readonly frame: ArrayLike<number> };
  readonly threads: readonly string[];
  readonly weights: Readonly<Record<PageWeight | "stack" | "thread" | "gilWait", ArrayLike<number>>>;
  /**
   * In which order threads were seen with their stacks (−1: not seen): `gaps` are the nanoseconds from one start to the
   * next, the first from the first look at any thread. Empty where it is not known.
   */
  readonly timeline: readonly {
    readonly thread: number;
    readonly gaps: ArrayLike<number>;
    readonly stacks: ArrayLike<number>;
  }[];
  /** The text of files, by index into `files`. */
  readonly sources: readonly (readonly [number, string])[];
}
