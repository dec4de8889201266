import type { JSX } from "preact";
import type { Hotspot, Ranking } from "../../rank/ranking.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount, formatPercent, formatRatio, formatShare } from "../format/number.ts";
import { shortPath } from "../format/path.ts";
import { Name } from "./name.tsx";

/** How the top five are to be told. */
export interface TopFiveProps {
  readonly ranking: Ranking;
  readonly cwd: string;
  readonly caption: string;
  /** Times are not known: samples are told. */
  readonly isCounted?: boolean;
}

/** The top five as bars, each with its 95 % interval. */
export function TopFive({ ranking, cwd, caption, isCounted = false }: TopFiveProps): JSX.Element {
  const hasCalls = ranking.top.some(({ calls }) => calls !== undefined);
  return (
    <>
      <table class="top">
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="rank">
              <span class="hidden">rank</span>
            </th>
            <th scope="col">function</th>
            <th scope="col" class="wide">
              share of the time, with its 95 % interval
            </th>
            <th scope="col" class="number">
              {isCounted ? "samples" : "time"}
            </th>
            <th scope="col" class="number">
              own
            </th>
            {hasCalls && (
              <th scope="col" class="number">
                calls
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {ranking.top.map((hotspot) => (
            <Row hotspot={hotspot} cwd={cwd} isCounted={isCounted} hasCalls={hasCalls} />
          ))}
        </tbody>
      </table>
      <p class="quiet">{outsideWords(ranking)}</p>
    </>
  );
}

interface RowProps {
  readonly hotspot: Hotspot;
  readonly cwd: string;
  readonly isCounted: boolean;
  readonly hasCalls: boolean;
}

function Row({ hotspot, cwd, isCounted, hasCalls }: RowProps): JSX.Element {
  const { rank, function: name, share, selfShare, isWorst, samples, cumulative, calls } = hotspot;
  return (
    <tr class={isWorst ? "worst" : undefined}>
      <td class="rank">{rank}</td>
      <th scope="row">
        <button class="follow" type="button" data-function={`${hotspot.line} ${shortPath(hotspot.file, cwd)}`}>
          <Name of={name} />
        </button>
        {isWorst && <span class="badge hot">the worst</span>}
        <span class="place">
          <Name of={hotspot.file === "" ? "–" : `${shortPath(hotspot.file, cwd)}:${hotspot.line}`} />
        </span>
      </th>
      <td class="wide">
        <ShareBar share={share} self={selfShare.value} />
        <span class="figure">{formatShare(share)}</span>
      </td>
      <td class="number">{isCounted ? formatCount(samples) : formatDuration(cumulative)}</td>
      <td class="number">{formatPercent(selfShare.value)}</td>
      {hasCalls && <td class="number">{calls === undefined ? "–" : formatCount(calls)}</td>}
    </tr>
  );
}

/** The whole share pale, the part of its own full, the interval as a whisker. */
function ShareBar({ share, self }: { readonly share: Hotspot["share"]; readonly self: number }): JSX.Element {
  return (
    <svg class="share" width="100%" height="16" aria-hidden="true">
      <rect class="track" width="100%" height="10" y="3" rx="2" />
      <rect class="cumulative" width={at(share.value)} height="10" y="3" rx="2" />
      <rect class="own" width={at(self)} height="10" y="3" rx="2" />
      <line class="whisker" x1={at(share.low)} x2={at(share.high)} y1="8" y2="8" />
      <line class="whisker" x1={at(share.low)} x2={at(share.low)} y1="4" y2="12" />
      <line class="whisker" x1={at(share.high)} x2={at(share.high)} y1="4" y2="12" />
    </svg>
  );
}

const at = (share: number): string => `${(share * 100).toFixed(2)}%`;

function outsideWords({ outside }: Ranking): string {
  if (outside.share <= 0) return "Nothing outside these rows takes time worth naming.";
  return (
    `Nothing outside these rows gets advice: the largest function there takes ${formatPercent(outside.share)}, ` +
    `so that without it the program would be at most ${formatRatio(outside.ceiling)} as fast.`
  );
}
