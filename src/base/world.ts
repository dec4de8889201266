/** What is going on during long work; presenters turn it into a line on stderr. */
export interface Progress {
  /** The stage, in the words of the design: "profile", "probe", "attempt" … */
  readonly stage: string;
  /** What is being done right now, in a few words. */
  readonly detail: string;
}

/**
 * Everything outside the core that the core may use. Made once at the border (`cli/world.ts`, tests), so that
 * no stage reads the environment, a clock or randomness by itself.
 */
export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly stdinIsTerminal: boolean;
  /** A file, pipe or socket: something that several runs of a program would have to share. Not a terminal, not `/dev/null`. */
  readonly stdinHasInput: boolean;
  /** Aborts when the user asks to stop (Ctrl-C, SIGTERM). */
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /** This process's id: lets what we start notice that we are gone. */
  readonly pid: number;
  /** The folder that holds `python/` and `vendor/`. */
  readonly packageFolder: string;
}
