import type { JSX } from "preact";
import type { Rung } from "../../diagnose/finding.ts";

const RUNGS: readonly (readonly [Rung, string])[] = [
  ["algorithm", "better algorithm"],
  ["vectorise", "arrays"],
  ["concurrency", "concurrency"],
  ["native", "native code"],
  ["memory", "less memory"],
];

const WHY: Record<Rung, string> = {
  algorithm: "The lowest rung: the same answer with less work, in the same Python.",
  vectorise: "No better algorithm was recognised; the same loop over numbers in array code.",
  concurrency: "The time is spent waiting: wait for several things at once.",
  native: "Nothing below fits; the same code compiled.",
  memory: "The time goes into objects: make fewer, or smaller ones.",
};

/** The ladder of remedies with the rung that a finding stands on, and why that one. */
export function Rungs({ rung }: { readonly rung: Rung }): JSX.Element {
  return (
    <div class="rungs">
      <ol aria-label="Rungs, the lowest first">
        {RUNGS.map(([id, word]) => (
          <li class={id === rung ? "here" : undefined} aria-current={id === rung ? "true" : undefined}>
            {word}
          </li>
        ))}
      </ol>
      <p class="quiet">{WHY[rung]}</p>
    </div>
  );
}
