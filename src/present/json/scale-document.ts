import type { FunctionGrowth, PartGrowth } from "../../growth/function-growth.ts";
import type { Growth } from "../../growth/growth.ts";
import type { ScaleRecord } from "../../journal/scale-record.ts";
import { relativePath } from "../format/path.ts";
import { findingObject, type JsonObject } from "./run-document.ts";

/** The document that `hasten scale --json` prints: `docs/formats/scale.schema.json`. */
export function scaleDocument(record: ScaleRecord): JsonObject {
  const { growth, python, cwd } = record;
  return {
    schema: "hasten.scale/1",
    id: record.id,
    command: record.command,
    variable: record.variable ?? null,
    python: { version: python.version, executable: python.executable, gil: python.gil },
    sizes: record.sizes.map(({ size, runs, wall, cpu, samples }) => ({
      n: size,
      runs,
      wall_s: wall,
      cpu_s: cpu,
      samples,
    })),
    predicted: record.predicted,
    program: growthObject(growth.program),
    functions: growth.functions.map((row) => functionObject(row, cwd)),
    others: partObject(growth.others),
    known: growth.known,
    findings: record.findings.map(({ finding, predictedShare }) => ({
      ...findingObject(finding, cwd),
      predicted_share: predictedShare,
    })),
    passed_over: record.passedOver.map((place) => ({ ...place, file: relativePath(place.file, cwd) })),
    notes: record.notes,
  };
}

function functionObject(row: FunctionGrowth, cwd: string): JsonObject {
  return {
    function: row.function,
    file: relativePath(row.file, cwd),
    line: row.line,
    ...partObject(row),
    cumulative: growthObject(row.cumulative),
    cumulative_s: row.cumulativeTime,
  };
}

function partObject({ self, selfTime, course }: PartGrowth): JsonObject {
  return {
    self: growthObject(self),
    self_s: selfTime,
    course: course.map((at) => ({
      n: at.size,
      predicted: at.predicted,
      self_s: at.self.value,
      self_low_s: at.self.low,
      self_high_s: at.self.high,
      share: at.share.value,
      share_low: at.share.low,
      share_high: at.share.high,
    })),
  };
}

function growthObject(growth: Growth): JsonObject {
  if (growth.kind === "cannot-tell") return { kind: growth.kind, because: growth.because, points: growth.points };
  const { exponent, shape, fitsNLogN, constant, points } = growth;
  return {
    kind: growth.kind,
    exponent: exponent.value,
    low: exponent.low,
    high: exponent.high,
    shape,
    fits_n_log_n: fitsNLogN,
    constant_s: constant,
    points,
  };
}
