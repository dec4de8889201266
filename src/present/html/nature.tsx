import type { JSX } from "preact";
import type { Nature } from "../../rank/ranking.ts";
import { formatPercent } from "../format/number.ts";

const KIND_WORDS: Record<Nature["kind"], string> = {
  computing: "It computes.",
  waiting: "It waits.",
  "gil-bound": "It computes, and threads wait for each other’s lock (the GIL).",
  allocating: "It makes and drops objects.",
  mixed: "It computes and waits.",
  unknown: "Whether it computed or waited is not in the file.",
};

interface Part {
  readonly word: string;
  readonly share: number;
  readonly kind: string;
}

/** What kind of slow the program is: one bar, with its parts in words. */
export function NatureBar({ nature }: { readonly nature: Nature }): JSX.Element {
  if (nature.kind === "unknown") return <p class="quiet">{KIND_WORDS.unknown}</p>;
  const parts = partsOf(nature);
  let left = 0;
  const drawn = parts.map((part) => {
    const x = left;
    left += part.share;
    return <rect class={`fill ${part.kind}`} x={percent(x)} width={percent(part.share)} height="100%" />;
  });
  return (
    <div class="nature">
      <p>{KIND_WORDS[nature.kind]}</p>
      <svg class="bar" width="100%" height="18" role="img" aria-label={parts.map(wordsOf).join(", ")}>
        {drawn}
      </svg>
      <ul class="legend">
        {parts.map((part) => (
          <li>
            <svg width="10" height="10" aria-hidden="true">
              <rect class={`fill ${part.kind}`} width="10" height="10" rx="2" />
            </svg>
            {wordsOf(part)}
          </li>
        ))}
        {nature.gilWait >= 0.01 && <li>waiting for the GIL {formatPercent(nature.gilWait)} of the time</li>}
      </ul>
    </div>
  );
}

/** Collecting is part of computing: it is shown apart. */
function partsOf({ computing, waiting, allocating }: Nature): readonly Part[] {
  const collecting = Math.min(allocating, computing);
  const all = [
    { word: "computing", share: computing - collecting, kind: "computing" },
    { word: "collecting garbage", share: collecting, kind: "allocating" },
    { word: "waiting", share: waiting, kind: "waiting" },
  ];
  return all.filter(({ share }) => share >= 0.005);
}

const wordsOf = ({ word, share }: Part): string => `${word} ${formatPercent(share)}`;

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
