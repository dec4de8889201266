import type { JSX } from "preact";
import type { FixRecord } from "../../journal/fix-record.ts";
import type { RunRecord } from "../../journal/run-record.ts";
import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatCount, formatPercent, formatRatio } from "../format/number.ts";
import { visible } from "../format/visible.ts";
import { shortPath } from "../format/path.ts";
import { END_WORDS } from "../text/fix-report.ts";
import { Name } from "./name.tsx";

/** The answer in one sentence, and what it was made of. */
export function Headline({ record }: { readonly record: RunRecord | FixRecord }): JSX.Element {
  const { run } = record;
  const isFix = record.schema === "hasten.fix-record/1";
  const command = isFix ? record.command : run.command;
  const what = run.imported === undefined ? command.join(" ") : shortPath(run.imported.file, run.cwd);
  return (
    <header class="headline">
      <p class="brand">
        hasten <span class="quiet">{isFix ? "fix" : "run"}</span>
      </p>
      <h1 class={isFix ? "figures" : undefined}>
        {isFix ? <FixAnswer record={record} /> : <RunAnswer record={record} />}
      </h1>
      <p class="command">
        <code>{visible(what)}</code>
      </p>
      <ul class="facts">
        {factsOf(record).map((fact) => (
          <li>{visible(fact)}</li>
        ))}
      </ul>
    </header>
  );
}

function FixAnswer({ record }: { readonly record: FixRecord }): JSX.Element {
  const { total } = record;
  if (total === undefined) return <>Nothing was kept: the source is exactly as it was.</>;
  const { ratio, low, high } = total.speedup;
  return (
    <>
      {together(formatDuration(total.before))} → {together(formatDuration(total.after))}: {formatRatio(ratio)} as fast{" "}
      <span class="sub">
        (95 %: {formatRatio(low)} to {formatRatio(high)})
      </span>
    </>
  );
}

function RunAnswer({ record: { run, ranking } }: { readonly record: RunRecord }): JSX.Element {
  if (ranking.tooLittle === "too-short")
    return <>Ran {formatDuration(run.wall)}: nothing here is worth making faster.</>;
  if (ranking.tooLittle !== undefined)
    return <>Only {formatCount(ranking.samples)} samples: too few to rank anything.</>;
  const worst = ranking.top.find(({ isWorst }) => isWorst);
  if (worst === undefined) return <>Nothing of the program’s own takes time worth naming.</>;
  const span = run.imported?.seconds === "assumed" ? "the samples" : formatDuration(run.wall);
  return (
    <>
      <Name of={worst.qualname} /> takes {together(formatPercent(worst.selfShare.value))} of {together(span)} by itself
    </>
  );
}

/** A figure and its unit stay on one line. */
const together = (figure: string): string => figure.replaceAll(" ", "\u00a0");

function factsOf(record: RunRecord | FixRecord): readonly string[] {
  const { run } = record;
  const day = run.startedAt.slice(0, 16).replace("T", " ");
  if (run.imported !== undefined) return [`imported from ${run.imported.format}`, day];
  const facts = [
    `Python ${run.python.version}`,
    `CPU ${formatDuration(run.cpu)}`,
    `peak ${formatBytes(run.peakRss)}`,
    day,
  ];
  if (run.exitCode !== 0 && run.attached === undefined) facts.push(`exit status ${run.exitCode}`);
  if (run.attached !== undefined) facts.push(`watched process ${run.attached.pid}`);
  if (record.schema === "hasten.run-record/1") return [...facts, `run ${run.id}`];
  const written = record.written
    ? "written"
    : record.total === undefined
      ? "nothing written"
      : "not written (--dry-run)";
  return [...facts, written, `fix ${record.id}`, END_WORDS[record.ended].replace(/\.$/u, "")];
}
