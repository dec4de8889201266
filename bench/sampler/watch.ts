import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as Reading from "../../src/collect/sampler/read-recording.ts";
import type * as Sampling from "../../src/collect/sampler/sampler.ts";
import type { Profile } from "../../src/profile/profile.ts";
import { namesOf } from "./names.ts";

/** Looks at a process for some seconds as `attach` does, and prints the stacks: the part of the bench whose processor time is hasten's. */
export async function watch(pid: number, seconds: number, rate: number): Promise<void> {
  // As it is built: the sampler starts a worker from its own file.
  const { startSampler } = (await import(resolve("dist/collect/sampler/sampler.js"))) as typeof Sampling;
  const { profileOf } = (await import(resolve("dist/collect/sampler/read-recording.js"))) as typeof Reading;
  const sampler = await startSampler([], { rate, followsChildren: false, mostOwnShare: 1, seed: pid });
  sampler.watch(pid);
  await sleep(seconds * 1000);
  const { recording } = await sampler.stop();
  const profile = profileOf(recording);
  const { samples, impossible } = profile.truth;
  process.stdout.write(JSON.stringify({ thrown: impossible / (samples + impossible), folded: [...foldedOf(profile)] }));
}

function foldedOf(profile: Profile): ReadonlyMap<string, number> {
  const folded = new Map<string, number>();
  for (const { stack, samples } of profile.weights) {
    const names = namesOf(profile, stack).join(";");
    folded.set(names, (folded.get(names) ?? 0) + samples);
  }
  return folded;
}
