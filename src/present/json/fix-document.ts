import type { FixRecord } from "../../journal/fix-record.ts";
import type { Attempt } from "../../verify/attempt.ts";
import type { Resources, Speedup } from "../../verify/verdict.ts";
import { compileDocument } from "./compile-document.ts";
import { relativePath } from "../format/path.ts";
import { reasonWords } from "../words/rule-words.ts";
import { hotspotObject, type JsonObject } from "./run-document.ts";

/** The document that `hasten fix --json` prints: `docs/formats/fix.schema.json`. */
export function fixDocument(record: FixRecord): JsonObject {
  const { total } = record;
  return {
    schema: "hasten.fix/1",
    id: record.id,
    attempts: record.attempts.map((attempt) => attemptObject(attempt, record.cwd)),
    total:
      total === undefined
        ? null
        : { before_s: total.before, after_s: total.after, speedup: speedupObject(total.speedup) },
    patch: record.patch,
    written: record.written,
    files: record.files.map((file) => relativePath(file, record.cwd)),
    top: record.ranking.top.map((hotspot) => hotspotObject(hotspot, record.cwd)),
    ended: record.ended,
    ...(record.native && { native: compileDocument(record.native) }),
    notes: record.notes,
    passed_over: record.passedOver.map((place) => ({ ...place, file: relativePath(place.file, record.cwd) })),
  };
}

function attemptObject(attempt: Attempt, cwd: string): JsonObject {
  const { finding, fix, verdict } = attempt;
  return {
    round: attempt.round,
    rule: finding.rule,
    function: finding.function,
    file: relativePath(finding.file, cwd),
    line: finding.line,
    evidence: finding.evidence,
    diff: attempt.diff,
    verdict: verdictObject(attempt),
    compared: {
      calls: verdict.compared.calls,
      harder_calls: verdict.compared.harderCalls,
      outputs: verdict.compared.outputs,
      tests: verdict.compared.tests,
      not_compared: verdict.compared.notCompared,
      tolerance: verdict.compared.tolerance ?? null,
    },
    assumes: fix.assumes.map(({ declared, ...assumption }) => ({
      ...assumption,
      ...(declared && { declared: declared.map((one) => ({ ...one, ...inFile(one, cwd) })) }),
    })),
    together: attempt.together ?? null,
    needs: fix.needs ?? null,
  };
}

function inFile({ file }: { readonly file?: string }, cwd: string): JsonObject {
  return file === undefined ? {} : { file: relativePath(file, cwd) };
}

function verdictObject({ verdict, finding }: Attempt): JsonObject {
  return {
    kind: verdict.kind,
    speedup: verdict.speedup ? speedupObject(verdict.speedup) : null,
    predicted: verdict.predicted,
    reason: reasonWords(verdict, finding),
    noise: verdict.noise ?? null,
    resources: verdict.resources === undefined ? null : resourcesObject(verdict.resources),
  };
}

/** A ratio with its interval. */
export function speedupObject(speedup: Speedup): JsonObject {
  return { ratio: speedup.ratio, low: speedup.low, high: speedup.high, pairs: speedup.pairs };
}

/** Processor time and peak memory beside the wall time. */
export function resourcesObject({ cpu, memoryBefore, memoryAfter }: Resources): JsonObject {
  return { cpu: speedupObject(cpu), peak_rss_before_bytes: memoryBefore, peak_rss_after_bytes: memoryAfter };
}
