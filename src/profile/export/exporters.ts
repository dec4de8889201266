import { Refusal } from "../../base/refusal.ts";
import { chrometrace } from "./chrometrace.ts";
import { collapsed } from "./collapsed.ts";
import { cpuprofile } from "./cpuprofile.ts";
import type { Exporter } from "./exporter.ts";
import { flamegraph } from "./flamegraph.ts";
import { gecko } from "./gecko.ts";
import { pprof } from "./pprof.ts";
import { pstats } from "./pstats.ts";
import { speedscope } from "./speedscope.ts";

/** Every format, in the order of the help. */
export const EXPORTERS: readonly Exporter[] = [
  flamegraph,
  speedscope,
  gecko,
  pprof,
  cpuprofile,
  pstats,
  chrometrace,
  collapsed,
];

/** Finds a format by its name, or by what a file's name ends with; refuses when neither tells. */
export function chooseExporter(id: string | undefined, file: string | undefined): Exporter {
  const ids = EXPORTERS.map((exporter) => exporter.id).join(", ");
  if (id !== undefined) {
    const named = EXPORTERS.find((exporter) => exporter.id === id);
    if (named !== undefined) return named;
    throw new Refusal("usage", `There is no format "${id}".`, `The formats: ${ids}`);
  }
  const guessed = EXPORTERS.find(({ extension }) => file?.toLowerCase().endsWith(extension) === true);
  if (guessed !== undefined) return guessed;
  const fact = file === undefined ? "The format is not said." : `The name ${file} does not tell the format.`;
  throw new Refusal("usage", fact, `Say it with --format: ${ids}`);
}
