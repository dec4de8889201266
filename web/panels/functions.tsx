import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { PageWeight } from "../../src/protocol/page-profile.ts";
import type { FunctionTimes } from "../model/functions.ts";
import type { Matches } from "../model/search.ts";
import { amount, percent } from "../words.ts";

/** Functions to choose one of. */
export interface FunctionsProps {
  readonly times: FunctionTimes;
  readonly whole: number;
  readonly weight: PageWeight;
  readonly names: readonly string[];
  readonly matches: Matches | undefined;
  readonly chosen: number | undefined;
  readonly onChoose: (called: number) => void;
}

const MOST = 200;

/** Every function with its sums, by total or own time. */
export function Functions({ times, whole, weight, names, matches, chosen, onChoose }: FunctionsProps): JSX.Element {
  const [by, setBy] = useState<"total" | "self">("total");
  const rows = useMemo(() => {
    const all = [...names.keys()].filter((called) => (times.total[called] ?? 0) > 0 && matches?.isMatch[called] !== 0);
    return all.sort((one, other) => (times[by][other] ?? 0) - (times[by][one] ?? 0)).slice(0, MOST);
  }, [times, by, names, matches]);
  const heading = (key: "total" | "self", word: string): JSX.Element => (
    <th scope="col" class="number" aria-sort={by === key ? "descending" : "none"}>
      <button type="button" onClick={() => setBy(key)}>
        {word}
        {by === key ? " ↓" : ""}
      </button>
    </th>
  );
  return (
    <div class="tree-scroll" role="region" aria-label="Functions" tabIndex={0}>
      <table class="functions">
        <thead>
          <tr>
            <th scope="col">function</th>
            {heading("total", "total")}
            {heading("self", "own")}
          </tr>
        </thead>
        <tbody>
          {rows.map((called) => (
            <tr key={called} class={called === chosen ? "chosen" : undefined}>
              <th scope="row">
                <button type="button" aria-pressed={called === chosen} onClick={() => onChoose(called)}>
                  <bdi>{names[called]}</bdi>
                </button>
              </th>
              <td class="number" title={amount(times.total[called] ?? 0, weight)}>
                {percent(times.total[called] ?? 0, whole)}
              </td>
              <td class="number" title={amount(times.self[called] ?? 0, weight)}>
                {percent(times.self[called] ?? 0, whole)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
