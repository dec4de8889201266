import { setTimeout as sleep } from "node:timers/promises";
import type { Profile } from "../../src/profile/profile.ts";
import { loadSampler } from "./built.ts";
import { namesOf } from "./names.ts";

/** Looks at a process for some seconds as `attach` does, and prints the stacks: the part of the bench whose processor time is hasten's. */
export async function watch(pid: number, seconds: number, rate: number): Promise<void> {
  const { startSampler, profileOf } = await loadSampler();
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
