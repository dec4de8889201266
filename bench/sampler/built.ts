import { resolve } from "node:path";
import type * as Reading from "../../src/collect/sampler/read-recording.ts";
import type * as Sampling from "../../src/collect/sampler/sampler.ts";

/** The sampler as it is built: it starts a worker from its own file, which a bundle does not have. */
export async function loadSampler(): Promise<
  Pick<typeof Sampling, "startSampler"> & Pick<typeof Reading, "profileOf">
> {
  const { startSampler } = (await import(resolve("dist/collect/sampler/sampler.js"))) as typeof Sampling;
  const { profileOf } = (await import(resolve("dist/collect/sampler/read-recording.js"))) as typeof Reading;
  return { startSampler, profileOf };
}
