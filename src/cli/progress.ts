import ora, { type Ora } from "ora";
import type { Progress } from "../base/world.ts";

/** Long work, told on stderr: a spinner in a terminal, one line a stage elsewhere, nothing with `--quiet`. */
export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  /** Takes the line away, for the program or the report to write. */
  readonly stop: () => void;
}

/** A progress line for this stderr. */
export function createProgressLine(stderr: NodeJS.WriteStream, isQuiet: boolean): ProgressLine {
  if (isQuiet) return { report: () => undefined, stop: () => undefined };
  return stderr.isTTY ? spinner(stderr) : stageLines(stderr);
}

function spinner(stream: NodeJS.WriteStream): ProgressLine {
  let current: Ora | undefined;
  return {
    report: ({ stage, detail }) => {
      current ??= ora({ stream, discardStdin: false }).start();
      current.text = `${stage}: ${detail}`;
    },
    stop: () => {
      current?.stop();
      current = undefined;
    },
  };
}

/** Logs and pipes get one line whenever the stage changes: enough to see that it goes on. */
function stageLines(stream: NodeJS.WriteStream): ProgressLine {
  let last = "";
  return {
    report: ({ stage, detail }) => {
      if (stage === last) return;
      last = stage;
      stream.write(`hasten: ${stage}: ${detail}\n`);
    },
    stop: () => undefined,
  };
}
