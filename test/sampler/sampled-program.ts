import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Profile } from "../../src/profile/profile.ts";
import { profileOf } from "../../src/collect/sampler/read-recording.ts";
import { startSampler } from "../../src/collect/sampler/sampler.ts";

/** A program's profile, and what it printed. */
export interface SampledProgram {
  readonly profile: Profile;
  readonly stdout: string;
}

/** Starts a Python program of this folder under the sampler and waits for its end. */
export async function sampleProgram(python: string, words: readonly string[], rate: number): Promise<SampledProgram> {
  const sampler = await startSampler([], { rate, followsChildren: true, mostOwnShare: 0.6, seed: 7 });
  const [script = "", ...others] = words;
  const child = spawn(python, [join(import.meta.dirname, script), ...others], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  if (child.pid !== undefined) sampler.watch(child.pid);
  await once(child, "close");
  const { recording } = await sampler.stop();
  return { profile: profileOf(recording), stdout };
}

/** A file's functions on each stack, the outermost first, with the stack's samples. */
export function stacksOf(
  { functions, frames, stacks, weights }: Profile,
  file: string,
): readonly (readonly [string[], number])[] {
  return weights.map(({ stack, samples }) => {
    const names: string[] = [];
    for (let at = stack; at >= 0; at = stacks[at]?.parent ?? -1) {
      const profiled = functions[frames[stacks[at]?.frame ?? 0]?.function ?? 0];
      if (profiled?.file.endsWith(file) === true) names.unshift(profiled.qualname.split(".").at(-1) ?? "");
    }
    return [names, samples];
  });
}
