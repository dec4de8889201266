import type { Observation } from "./observation.ts";

/** The observation of a run in a copy of a folder, told with the paths of the original. */
export function relocateObservation(observation: Observation, copy: string, root: string): Observation {
  const place = (file: string): string => (file.startsWith(`${copy}/`) ? root + file.slice(copy.length) : file);
  const { profile, operands, calls } = observation;
  return {
    ...observation,
    profile: {
      ...profile,
      functions: profile.functions.map((profiled) => ({ ...profiled, file: place(profiled.file) })),
      processes: profile.processes.map((process) => ({ ...process, argv: process.argv.map(place) })),
    },
    operands: operands.map((sample) => ({ ...sample, file: place(sample.file) })),
    calls: calls.map((count) => ({ ...count, file: place(count.file) })),
  };
}
