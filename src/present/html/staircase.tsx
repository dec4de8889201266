import type { JSX } from "preact";
import type { FixRecord, FixTotal } from "../../journal/fix-record.ts";
import { formatDuration } from "../format/duration.ts";
import { formatRatio } from "../format/number.ts";
import { ruleTitle } from "../words/rule-words.ts";

interface Step {
  readonly word: string;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** Every kept round from the first time to the last: a bar as long as the program took, with its interval. */
export function Staircase({ record, total }: { readonly record: FixRecord; readonly total: FixTotal }): JSX.Element {
  const steps = stepsOf(record, total);
  const longest = Math.max(...steps.map(({ high }) => high));
  const at = (value: number): string => `${((value / longest) * 100).toFixed(2)}%`;
  return (
    <ol class="stairs">
      {steps.map(({ word, seconds, low, high }, index) => (
        <li class={index === 0 ? "start" : undefined}>
          <span class="what">{word}</span>
          <svg width="100%" height="20" aria-hidden="true">
            <rect class="step" width={at(seconds)} height="14" y="3" rx="2" />
            {index > 0 && <line class="whisker" x1={at(low)} x2={at(high)} y1="10" y2="10" />}
          </svg>
          <span class="number">
            {formatDuration(seconds)}
            {index > 0 && <span class="quiet"> {formatRatio(total.before / seconds)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Each kept fix was measured against the state before it: times follow from the first by its ratios. */
function stepsOf({ attempts }: FixRecord, { before }: FixTotal): readonly Step[] {
  const steps: Step[] = [{ word: "as it was", seconds: before, low: before, high: before }];
  let now: number = before;
  for (const { round, finding, verdict } of attempts) {
    if (verdict.kind !== "kept" || verdict.speedup === undefined) continue;
    const { ratio, low, high } = verdict.speedup;
    const word = `round ${round}: ${ruleTitle(finding.rule)}`;
    steps.push({ word, seconds: now / ratio, low: now / high, high: now / low });
    now /= ratio;
  }
  return steps;
}
