import type { JSX } from "preact";
import { median } from "../../base/statistics.ts";
import type { Verdict } from "../../verify/verdict.ts";
import { formatDuration } from "../format/duration.ts";
import { formatRatio } from "../format/number.ts";

/** What was measured of an attempt: the gain with its interval, the prediction beside it, and every timed run. */
export function Speedup({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const { speedup, predicted, times } = verdict;
  if (speedup === undefined) {
    return <p class="quiet">Predicted {formatRatio(predicted)}; it did not come to be timed.</p>;
  }
  const words =
    `${formatRatio(speedup.ratio)} as fast (95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ` +
    `${speedup.pairs} pairs); predicted ${formatRatio(predicted)}`;
  return (
    <div class="speedup">
      <p>
        <strong>{formatRatio(speedup.ratio)}</strong> as fast{" "}
        <span class="quiet">
          (95 %: {formatRatio(speedup.low)} to {formatRatio(speedup.high)}, {speedup.pairs} pairs)
        </span>
        , predicted <strong>{formatRatio(predicted)}</strong>
      </p>
      <RatioAxis speedup={speedup} predicted={predicted} words={words} />
      {times !== undefined && times.old.length > 0 && <TimesAxis times={times} />}
    </div>
  );
}

/** A gain that nobody predicted: the interval, and every timed run. */
export function MeasuredGain({
  speedup,
  times,
}: Pick<RatioAxisProps, "speedup"> & Pick<Verdict, "times">): JSX.Element {
  const words = `${formatRatio(speedup.ratio)} as fast (95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ${speedup.pairs} pairs)`;
  return (
    <div class="speedup">
      <p>{words}</p>
      <RatioAxis speedup={speedup} words={words} />
      {times !== undefined && times.old.length > 0 && <TimesAxis times={times} />}
    </div>
  );
}

interface RatioAxisProps {
  readonly speedup: NonNullable<Verdict["speedup"]>;
  readonly predicted?: number;
  readonly words: string;
}

/** A logarithmic axis of ratios: a line at 1×, the interval, the estimate, the prediction. */
function RatioAxis({ speedup, predicted, words }: RatioAxisProps): JSX.Element {
  const top = Math.min(1000, Math.max(speedup.high, predicted ?? 1, 1.25)) * 1.1;
  const bottom = Math.max(0.01, Math.min(speedup.low, 1)) / 1.05;
  const at = (ratio: number): string => {
    const part = Math.log(Math.min(top, Math.max(bottom, ratio)) / bottom) / Math.log(top / bottom);
    return `${(2 + part * 96).toFixed(2)}%`;
  };
  return (
    <svg class="axis-plot" width="100%" height="46" role="img" aria-label={words}>
      <line class="axis" x1="0" x2="100%" y1="24" y2="24" />
      <line class="one" x1={at(1)} x2={at(1)} y1="8" y2="32" />
      <text class="label" x={at(1)} y="44" text-anchor="middle">
        1×
      </text>
      <line class="interval" x1={at(speedup.low)} x2={at(speedup.high)} y1="24" y2="24" />
      <circle class="estimate" cx={at(speedup.ratio)} cy="24" r="5" />
      {predicted !== undefined && (
        <>
          <line class="predicted" x1={at(predicted)} x2={at(predicted)} y1="14" y2="34" />
          <text
            class="label"
            x={at(predicted)}
            y="11"
            text-anchor={predicted > Math.sqrt(top * bottom) ? "end" : "start"}
          >
            predicted
          </text>
        </>
      )}
    </svg>
  );
}

/** Every timed run of the old and the new program as a dot on one axis from nothing to the longest. */
function TimesAxis({ times }: { readonly times: NonNullable<Verdict["times"]> }): JSX.Element {
  const longest = Math.max(...times.old, ...times.new) * 1.02;
  const at = (value: number): string => `${((value / longest) * 100).toFixed(2)}%`;
  const rows = [
    { word: "old", values: times.old },
    { word: "new", values: times.new },
  ];
  return (
    <div class="times">
      {rows.map(({ word, values }) => (
        <div class={`time-row ${word}`}>
          <span>{word}</span>
          <svg width="100%" height="16" aria-hidden="true">
            <rect class="track" width={at(median(values))} height="10" y="3" rx="2" />
            {values.map((value) => (
              <circle class="run" cx={at(value)} cy="8" r="2.5" />
            ))}
          </svg>
          <span class="number">{formatDuration(median(values))}</span>
        </div>
      ))}
    </div>
  );
}
