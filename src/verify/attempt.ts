import type { Fix } from "../fix/fix.ts";
import type { Finding } from "../diagnose/finding.ts";
import type { Verdict } from "./verdict.ts";

/** One fix tried on a copy of the program. */
export interface Attempt {
  readonly round: number;
  readonly finding: Finding;
  readonly fix: Fix;
  /** The fix of another place that was tried with it: alone neither showed. */
  readonly together?: Pick<Finding, "rule" | "function" | "line">;
  /** Unified diff of the attempt, paths relative to the working directory. */
  readonly diff: string;
  readonly verdict: Verdict;
}
