import type { JSX } from "preact";
import { visible } from "../format/visible.ts";
import { shorten } from "./function-lines.ts";

const CLASSES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "place" };

/** A unified diff; what was added and removed is told by signs as well as by colours. */
export function Diff({ of: diff }: { readonly of: string }): JSX.Element {
  const lines = diff.trimEnd().split("\n");
  return (
    <div class="diff" role="region" aria-label="Diff" tabIndex={0}>
      {lines.map((line) => {
        const isHeader =
          line.startsWith("+++") || line.startsWith("---") || line.startsWith("Index") || line.startsWith("===");
        return <div class={isHeader ? "place" : CLASSES[line.charAt(0)]}>{visible(shorten(line)) || " "}</div>;
      })}
    </div>
  );
}
