import { mkdtempSync } from "node:fs";
import path from "node:path";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "../../collect/in-process/environment.ts";
import { launch } from "../../collect/launch/launch.ts";
import { worldOf } from "../../collect/program.ts";
import type { PythonParser } from "../../source/python-parser.ts";
import { encodeSource, parseSourceBytes } from "../../source/read-source.ts";
import { removeTree } from "../../fix/remove-tree.ts";
import type { Replay, ReplayInput, ReplayOutcome } from "../replay.ts";
import { writeBorder } from "./instrument.ts";
import { readReplays } from "./read-replays.ts";
import type { ReplayDifference } from "./replay-outcome.ts";

/** A replay that runs the program once more, with the changed function's calls forked at its border. */
export function replayWith(parser: PythonParser): Replay {
  return async (input, world) => replayCalls(input, parser, world);
}

async function replayCalls(input: ReplayInput, parser: PythonParser, world: World): Promise<ReplayOutcome> {
  const { workspace, file, changes } = input;
  const oldSource = parseSourceBytes(file, input.oldSource, parser);
  const newSource = parseSourceBytes(file, input.newSource, parser);
  const bordered = writeBorder(oldSource, newSource, changes);
  if (bordered.kind === "none") return nothing(`calls: ${bordered.because}`);
  const folder = mkdtempSync(path.join(workspace.scratch, "border-"));
  try {
    await workspace.write(file, encodeSource(newSource, bordered.text));
    await runBordered(input, folder, world);
    const { calls, harderCalls, differences, loud, notCompared, loaded } = await readReplays(folder);
    const unloaded = loaded ? [] : [`calls: the program never loaded \`${changes}\` from the copy`];
    const raised = loud.length === 0 ? [] : [loudSentence(loud)];
    return {
      calls,
      harderCalls,
      differences: differences.map((difference) => differenceSentence(difference, changes)),
      notCompared: [...unloaded, ...raised, ...notCompared],
    };
  } finally {
    await workspace.write(file, input.oldSource);
    await workspace.reset();
    await removeTree(folder);
  }
}

async function runBordered({ workspace, conditions }: ReplayInput, folder: string, world: World): Promise<void> {
  const { program } = workspace;
  const env = collectorEnvironment(worldOf(program, world), folder, ["border"]);
  const stdin = conditions.stdin === undefined ? {} : { stdin: { file: conditions.stdin } };
  const timeout = conditions.timeoutSeconds === undefined ? {} : { timeoutSeconds: 10 * conditions.timeoutSeconds };
  await launch(program, { mode: "batch", folder: path.join(folder, "output"), env, ...stdin, ...timeout }, world);
}

function nothing(sentence: string): ReplayOutcome {
  return { calls: 0, harderCalls: 0, differences: [], notCompared: [sentence] };
}

function differenceSentence({ what, old, new: now, call, harder }: ReplayDifference, changes: string): string {
  const which = harder === undefined ? `call ${call}` : `call ${call} made harder (${harder})`;
  return `${what} of \`${changes}\`, ${which}: ${old} became ${now}`;
}

/** Loud, never another answer: what the fix assumes. */
function loudSentence(loud: readonly ReplayDifference[]): string {
  const names = [...new Set(loud.map(({ harder }) => harder ?? ""))].slice(0, 3).join(", ");
  return `the new version raises an exception where the old one did not, for harder calls: ${names}`;
}
