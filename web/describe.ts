import type { PageWeight } from "../src/protocol/page-profile.ts";
import type { Chart } from "./model/chart.ts";
import type { Scene } from "./scene.ts";
import { amount, percent } from "./words.ts";

/** Where a node is drawn, and what its weights are. */
export interface Described {
  readonly scene: Scene;
  readonly chart: Chart;
  readonly weight: PageWeight;
}

/** A box in one line: name, place, share, own share; in a comparison what it took before and after. */
export function describeNode({ scene, chart, weight }: Described, node: number): string {
  const { called, total, self, whole } = chart.tree;
  const name = placeOf(scene, called[node] ?? -1);
  if (scene.comparison !== undefined) {
    const { before, after } = scene.comparison;
    return `${name} · ${amount(before[node] ?? 0, weight)} → ${amount(after[node] ?? 0, weight)}`;
  }
  if (scene.lane !== undefined) {
    const from = amount(chart.start[node] ?? 0, "wall");
    return `${name} · seen from ${from} on, for ${amount(total[node] ?? 0, "wall")}`;
  }
  const [value, own] = [total[node] ?? 0, self[node] ?? 0];
  return `${name} · ${percent(value, whole)}, ${amount(value, weight)}${own > 0 ? ` · own ${percent(own, whole)}` : ""}`;
}

function placeOf({ profile }: Scene, called: number): string {
  const name = profile.names[called] ?? "";
  const line = profile.lineOf[called] ?? 0;
  return line > 0 ? `${name} · ${profile.files[profile.fileOf[called] ?? -1] ?? ""}:${line}` : name;
}
