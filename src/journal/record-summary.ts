import type { StoredRecord } from "./store.ts";

/** A stored record in one row. */
export interface RecordSummary {
  readonly id: string;
  readonly kind: "run" | "fix" | "scale" | "verify" | "compile" | "memory";
  readonly command: readonly string[];
  /** What it found, in a few words. */
  readonly outcome: string;
}

/** The row that stands for a record in a list. */
export function summarise(record: StoredRecord): RecordSummary {
  if (record.schema === "hasten.run-record/1") {
    const worst = record.ranking.top.find(({ isWorst }) => isWorst);
    return {
      id: record.run.id,
      kind: "run",
      command: record.run.command,
      outcome: worst?.function ?? "nothing to rank",
    };
  }
  if (record.schema === "hasten.scale-record/1") {
    const { id, command, growth } = record;
    return { id, kind: "scale", command, outcome: growth.functions[0]?.function ?? "nothing to fit" };
  }
  if (record.schema === "hasten.verify-record/1") {
    const { id, command, outcome } = record;
    return { id, kind: "verify", command, outcome: outcome.kind === "kept" ? "proven" : outcome.kind };
  }
  if (record.schema === "hasten.compile-record/1") {
    const { id, command, best } = record;
    return {
      id,
      kind: "compile",
      command,
      outcome: best === undefined ? "nothing proven faster" : `${best} is faster`,
    };
  }
  if (record.schema === "hasten.memory-record/1") {
    const { run, peak } = record;
    return { id: run.id, kind: "memory", command: run.command, outcome: `peak ${(peak.bytes / 1e6).toFixed(1)} MB` };
  }
  const kept = record.attempts.filter(({ verdict }) => verdict.kind === "kept").length;
  const outcome = `${kept} of ${record.attempts.length} attempts kept`;
  return { id: record.id, kind: "fix", command: record.command, outcome };
}
