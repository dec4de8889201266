import type { Fraction, Seconds } from "../base/units.ts";
import type { PythonFacts } from "../collect/observation.ts";
import type { PassedOver } from "../diagnose/diagnose.ts";
import type { Finding } from "../diagnose/finding.ts";
import type { ProgramGrowth } from "../growth/function-growth.ts";

/** The runs at one size; medians. */
export interface SizeFacts {
  readonly size: number;
  readonly runs: number;
  readonly wall: Seconds;
  readonly cpu: Seconds;
  readonly samples: number;
}

/** A finding with the share of the time that its place is predicted to take at ten times the largest size. */
export interface ScaledFinding {
  readonly finding: Finding;
  readonly predictedShare: Fraction;
}

/** What one `scale` found. */
export interface ScaleRecord {
  readonly schema: "hasten.scale-record/1";
  readonly id: string;
  readonly startedAt: string;
  /** As it was typed, with its placeholder. */
  readonly command: readonly string[];
  /** The environment variable that told the size. */
  readonly variable?: string;
  readonly cwd: string;
  readonly python: PythonFacts;
  /** Ascending. */
  readonly sizes: readonly SizeFacts[];
  /** 10× and 100× the largest. */
  readonly predicted: readonly number[];
  readonly growth: ProgramGrowth;
  /** The largest predicted share first. */
  readonly findings: readonly ScaledFinding[];
  readonly passedOver: readonly PassedOver[];
  readonly notes: readonly string[];
}
