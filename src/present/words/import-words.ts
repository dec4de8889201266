import type { ImportFacts } from "../../collect/observation.ts";
import { formatPercent } from "../format/number.ts";

/** What an imported profile cannot know, and how its figures are meant: a sentence each. */
export function importNotes(facts: ImportFacts): string[] {
  return [
    stackWords[facts.stacks],
    clockWords[facts.clock],
    observedWords[facts.observed],
    facts.seconds === "assumed" ? ASSUMED_SECONDS : "",
    lineWords[facts.lines],
    facts.paths === "base-name" ? BASE_NAMES : "",
    facts.parked >= 0.001
      ? `${formatPercent(facts.parked)} of the samples are of threads parked for a lock, a queue or a selector beside others; they are not counted.`
      : "",
    "An imported profile has no operand evidence, so no finding is claimed; Python, exit status and memory are not known.",
  ].filter((note) => note !== "");
}

const stackWords: Record<ImportFacts["stacks"], string> = {
  whole: "",
  reconstructed:
    "The file holds callers and callees, not stacks: own times are exact, and cumulative ones too except where functions " +
    "call each other in a circle; what a function took on deeper paths is divided among its callers in proportion.",
  none:
    "The file holds no stacks: only own time is known, so the rows are ranked by it, what they call is not in them, and " +
    "library code is charged to nobody.",
};

const clockWords: Record<ImportFacts["clock"], string> = {
  wall: "Times are wall time: waiting is in them and cannot be told from computing.",
  cpu: "Times are processor time: waiting is not in them.",
  unknown: "The file does not say whether its times are wall time, with waiting in it, or processor time.",
};

const lineWords: Record<ImportFacts["lines"], string> = {
  running: "Where a function begins is not in every file; its line is then the first one that was seen running.",
  first: "The file names functions, not the lines that ran.",
  none: "The file has no lines.",
};

const observedWords: Record<ImportFacts["observed"], string> = {
  samples: "",
  "every-call":
    "Every call was timed, so there is no sampling noise; the timing itself weighs on functions with many short calls.",
  intervals: "The file does not say how many samples its times were made of: the intervals leave sampling noise out.",
};

const ASSUMED_SECONDS =
  "The file counts samples and does not say how long one is: seconds assume 100 a second; shares do not depend on it.";
const BASE_NAMES =
  "The file has names of files without their folders: library code can pass for the project's where its name is not one of the standard library's.";
