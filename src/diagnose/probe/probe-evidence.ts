import { fraction, type Seconds } from "../../base/units.ts";
import type { ProbedAnswers, ProbeRecord, WeightedSize } from "../../collect/probe/probe-record.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { growthEvidence } from "./growth-evidence.ts";
import type { AnswersEvidence, CountEvidence, Evidence, OperandEvidence, Sizes, TimeEvidence } from "../evidence.ts";
import type { Watch } from "../rule.ts";

/** What the probe saw at a watched expression, as evidence. `wall` is the probed run's; shares are of it. */
export function probeEvidence(
  record: ProbeRecord,
  watch: Watch,
  source: Pick<SourceFile, "text">,
  wall: Seconds,
): readonly Evidence[] {
  const count: CountEvidence = { kind: "count", executions: record.executions, exact: record.exact };
  const time = timeOf(record, wall);
  const growth = growthEvidence(record, written(watch.operand, source));
  const needle = needleOf(record, watch, source);
  const operand = operandOf(record, watch, source);
  const timed = time === undefined ? [] : [time];
  if (record.repeats !== undefined) {
    const repeats = { kind: "repeats", function: written(watch.expression, source), ...record.repeats } as const;
    return [operand, count, ...timed, repeats];
  }
  if (record.answers !== undefined) return [operand, count, answersOf(record.answers, watch, source)];
  return [operand, ...(needle === undefined ? [] : [needle]), count, ...timed, ...growth];
}

function operandOf(record: ProbeRecord, watch: Watch, source: Pick<SourceFile, "text">): OperandEvidence {
  const sizes = sizesOf(record);
  return {
    kind: "operand",
    operand: written(watch.operand, source),
    types: namesOf(record.operand.types),
    ...(sizes !== undefined && { sizes }),
    elements: namesOf(record.elements.types),
    hashable: record.elements.types.length === 0 ? "unknown" : record.elements.hashable,
    observations: record.looks,
    by: "probed",
    ...(record.compared > 0 && { changes: record.changes }),
    ...(watch.isRenewed !== true && { same: record.same, again: record.again }),
    ...(watch.kind === "contains" && record.walked && { walked: true }),
    ...(record.turns.looked > 0 && { perWalk: record.turns.looked / Math.max(1, record.turns.another) }),
  };
}

function answersOf({ asked, held }: ProbedAnswers, watch: Watch, source: Pick<SourceFile, "text">): AnswersEvidence {
  const wanted = watch.isNegated === true ? asked - held : held;
  return { kind: "answers", condition: written(watch.expression, source), asked, wanted };
}

function timeOf(record: ProbeRecord, wall: Seconds): TimeEvidence | undefined {
  if (record.time === undefined) return undefined;
  // Processes that ran side by side can spend more time than passed.
  return { kind: "time", total: record.time, share: fraction(wall > 0 ? record.time / wall : 0) };
}

function needleOf(
  { needle }: ProbeRecord,
  watch: Watch,
  source: Pick<SourceFile, "text">,
): OperandEvidence | undefined {
  if (watch.needle === undefined || needle.types.length === 0) return undefined;
  return {
    kind: "operand",
    operand: written(watch.needle, source),
    types: namesOf(needle.types),
    ...(needle.partial && { partial: true }),
    elements: [],
    hashable: needle.hashable,
    observations: needle.types.reduce((sum, [, count]) => sum + count, 0),
    by: "probed",
  };
}

function written(node: SyntaxNode, source: Pick<SourceFile, "text">): string {
  return source.text.slice(node.start, node.end);
}

function namesOf(types: readonly (readonly [string, number])[]): readonly string[] {
  return types.map(([name]) => name);
}

function sizesOf({ sizes, least, most }: ProbeRecord): Sizes | undefined {
  if (least === undefined || most === undefined || sizes.length === 0) return undefined;
  return { min: least, median: medianOf(sizes), max: most };
}

/** The weighted median of sizes in ascending order. */
function medianOf(sizes: readonly WeightedSize[]): number {
  const half = sizes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const { size, weight } of sizes) {
    below += weight;
    if (below >= half) return size;
  }
  return 0;
}
