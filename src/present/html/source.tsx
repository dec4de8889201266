import type { JSX } from "preact";
import type { Finding } from "../../diagnose/finding.ts";
import type { KeptSources } from "../../journal/snapshot.ts";
import type { HotExpression, Hotspot } from "../../rank/ranking.ts";
import { formatPercent } from "../format/number.ts";
import { visible } from "../format/visible.ts";
import { evidenceWords } from "../words/evidence-words.ts";
import { functionLines, type NumberedLine } from "./function-lines.ts";
import { heatSegments, heatStep } from "./heat-line.ts";
import { Sentence } from "./name.tsx";

/** The source of a hotspot, and what was found in it. */
export interface SourceProps {
  readonly hotspot: Hotspot;
  readonly findings: readonly Finding[];
  readonly sources: KeptSources | undefined;
}

/** A hotspot's source with its heat by expression, and what was measured written under the expression. */
export function HotSource({ hotspot, findings, sources }: SourceProps): JSX.Element {
  const text = sources?.files.find(({ file }) => file === hotspot.file)?.text;
  if (text === undefined) return <p class="quiet">The source as it was in that run was not kept.</p>;
  const here = findings.filter(({ file }) => file === hotspot.file);
  const hot = [...hotspot.lines.map(({ line }) => line), ...here.map(({ endLine }) => endLine)];
  const hasColumns = hotspot.expressions.some(({ position }) => position.column !== undefined);
  return (
    <figure class="source">
      <div class="code" role="region" aria-label={`Source of ${visible(hotspot.function)}`} tabIndex={0}>
        {functionLines(text, hotspot.line, hot).map((line) =>
          line === undefined ? (
            <div class="gap">⋯</div>
          ) : (
            <Line line={line} hotspot={hotspot} findings={here.filter((finding) => finding.endLine === line.line)} />
          ),
        )}
      </div>
      <figcaption>
        Heat: share of the program’s time on {hasColumns ? "the expression" : "the line (columns need Python 3.11)"}.{" "}
        <HeatScale />
      </figcaption>
    </figure>
  );
}

function HeatScale(): JSX.Element {
  return (
    <span class="scale" aria-hidden="true">
      {["0.5", "3", "10", "25", "50"].map((least, index) => (
        <mark class={`h${index + 1}`}>{least} %+</mark>
      ))}
    </span>
  );
}

interface LineProps {
  readonly line: NumberedLine;
  readonly hotspot: Hotspot;
  readonly findings: readonly Finding[];
}

function Line({ line: { line, text }, hotspot, findings }: LineProps): JSX.Element {
  const share = hotspot.lines.find((one) => one.line === line)?.share ?? 0;
  return (
    <>
      <div class="line">
        <span class="at">{line}</span>
        <span class={`heat h${heatStep(share)}`}>{share >= 0.005 ? formatPercent(share) : ""}</span>
        <code>
          <LineText line={{ line, text }} expressions={hotspot.expressions} share={share} />
        </code>
      </div>
      {findings.map((finding) => (
        <Measured finding={finding} text={text} />
      ))}
    </>
  );
}

interface LineTextProps {
  readonly line: NumberedLine;
  readonly expressions: readonly HotExpression[];
  readonly share: number;
}

function LineText({ line: { line, text }, expressions, share }: LineTextProps): JSX.Element {
  const segments = heatSegments(text, line, expressions);
  const isWarm = segments.some((segment) => heatStep(segment.share) > 0);
  if (!isWarm && heatStep(share) > 0) {
    const code = text.trimStart();
    return (
      <>
        {text.slice(0, text.length - code.length)}
        <mark class={`h${heatStep(share)}`}>{visible(code)}</mark>
      </>
    );
  }
  return (
    <>
      {segments.map((segment) => {
        const step = heatStep(segment.share);
        if (step === 0) return visible(segment.text);
        const title = `${formatPercent(segment.share)} of the time`;
        return (
          <mark class={`h${step}`} title={title}>
            {visible(segment.text)}
          </mark>
        );
      })}
    </>
  );
}

/** What was measured at a finding's expression, under it. */
function Measured({ finding, text }: { readonly finding: Finding; readonly text: string }): JSX.Element {
  const isOneLine = finding.line === finding.endLine;
  const from = isOneLine ? finding.column : text.length - text.trimStart().length;
  const length = Math.max(1, finding.endColumn - from);
  return (
    <div class="measured">
      <span class="at" />
      <span class="heat" />
      <div>
        <code class="underline" aria-hidden="true">
          {" ".repeat(from)}
          {"⌃".repeat(Math.min(length, 120))}
        </code>
        <ul>
          {finding.evidence
            .filter(({ kind }) => kind !== "heat" && kind !== "source")
            .map((evidence) => (
              <li>
                <Sentence of={evidenceWords(evidence)} />
              </li>
            ))}
        </ul>
      </div>
    </div>
  );
}
