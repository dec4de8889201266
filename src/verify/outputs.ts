import type { Captured } from "../collect/launch/ended.ts";
import { compareFiles } from "./compare-files.ts";
import { compareText, type RunText, type TextContext } from "./compare-text.ts";
import type { RunOutputs } from "./observe-run.ts";
import type { Tolerance } from "./tolerance.ts";

/** What comparing a run of the changed program with runs of the unchanged one came to. */
export interface OutputsComparison {
  /** "stdout", "stderr", "exit status", "file out.csv" */
  readonly compared: readonly string[];
  /** Sentences on what was set aside. */
  readonly notCompared: readonly string[];
  /** Sentences on what the changed program did differently; empty when it did the same. */
  readonly differences: readonly string[];
  /** True when something that the program really put out (not only its status) was compared. */
  readonly says: boolean;
}

/** Compares everything that a run of the program did; what differs between the unchanged runs is set aside by name. */
export function compareOutputs(
  references: readonly RunOutputs[],
  candidate: RunOutputs,
  changedFiles: readonly string[],
  tolerance?: Tolerance,
): OutputsComparison {
  const wall = references[0]?.ended.wall ?? candidate.ended.wall;
  const times = { old: wall, new: candidate.ended.wall };
  const context: TextContext = { changedFiles, times, ...(tolerance && { tolerance }) };
  const status = compareStatus(references, candidate);
  const streams = (["stdout", "stderr"] as const).map((name) => compareStream(name, references, candidate, context));
  const files = compareFiles(references, candidate, context);
  const all = [...streams, status, files];
  return {
    compared: all.flatMap((part) => part.compared),
    notCompared: all.flatMap((part) => part.notCompared),
    differences: all.flatMap((part) => part.differences),
    says: all.some((part) => part.says),
  };
}

function compareStream(
  name: "stdout" | "stderr",
  references: readonly RunOutputs[],
  candidate: RunOutputs,
  context: TextContext,
): OutputsComparison {
  const texts = references.map((run) => streamText(run[name], run));
  const comparison = compareText(texts, streamText(candidate[name], candidate), context);
  switch (comparison.kind) {
    case "same": {
      const notCompared = comparison.setAside.map((part) => `${name}, ${part}`);
      return { compared: [name], notCompared, differences: [], says: comparison.says };
    }
    case "different": {
      const difference = `${name} differs at line ${comparison.line}: ${quote(comparison.old)} became ${quote(comparison.new)}`;
      return { compared: [name], notCompared: [], differences: [difference], says: true };
    }
    case "unstable":
      return { compared: [], notCompared: [`${name} ${comparison.why}`], differences: [], says: false };
  }
}

function compareStatus(references: readonly RunOutputs[], candidate: RunOutputs): OutputsComparison {
  const statuses = new Set(references.map(statusOf));
  const none = { compared: [], notCompared: [], differences: [], says: false };
  if (statuses.size > 1) {
    return { ...none, notCompared: ["exit status differs between runs of the unchanged program"] };
  }
  const [before = ""] = statuses;
  const now = statusOf(candidate);
  const differences = before === now ? [] : [`the old version ends with ${before}, the new one with ${now}`];
  return { ...none, compared: ["exit status"], differences };
}

function statusOf({ ended }: RunOutputs): string {
  return ended.signal ?? `exit status ${ended.exitCode}`;
}

function streamText(captured: Captured, run: RunOutputs): RunText {
  return { path: captured.path, bytes: captured.bytes, sha256: captured.sha256, spelling: run.spelling };
}

/** A line as it may stand in a sentence. */
function quote(line: string): string {
  const text = Buffer.from(line.slice(0, 300), "latin1").toString("utf8");
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
