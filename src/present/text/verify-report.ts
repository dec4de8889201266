import type { VerifyRecord } from "../../journal/verify-record.ts";
import { formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { splitAssumed } from "../words/assumed-words.ts";
import { comparedLines, resourceLines } from "./fix-report.ts";

/** The report of a verify: what differs, what was compared and what not, the gain, the verdict. */
export function verifyReport(record: VerifyRecord, paint: Paint): string {
  const { outcome, cwd } = record;
  const lines = [
    `${paint.strong("hasten")}: ${record.old} → ${record.new}, each in the place of ${shortPath(record.place, cwd) || "."}`,
    ...record.files.flatMap((file) => fileLines(file, cwd)),
    ...comparedLines({ ...outcome.compared, notCompared: splitAssumed(outcome.compared).others }).map(
      (line) => `  ${line}`,
    ),
    ...assumptionLines(record),
    ...gainLines(record),
    `  the program was run ${record.runs.made === 1 ? "once" : `${record.runs.made} times`} (at most ${record.runs.most})`,
    `${verdictWord(record, paint)}: ${outcome.reason}`,
  ];
  return `${lines.join("\n")}\n`;
}

function verdictWord({ outcome }: VerifyRecord, paint: Paint): string {
  return outcome.kind === "kept" ? paint.good("proven") : paint.bad(`not proven (${outcome.kind})`);
}

function says(what: string, names: readonly string[] = []): string[] {
  return names.length === 0 ? [] : [`${what} ${names.map((name) => `\`${name}\``).join(", ")}`];
}

function fileLines(file: VerifyRecord["files"][number], cwd: string): string[] {
  const parts = [
    ...says("changed", file.changed),
    ...says("added", file.added),
    ...says("removed", file.removed),
    ...(file.renamed ?? []).map(({ from, to }) => `\`${from}\` seems to be called \`${to}\` now`),
    ...says("other decorators on", file.redecorated),
    ...(file.isTopLevelChanged === true ? ["code outside of functions changed"] : []),
    ...(file.isTopLevelAdded === true && file.isTopLevelChanged !== true ? ["code outside of functions added"] : []),
  ];
  const name = shortPath(file.file, cwd);
  if (file.change !== "changed") return [`  ${name}: ${file.change}`];
  return [`  ${name}: ${parts.length === 0 ? "the same but for comments and blanks" : parts.join("; ")}`];
}

function assumptionLines({ outcome }: VerifyRecord): string[] {
  const { assumed } = splitAssumed(outcome.compared);
  return [
    "  assumes that what the program does with this input is what matters: other input was not seen, but for the harder calls",
    ...assumed.map((what) => `  assumes that no such call comes: ${what}`),
  ];
}

function gainLines({ outcome, isReplayOnly }: VerifyRecord): string[] {
  const { speedup, noise, resources } = outcome;
  if (isReplayOnly) return ["  gain: not measured (--replay-only)"];
  if (speedup === undefined) return ["  gain: not measured"];
  const against = noise === undefined ? "" : `; old over old ${formatRatio(noise.low)} to ${formatRatio(noise.high)}`;
  const ratio = formatRatio(speedup.ratio);
  return [
    `  gain: ${ratio} (95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ${speedup.pairs} pairs${against})`,
    ...(resources === undefined ? [] : resourceLines(resources).map((line) => `  ${line}`)),
  ];
}
