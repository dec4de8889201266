import type { BlockedLoop, Observation } from "./observation.ts";

/** Tells a file of a copied folder by its place in the original; other files stay as they are. */
export function placeInOriginal(copy: string, root: string): (file: string) => string {
  return (file) => (file.startsWith(`${copy}/`) ? root + file.slice(copy.length) : file);
}

/** The observation of a run in a copy of a folder, told with the paths of the original. */
export function relocateObservation(observation: Observation, copy: string, root: string): Observation {
  const place = placeInOriginal(copy, root);
  const { profile, operands, calls, loops } = observation;
  const placed = (frame: BlockedLoop): BlockedLoop => ({ ...frame, file: place(frame.file) });
  return {
    ...observation,
    profile: {
      ...profile,
      functions: profile.functions.map((profiled) => ({ ...profiled, file: place(profiled.file) })),
      processes: profile.processes.map((process) => ({ ...process, argv: process.argv.map(place) })),
    },
    operands: operands.map((sample) => ({ ...sample, file: place(sample.file) })),
    calls: calls.map((count) => ({ ...count, file: place(count.file) })),
    ...(loops && { loops: loops.map((loop) => ({ ...loop, blocked: loop.blocked.map(placed) })) }),
  };
}
