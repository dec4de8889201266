import type { ProbeRecord } from "../../collect/probe/probe-record.ts";
import { fitGrowth } from "../../growth/fit-growth.ts";
import type { GrowthEvidence } from "../evidence.ts";

/** Fewer executions at nearly one size say little of their mean. */
const LEAST_EXECUTIONS = 3;

/** How the watched expression's time grows with its operand; nothing where the sizes or the noise do not let it be told. */
export function growthEvidence({ stretches }: ProbeRecord, operand: string): readonly GrowthEvidence[] {
  const timed = stretches.filter(({ executions, time }) => executions >= LEAST_EXECUTIONS && time > 0);
  const growth = fitGrowth(timed.map(({ size, time, variance }) => ({ size, time, grain: variance / time })));
  if (growth.kind === "cannot-tell") return [];
  const { value: exponent, low, high } = growth.exponent;
  const points = timed.reduce((sum, { executions }) => sum + executions, 0);
  return [{ kind: "growth", operand, exponent, low, high, points }];
}
