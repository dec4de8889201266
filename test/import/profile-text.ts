import type { Profile } from "../../src/profile/profile.ts";

/** A profile as text: a line a stack, with what it got and in which thread, as the profile has them. */
export function profileText(profile: Profile): string {
  const paths: string[] = [];
  for (const { parent, frame } of profile.stacks) {
    const at = profile.frames[frame];
    const of = profile.functions[at?.function ?? -1];
    const words = `${of?.qualname} ${of?.file}:${at?.position.line}`;
    paths.push(parent < 0 ? words : `${paths[parent]} > ${words}`);
  }
  const lines = profile.weights.map(({ stack, thread, wall, samples }) => {
    return `${wall.toFixed(4)} s ×${samples} ${profile.threads[thread]?.name} | ${paths[stack]}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Seconds of each function by `qualname file`: its own, and with what it calls, where recursion counts once. */
export function secondsOf(profile: Profile): ReadonlyMap<string, { own: number; inclusive: number }> {
  const sums = new Map<string, { own: number; inclusive: number }>();
  for (const { stack, wall } of profile.weights) {
    const met = new Set<string>();
    for (let node = profile.stacks[stack]; node !== undefined; node = profile.stacks[node.parent]) {
      const of = profile.functions[profile.frames[node.frame]?.function ?? -1];
      const key = `${of?.qualname} ${of?.file} ${of?.firstLine}`;
      const sum = sums.get(key) ?? { own: 0, inclusive: 0 };
      sums.set(key, sum);
      if (met.size === 0) sum.own += wall;
      if (!met.has(key)) sum.inclusive += wall;
      met.add(key);
    }
  }
  return sums;
}
