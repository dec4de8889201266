/**
 * Recall on others' code: changes for speed that people made in packages, laid out before and after, with a driver of
 * ours. Does `hasten fix` find the expression, does it fix it, and how does the result compare with the human's?
 *     npx rolldown bench/recall.ts --platform node --file .cache/recall.mjs && node .cache/recall.mjs [pair…]
 * Everything is laid out under .cache/recall/ and kept there; the packages come through pip.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { layOut } from "./recall/lay-out.ts";
import { measure, type Outcome } from "./recall/measure.ts";
import { readPairs } from "./recall/pairs.ts";

const folder = process.env["RECALL_FOLDER"] ?? join(process.cwd(), ".cache", "recall");
mkdirSync(folder, { recursive: true });
const outcomes: Outcome[] = [];
for (const pair of readPairs(process.argv.slice(2))) {
  try {
    const outcome = measure(layOut(pair, folder));
    outcomes.push(outcome);
    appendFileSync(join(folder, "outcomes.jsonl"), `${JSON.stringify(outcome)}\n`);
    console.log(row(outcome));
  } catch (error) {
    console.log(
      `| ${pair.name} | not run: ${error instanceof Error ? error.message.split("\n").slice(-3).join(" ") : ""}`,
    );
  }
}
summarise(outcomes);

function row({ name, kind, diagnosed, fixed, seconds, same, took, reason }: Outcome): string {
  const { before, human, ours } = seconds;
  const ratio = fixed ? (human / ours).toFixed(2) : "–";
  const says = fixed ? "" : reason;
  const marks = [diagnosed ? "yes" : "no", fixed ? (same ? "yes" : "WRONG") : "no"];
  const times = [before, human, ours, took].map((value) => value.toFixed(2));
  return `| ${[name, kind, ...marks, ...times, ratio, says].join(" | ")} |`;
}

function summarise(all: readonly Outcome[]): void {
  const fixed = all.filter((outcome) => outcome.fixed);
  const logs = fixed.map(({ seconds }) => Math.log(seconds.human / seconds.ours));
  const geometric = Math.exp(logs.reduce((sum, value) => sum + value, 0) / Math.max(1, logs.length));
  const share = (count: number): string =>
    `${count} of ${all.length} (${((100 * count) / Math.max(1, all.length)).toFixed(0)} %)`;
  console.log(`diagnosed: ${share(all.filter(({ diagnosed }) => diagnosed).length)}`);
  console.log(`fixed: ${share(fixed.length)}; wrong: ${all.filter(({ same }) => !same).length}`);
  console.log(`our speed-up over the human's, geometric mean of the fixed: ${geometric.toFixed(2)}`);
}
