import type { Budget, BudgetVerdict } from "../../memory/budget.ts";
import { formatMegabytes } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";

/** A budget with what came of it. */
export interface JudgedBudget extends Budget {
  readonly verdict: BudgetVerdict;
}

/** A line for each budget: within it, exceeded, or not to be told. */
export function checkReport(budgets: readonly JudgedBudget[], paint: Paint): string {
  return budgets.map((budget) => `${budgetLine(budget, paint)}\n`).join("");
}

function budgetLine({ kind, limit, peaks, verdict }: JudgedBudget, paint: Paint): string {
  const [least, most] = [Math.min(...peaks), Math.max(...peaks)];
  const runs = `${peaks.length} ${peaks.length === 1 ? "run" : "runs"}`;
  const measured = least === most ? formatMegabytes(least) : `${formatMegabytes(least)} to ${formatMegabytes(most)}`;
  const what = kind === "memory" ? "peak memory" : "held by Python at the peak";
  const label = verdict === "within" ? paint.good("within") : paint.bad(verdict);
  const more = verdict === "cannot-tell" ? ": some runs are above it, others not (--runs asks more often)" : "";
  return `${label}: ${what} ${measured} (${runs}), allowed ${formatMegabytes(limit)}${more}`;
}
