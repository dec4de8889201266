import type { Collector } from "../collector.ts";
import { collectorEnvironment } from "./environment.ts";
import { readSamples } from "./read-samples.ts";

/** A thread inside every Python of the run: portable, and blind where the GIL is not let go of. */
export const inProcess: Collector = {
  id: "in-process",
  defaultRate: 200,
  objection: () => undefined,
  watch: (folder, rate, world) =>
    Promise.resolve({
      env: {
        ...collectorEnvironment(world, folder, ["sampler"]),
        ...(rate !== undefined && { HASTEN_INTERVAL_MS: String(1000 / rate) }),
      },
      onStart: () => undefined,
      finish: () => readSamples(folder),
    }),
};
