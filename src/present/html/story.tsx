import type { JSX } from "preact";
import type { Finding } from "../../diagnose/finding.ts";
import type { FixRecord } from "../../journal/fix-record.ts";
import type { RunRecord } from "../../journal/run-record.ts";
import type { Hotspot, Ranking } from "../../rank/ranking.ts";
import { shortPath } from "../format/path.ts";
import { formatCount, formatPercent } from "../format/number.ts";
import { visible } from "../format/visible.ts";
import { importNotes } from "../words/import-words.ts";
import { loopLines } from "../words/loop-words.ts";
import { passedOverWords } from "../words/rule-words.ts";
import { KeptFix, RefusedFixes } from "./attempts.tsx";
import { FindingCard } from "./finding.tsx";
import { Headline } from "./headline.tsx";
import { Name, Sentence } from "./name.tsx";
import { NatureBar } from "./nature.tsx";
import type { PageContent } from "./page-content.ts";
import { MemoryStory } from "./memory-story.tsx";
import { CompileStory, VerifyStory } from "./proof-story.tsx";
import { ScaleStory } from "./scale-story.tsx";
import { HotSource } from "./source.tsx";
import { Staircase } from "./staircase.tsx";
import { TopFive } from "./top-five.tsx";

/** The story of a record, from the answer to the evidence; it needs no script. */
export function Story({ content }: { readonly content: PageContent }): JSX.Element {
  const { record } = content;
  if (record.schema === "hasten.memory-record/1") return <MemoryStory record={record} />;
  if (record.schema === "hasten.scale-record/1") return <ScaleStory record={record} />;
  if (record.schema === "hasten.verify-record/1") return <VerifyStory record={record} />;
  if (record.schema === "hasten.compile-record/1") return <CompileStory record={record} />;
  return (
    <>
      <Headline record={record} />
      {record.schema === "hasten.fix-record/1" ? (
        <FixStory record={record} content={content} />
      ) : (
        <RunStory record={record} content={content} />
      )}
    </>
  );
}

function RunStory({ record, content }: { readonly record: RunRecord; readonly content: PageContent }): JSX.Element {
  const { ranking, run, findings, passedOver } = record;
  if (ranking.tooLittle !== undefined) return <Nature ranking={ranking} />;
  return (
    <>
      <Nature ranking={ranking} />
      <Loops record={record} />
      <Top ranking={ranking} title="The top five" record={record} />
      <Worst ranking={ranking} findings={findings} content={content} cwd={run.cwd}>
        {findings.map((finding) => (
          <FindingCard finding={finding} cwd={run.cwd} />
        ))}
        {findings.length === 0 && run.imported === undefined && (
          <p>No rule of hasten’s has evidence of a known slow pattern here.</p>
        )}
        <PassedOver places={passedOver} cwd={run.cwd} />
      </Worst>
    </>
  );
}

function FixStory({ record, content }: { readonly record: FixRecord; readonly content: PageContent }): JSX.Element {
  const kept = record.attempts.filter(({ verdict }) => verdict.kind === "kept");
  const refused = record.attempts.filter(({ verdict }) => verdict.kind !== "kept");
  const ranking = record.firstRanking;
  const firstRound = record.attempts.filter(({ round }) => round === 1).map(({ finding }) => finding);
  return (
    <>
      {record.total && (
        <section>
          <h2>From the first time to the last</h2>
          <Staircase record={record} total={record.total} />
        </section>
      )}
      {ranking && <Nature ranking={ranking} />}
      {ranking && <Top ranking={ranking} title="The top five before" record={record} />}
      {ranking && <Worst ranking={ranking} findings={firstRound} content={content} cwd={record.run.cwd} />}
      {kept.length > 0 && (
        <section>
          <h2>What was kept</h2>
          {kept.map((attempt) => (
            <KeptFix attempt={attempt} cwd={record.cwd} />
          ))}
        </section>
      )}
      {refused.length > 0 && (
        <section>
          <h2>What was refused, and why</h2>
          <RefusedFixes attempts={refused} cwd={record.cwd} />
          <PassedOver places={record.passedOver} cwd={record.cwd} />
        </section>
      )}
      {record.ranking.tooLittle === undefined && (
        <Top ranking={record.ranking} title={kept.length > 0 ? "The top five after" : "The top five"} record={record} />
      )}
    </>
  );
}

