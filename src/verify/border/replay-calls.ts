import { mkdtempSync } from "node:fs";
import path from "node:path";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "../../collect/in-process/environment.ts";
import { launch } from "../../collect/launch/launch.ts";
import { worldOf } from "../../collect/program.ts";
import type { PythonParser } from "../../source/python-parser.ts";
import { encodeSource, parseSourceBytes } from "../../source/read-source.ts";
import { removeTree } from "../../fix/remove-tree.ts";
import { MOST_REPLAY_S, type Replay, type ReplayFile, type ReplayInput, type ReplayOutcome } from "../replay.ts";
import { watchedEnd, type WatchedEnd } from "../watched-end.ts";
import { writeBorders } from "./instrument.ts";
import { readReplays } from "./read-replays.ts";
import type { ReplayDifference, ReplayOutcome as BorderOutcome } from "./replay-outcome.ts";

/** A replay that runs the program once more, with the changed functions' calls forked at their borders. */
export function replayWith(parser: PythonParser): Replay {
  return async (input, world) => replayCalls(input, parser, world);
}

async function replayCalls(input: ReplayInput, parser: PythonParser, world: World): Promise<ReplayOutcome> {
  const { workspace, files, beside = [] } = input;
  const modules = files.map((file) => ({ file, bordered: borderFile(file, parser) }));
  const left = modules.flatMap(({ bordered }) => bordered.left);
  const watched = modules.flatMap(({ bordered }) => bordered.watched);
  if (watched.length === 0) return { calls: 0, harderCalls: 0, differences: [], notCompared: left };
  const folder = mkdtempSync(path.join(workspace.scratch, "border-"));
  try {
    for (const { file, content } of beside) await workspace.write(file, content);
    for (const { file, bordered } of modules) await workspace.write(file.file, bordered.bytes);
    const end = await runBordered(input, folder, watched.length, world);
    const replays = await readReplays(folder, input.isAssumed, input.tolerance);
    return { ...summarise(replays, watched, left), end };
  } finally {
    for (const { file, oldSource } of files) await workspace.write(file, oldSource);
    for (const { file } of beside) await workspace.remove(file);
    await workspace.reset();
    await removeTree(folder);
  }
}

/** A module to run in the place of a file, and what of it is watched. */
interface BorderedFile {
  readonly bytes: Uint8Array;
  readonly watched: readonly string[];
  readonly left: readonly string[];
}

function borderFile({ file, oldSource, newSource, changes, added }: ReplayFile, parser: PythonParser): BorderedFile {
  const before = parseSourceBytes(file, oldSource, parser);
  const after = parseSourceBytes(file, newSource, parser);
  const { text, watched, left } = writeBorders(before, after, changes, added);
  return { bytes: encodeSource(after, text), watched, left };
}

function summarise(replays: BorderOutcome, watched: readonly string[], left: readonly string[]): ReplayOutcome {
  const { calls, harderCalls, differences, loud, notCompared, loaded, functions, times } = replays;
  const names = watched.map((one) => `\`${one}\``).join(", ");
  const unloaded = loaded ? [] : [`calls: the program never loaded ${names} from the copy`];
  const raised = loud.length === 0 ? [] : [loudSentence(loud)];
  const seen = watched.map(
    (qualname) => functions.find((one) => one.qualname === qualname) ?? { qualname, called: false, calls: 0 },
  );
  return {
    calls,
    harderCalls,
    differences: differences.map(differenceSentence),
    notCompared: [...left, ...unloaded, ...raised, ...notCompared],
    functions: seen,
    times,
  };
}

async function runBordered(input: ReplayInput, folder: string, functions: number, world: World): Promise<WatchedEnd> {
  const { workspace, conditions, seconds: most = MOST_REPLAY_S } = input;
  const { program } = workspace;
  conditions.runs?.spend();
  const seconds = { HASTEN_REPLAY_SECONDS: (most / functions).toFixed(1) };
  const others = input.triesOtherTypes === true ? { HASTEN_REPLAY_OTHER_TYPES: "1" } : {};
  // Floats are looked for in whole texts, where else digests are compared.
  const whole = input.tolerance === undefined ? {} : { HASTEN_REPLAY_WHOLE: "1" };
  const env = { ...collectorEnvironment(worldOf(program, world), folder, ["border"]), ...seconds, ...others, ...whole };
  const stdin = conditions.stdin === undefined ? {} : { stdin: { file: conditions.stdin } };
  const timeout = conditions.timeoutSeconds === undefined ? {} : { timeoutSeconds: 10 * conditions.timeoutSeconds };
  const output = path.join(folder, "output");
  return watchedEnd(await launch(program, { mode: "batch", folder: output, env, ...stdin, ...timeout }, world));
}

function differenceSentence({ what, old, new: now, function: changes, call, harder }: ReplayDifference): string {
  const which = harder === undefined ? `call ${call}` : `call ${call} made harder (${harder})`;
  return `${what} of \`${changes}\`, ${which}: ${old} became ${now}`;
}

/** Loud, never another answer: what the fix assumes. */
function loudSentence(loud: readonly ReplayDifference[]): string {
  const names = [...new Set(loud.map(({ harder }) => harder ?? ""))].slice(0, 3).join(", ");
  return `the new version raises another exception, or one where the old one did not, for harder calls: ${names}`;
}
