import type { JSX } from "preact";
import type { Scene } from "../scene.ts";

const KIND_WORDS = ["project", "library", "standard library", "C code", "garbage collector", "task", "thread"];
const CHANGE_WORDS = ["gone", "much less", "less", "same", "more", "much more", "new"];

/** What the colours mean; of kinds of code only those that occur. */
export function Legend({ scene }: { readonly scene: Scene }): JSX.Element {
  const kinds = [...new Set(scene.chart.tree.called.map((called) => scene.profile.kindOf[called] ?? 0))].sort(
    (one, other) => one - other,
  );
  const items: readonly (readonly [string, string])[] =
    scene.comparison === undefined
      ? kinds.map((kind) => [`kind-${kind}`, KIND_WORDS[kind] ?? ""])
      : CHANGE_WORDS.map((word, step) => [`change-${step}`, word]);
  return (
    <ul class="legend">
      {items.map(([id, word]) => (
        <li>
          <svg width="10" height="10" aria-hidden="true">
            <rect class={id} width="10" height="10" rx="2" />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}
