import type { JSX } from "preact";
import type { GrowthEvidence } from "../../diagnose/evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import { formatPercent, formatRatio } from "../format/number.ts";
import { shortPath } from "../format/path.ts";
import { evidenceWords } from "../words/evidence-words.ts";
import { adviceFor, ruleTitle } from "../words/rule-words.ts";
import { Name, Sentence } from "./name.tsx";
import { Rungs } from "./rungs.tsx";

/** One finding: what kind of slow, its evidence, the rung, the most that it can bring, and what to do. */
export function FindingCard({ finding, cwd }: { readonly finding: Finding; readonly cwd: string }): JSX.Element {
  const growth = finding.evidence.find((evidence): evidence is GrowthEvidence => evidence.kind === "growth");
  return (
    <article class="card">
      <h4>
        {capitalise(ruleTitle(finding.rule))} <span class="quiet">[{finding.rule}]</span>
      </h4>
      <p class="place">
        <Name of={`${shortPath(finding.file, cwd)}:${finding.line}:${finding.column + 1}`} />
      </p>
      <ul>
        {finding.evidence.map((evidence) => (
          <li>
            <Sentence of={evidenceWords(evidence)} />
          </li>
        ))}
        {finding.ceiling > 1 && (
          <li>
            at most <strong>{formatRatio(finding.ceiling)}</strong> for the whole program (
            {formatPercent(finding.share)} of its time)
          </li>
        )}
      </ul>
      {growth && <GrowthPlot growth={growth} />}
      <Rungs rung={finding.rung} />
      <p>
        <Sentence of={adviceFor(finding)} />
      </p>
    </article>
  );
}

/** How the time of one execution grows over a hundredfold size, in logarithms: the band is the interval, the thin lines n and n². */
function GrowthPlot({ growth }: { readonly growth: GrowthEvidence }): JSX.Element {
  const [width, height] = [240, 96];
  const end = (exponent: number): string =>
    `${width},${(height - (Math.min(2.5, Math.max(0, exponent)) / 2.5) * height).toFixed(1)}`;
  return (
    <svg class="growth" viewBox={`0 0 ${width + 40} ${height}`} width={width + 40} height={height} role="img">
      <title>{`Grows as n^${growth.exponent.toFixed(2)}, interval ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}`}</title>
      <line class="axis" x1="0" y1={height} x2={width} y2={height} />
      <line class="axis" x1="0" y1="0" x2="0" y2={height} />
      {[1, 2].map((exponent) => (
        <>
          <polyline class="guide" points={`0,${height} ${end(exponent)}`} />
          <text class="label" x={width + 6} y={Number(end(exponent).split(",")[1]) + 4}>
            {exponent === 1 ? "n" : "n²"}
          </text>
        </>
      ))}
      <polygon class="band" points={`0,${height} ${end(growth.low)} ${end(growth.high)}`} />
      <polyline class="curve" points={`0,${height} ${end(growth.exponent)}`} />
    </svg>
  );
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
