import type { ImportFacts, LoopFacts, RunFacts } from "../../collect/observation.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RunRecord } from "../../journal/run-record.ts";
import type { Hotspot, Ranking, RowNature } from "../../rank/ranking.ts";
import { relativePath } from "../format/path.ts";
import { importNotes } from "../words/import-words.ts";
import { adviceFor } from "../words/rule-words.ts";

/** A JSON object as the formats in `docs/formats/` describe it. */
export type JsonObject = { readonly [key: string]: unknown };

/** The document that `hasten run --json` prints: `docs/formats/run.schema.json`. */
export function runDocument(record: RunRecord): JsonObject {
  const { run, truth, ranking } = record;
  return {
    schema: "hasten.run/1",
    run: {
      id: run.id,
      command: run.command,
      ...processObject(run),
      timed_out: record.timedOut,
      wall_s: run.wall,
      collector: run.collector,
      ...(run.rate !== undefined && { rate: run.rate }),
      samples: truth.samples,
      missed: truth.missed,
      errors: truth.errors,
      impossible: truth.impossible,
      notes: [...run.notes, ...(run.imported === undefined ? [] : importNotes(run.imported))],
      ...(run.attached !== undefined && { attached: { pid: run.attached.pid } }),
      ...(run.imported !== undefined && { imported: importObject(run.imported, run.cwd) }),
    },
    nature: natureObject(ranking),
    top: ranking.top.map((hotspot) => hotspotObject(hotspot, run.cwd)),
    findings: record.findings.map((finding) => findingObject(finding, run.cwd)),
    loops: (record.loops ?? []).map((loop) => loopObject(loop, run.cwd)),
    outside: ranking.outside,
    too_little: ranking.tooLittle ?? null,
    passed_over: record.passedOver.map((place) => ({ ...place, file: relativePath(place.file, run.cwd) })),
  };
}

function loopObject({ median, p99, worst, blocked, ...loop }: LoopFacts, cwd: string): JsonObject {
  const turns = blocked.map(({ total, longest, file, ...frame }) => {
    return { ...frame, file: relativePath(file, cwd), total_s: total, longest_s: longest };
  });
  return { ...loop, lag_median_s: median, lag_p99_s: p99, lag_worst_s: worst, blocked: turns };
}

/** What only who ran the program can know: null for an imported profile, the exit status for an attached process. */
function processObject({ python, exitCode, cpu, peakRss, imported, attached }: RunFacts): JsonObject {
  const isKnown = imported === undefined;
  return {
    python: { version: python.version, executable: python.executable, gil: isKnown ? python.gil : null },
    exit_code: isKnown && attached === undefined ? exitCode : null,
    cpu_s: isKnown ? cpu : null,
    peak_rss_bytes: isKnown ? peakRss : null,
  };
}

function importObject({ file, format, ...known }: ImportFacts, cwd: string): JsonObject {
  const { clock, stacks, lines, seconds, observed, paths, parked } = known;
  return { format, file: relativePath(file, cwd), clock, stacks, lines, seconds, observed, paths, parked };
}

function natureObject({ nature }: Ranking): JsonObject {
  return {
    kind: nature.kind,
    computing: nature.computing,
    waiting: nature.waiting,
    gil_wait: nature.gilWait,
    allocating: nature.allocating,
  };
}

/** One row of the top five. */
export function hotspotObject(hotspot: Hotspot, cwd: string): JsonObject {
  return {
    rank: hotspot.rank,
    function: hotspot.function,
    file: relativePath(hotspot.file, cwd),
    line: hotspot.line,
    cumulative_s: hotspot.cumulative,
    self_s: hotspot.self,
    share: hotspot.share.value,
    share_low: hotspot.share.low,
    share_high: hotspot.share.high,
    self_share: hotspot.selfShare.value,
    calls: hotspot.calls ?? null,
    worst: hotspot.isWorst,
    through: hotspot.through.map((caller) => ({ ...caller, file: relativePath(caller.file, cwd) })),
    libraries: hotspot.libraries,
    lines: hotspot.lines,
    nature: hotspot.nature === undefined ? null : rowNatureObject(hotspot.nature, cwd),
  };
}

function rowNatureObject({ gilWait, of, waits, ...parts }: RowNature, cwd: string): JsonObject {
  const awaited = waits.map(({ call, ...wait }) => ({
    ...wait,
    call: call ?? null,
    file: relativePath(wait.file, cwd),
  }));
  return { ...parts, gil_wait: gilWait, thread_s: of, waits: awaited };
}

/** One finding, with the advice that a reader gets. */
export function findingObject(finding: Finding, cwd: string): JsonObject {
  return {
    rule: finding.rule,
    rung: finding.rung,
    function: finding.function,
    file: relativePath(finding.file, cwd),
    line: finding.line,
    column: finding.column,
    end_line: finding.endLine,
    end_column: finding.endColumn,
    share: finding.share,
    evidence: finding.evidence,
    ceiling: finding.ceiling,
    automatic: finding.automatic,
    obstacles: finding.obstacles,
    advice: adviceFor(finding),
  };
}