function Nature({ ranking }: { readonly ranking: Ranking }): JSX.Element {
  return (
    <section>
      <h2>What kind of slow</h2>
      <NatureBar nature={ranking.nature} />
    </section>
  );
}

/** How long asyncio’s loops kept others waiting. */
function Loops({ record: { loops, run } }: { readonly record: RunRecord }): JSX.Element {
  const lines = loopLines(loops ?? [], run.cwd).filter((line) => line !== "");
  return (
    <ul class="quiet">
      {lines.map((line) => (
        <li>{visible(line)}</li>
      ))}
    </ul>
  );
}

interface TopProps {
  readonly ranking: Ranking;
  readonly title: string;
  readonly record: RunRecord | FixRecord;
}

function Top({ ranking, title, record: { run } }: TopProps): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      <TopFive ranking={ranking} cwd={run.cwd} caption={title} isCounted={run.imported?.seconds === "assumed"} />
    </section>
  );
}

interface WorstProps {
  readonly ranking: Ranking;
  readonly findings: readonly Finding[];
  readonly content: PageContent;
  readonly cwd: string;
  readonly children?: JSX.Element | (JSX.Element | JSX.Element[] | false)[];
}

function Worst({ ranking, findings, content, cwd, children }: WorstProps): JSX.Element {
  const worst = ranking.top.find(({ isWorst }) => isWorst);
  if (worst === undefined) return <>{children}</>;
  return (
    <section>
      <h2>
        The worst: <Name of={worst.function} />
      </h2>
      <p class="place">
        <Name of={`${shortPath(worst.file, cwd)}:${worst.line}`} />
        <Libraries hotspot={worst} />
      </p>
      <HotSource hotspot={worst} findings={findings} sources={content.sources} />
      {children}
    </section>
  );
}

function Libraries({ hotspot }: { readonly hotspot: Hotspot }): JSX.Element {
  const named = hotspot.libraries.filter(({ share }) => share >= 0.05).slice(0, 3);
  if (named.length === 0) return <></>;
  return (
    <>
      {" · of it in library code: "}
      {named.map((callee, index) => (
        <>
          {index > 0 && ", "}
          <Name of={callee.function} /> {formatPercent(callee.share)}
        </>
      ))}
    </>
  );
}

function PassedOver({ places, cwd }: { readonly places: RunRecord["passedOver"]; readonly cwd: string }): JSX.Element {
  return (
    <ul class="quiet">
      {places.map((place) => (
        <li>
          <Sentence of={passedOverWords(place, cwd)} />
        </li>
      ))}
    </ul>
  );
}

/** How far the figures can be trusted. */
export function Truth({ record }: { readonly record: PageContent["record"] }): JSX.Element {
  if (record.schema !== "hasten.run-record/1" && record.schema !== "hasten.fix-record/1") {
    return (
      <footer>
        <p>Intervals are 95 %. Nothing on this page leaves this machine.</p>
      </footer>
    );
  }
  const { run } = record;
  const notes = record.schema === "hasten.fix-record/1" ? record.notes : run.notes;
  const all = [...notes, ...(run.imported === undefined ? [] : importNotes(run.imported))];
  return (
    <footer>
      <p>
        {"truth" in record && run.imported === undefined && `${truthWords(record)}. `}
        Intervals are 95 %. Nothing on this page leaves this machine.
      </p>
      {all.map((note) => (
        <p>
          note: <Sentence of={note} />
        </p>
      ))}
    </footer>
  );
}

function truthWords({ truth, run }: RunRecord): string {
  const rate = run.rate === undefined ? "" : `, ${formatCount(run.rate)} looks a second`;
  return (
    `${formatCount(truth.samples)} samples (${run.collector}${rate}), ${formatCount(truth.missed)} missed, ` +
    `${formatCount(truth.impossible + truth.errors)} thrown away`
  );
}
