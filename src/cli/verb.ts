import type { Command } from "commander";
import type { World } from "../base/world.ts";
import type { ProgramRequest } from "../collect/program.ts";
import type { Paint } from "../present/format/paint.ts";

/** What a verb gets from the border: the world, and where its own words go. */
export interface VerbContext {
  readonly world: World;
  /** The result: stdout. */
  readonly print: (text: string | Uint8Array) => void;
  /** What accompanies the result: stderr. */
  readonly tell: (text: string) => void;
  readonly stdoutIsTerminal: boolean;
  readonly paint: Paint;
  readonly errorPaint: Paint;
  /** Takes the progress line away before something else is written. */
  readonly quiet: () => void;
}

/** One verb of the command line; `perform` gives the exit status. */
export interface Verb {
  readonly name: string;
  readonly takesProgram: boolean;
  /** The program may also be one quoted word. */
  readonly takesQuoted?: boolean;
  /** The program may also be a process id, with options on both sides of it. */
  readonly takesProcess?: boolean;
  /** So many words of the verb's own stand before the program. */
  readonly operands?: number;
  /** Declares summary, options and examples. */
  readonly describe: (command: Command) => Command;
  readonly perform: (
    options: Readonly<Record<string, unknown>>,
    request: ProgramRequest | undefined,
    context: VerbContext,
    words: readonly string[],
  ) => Promise<number>;
}
