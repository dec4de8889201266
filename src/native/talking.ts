import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { HotModule } from "./hot-module.ts";

const LINE = /<pre class="cython line score-(\d+)"[^>]*>.*?<span class="">0*(\d+)<\/span>/gu;

/** Of the hot lines' time, what Cython's annotation shows on lines that still talk to the interpreter; undefined where it wrote none. */
export function talkingShare(folder: string, modules: readonly HotModule[]): number | undefined {
  let all = 0;
  let talking = 0;
  for (const { path: place, hotspots } of modules) {
    const scores = readScores(path.join(folder, place.file.replace(/\.py$/u, ".html")));
    for (const { line, share } of hotspots.flatMap(({ lines }) => lines)) {
      const score = scores.get(line);
      if (score === undefined) continue;
      all += share;
      if (score > 0) talking += share;
    }
  }
  return all === 0 ? undefined : talking / all;
}

function readScores(file: string): ReadonlyMap<number, number> {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return new Map([...text.matchAll(LINE)].map(([, score, line]) => [Number(line), Number(score)]));
}
