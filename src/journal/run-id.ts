import type { World } from "../base/world.ts";

/** A new run's id: UTC time, so that names sort by age, and four random characters, so that two never meet. */
export function createRunId(world: Pick<World, "now" | "random">): string {
  const time = new Date(world.now()).toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const tail = Math.floor(world.random() * 36 ** 4)
    .toString(36)
    .padStart(4, "0");
  return `${time}-${tail}`;
}
