import type { Bytes } from "../../base/units.ts";

interface CommonOptions {
  /** Marks every process of the run (`HASTEN_RUN`); drawn at random where it is absent. */
  readonly runId?: string;
  /** Added to (or, with undefined, taken from) the world's environment and the program's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Instead of the program's working directory. */
  readonly cwd?: string;
  /** Told the program's process id as soon as it has one. */
  readonly onStart?: (pid: number) => void;
  /** After this the whole run is ended: SIGTERM, two seconds, SIGKILL. */
  readonly timeoutSeconds?: number;
}

/** The program keeps the user's terminal, process group and streams, as if it had been started without hasten. */
export interface InteractiveOptions extends CommonOptions {
  readonly mode: "interactive";
  /** Where the program's stdout goes: "stderr" keeps ours free for a JSON document. */
  readonly stdout?: "inherit" | "stderr";
  /** Ends what the program leaves running behind it, as a batch run does. */
  readonly leavesNothing?: boolean;
  /** Keeps a copy of what the program reads, unless stdin is a terminal. */
  readonly recordStdin?: { readonly path: string; readonly limit?: Bytes };
}

/** The program runs unattended in a session of its own; nothing of it is left when it has ended. */
export interface BatchOptions extends CommonOptions {
  readonly mode: "batch";
  /** Where `stdout` and `stderr` are written; made if it is missing. */
  readonly folder: string;
  /** Nothing (`/dev/null`) where it is absent. */
  readonly stdin?: { readonly bytes: Uint8Array } | { readonly file: string };
  /** A run that prints more than this on one stream is ended and refused. */
  readonly outputLimit?: Bytes;
}

/** How a program is to be started. */
export type LaunchOptions = InteractiveOptions | BatchOptions;
