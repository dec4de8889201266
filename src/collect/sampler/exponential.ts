/** Draws from the exponential distribution with mean 1. xorshift32 (Marsaglia 2003) from a seed, so that runs can be repeated. */
export function exponential(seed: number): () => number {
  let state = seed >>> 0 || 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return -Math.log(((state >>> 0) + 0.5) / 4_294_967_296);
  };
}
