import { CommanderError } from "commander";
import { performCommandLine } from "./command-line.ts";
import { EXIT } from "./exit-status.ts";
import { tellFailure } from "./failure.ts";
import { paintFor } from "./paint.ts";
import { createProgressLine, type ProgressLine } from "./progress.ts";
import type { VerbContext } from "./verb.ts";
import { VERBS } from "./verbs.ts";
import { createWorld } from "./world.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const progress = createProgressLine(process.stderr, words.includes("--quiet"));
  const context = createContext(listenForSignals(), progress);
  try {
    return await performCommandLine(words.length === 0 ? ["--help"] : words, VERBS, context);
  } catch (error) {
    progress.stop();
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.refused;
    return tellFailure(error, words, context);
  } finally {
    progress.stop();
  }
}

function createContext(signal: AbortSignal, progress: ProgressLine): VerbContext {
  return {
    world: createWorld(signal, progress.report),
    print: (text) => void process.stdout.write(text),
    tell: (text) => void process.stderr.write(text),
    stdoutIsTerminal: process.stdout.isTTY,
    paint: paintFor(process.stdout, process.env),
    errorPaint: paintFor(process.stderr, process.env),
    quiet: progress.stop,
  };
}

/**
 * The signal's reason is its name: `launch` hands it on. Ctrl-C and a polite kill end the work in order: children reaped, copies removed,
 * nothing half-written.
 */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => controller.abort(name));
  }
  process.stdout.on("error", ignoreBrokenPipe);
  process.stderr.on("error", ignoreBrokenPipe);
  return controller.signal;
}

/** `hasten … | head` ends the pipe before we do: that is nobody's failure. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
