import { fraction } from "../base/units.ts";
import type { Profile } from "../profile/profile.ts";
import type { Costs } from "./costs.ts";
import type { Nature } from "./ranking.ts";

/**
 * Says how the program spent its wall time. A process that waits for another observed one is left out for so long
 * (`costs.awaited`): what it waits for tells the nature.
 */
export function natureOf({ processes }: Profile, costs: Costs): Nature {
  let wall = 0;
  const sums = { computing: 0, gilWait: 0, collecting: 0 };
  for (const [index, process] of processes.entries()) {
    wall += Math.max(process.computing, process.wall - (costs.awaited[index] ?? 0));
    sums.computing += process.computing;
    sums.gilWait += process.gilWait;
    sums.collecting += process.collecting;
  }
  const of = (time: number): number => (wall > 0 ? fraction(time / wall) : 0);
  const [computing, gilWait, allocating] = [of(sums.computing), of(sums.gilWait), of(sums.collecting)];
  return {
    kind: kindOfNature(computing, gilWait, allocating),
    computing: fraction(computing),
    waiting: fraction(1 - computing),
    gilWait: fraction(gilWait),
    allocating: fraction(allocating),
  };
}

/**
 * The first that holds:
 * waiting – more than half of the time nothing computes, so faster code could not halve the program;
 * gil-bound – it computes, and for half of the time or more another thread could have computed too: processes would;
 * allocating – a quarter in the garbage collector, which is what freezing, fewer or slimmer objects can win, and as
 * much again goes as a rule into making and dropping what it looks at;
 * computing – three quarters or more; mixed – the rest.
 */
function kindOfNature(computing: number, gilWait: number, allocating: number): Nature["kind"] {
  if (computing < 0.5) return "waiting";
  if (gilWait >= 0.5 && computing > 0.5) return "gil-bound";
  if (allocating >= 0.25) return "allocating";
  return computing >= 0.75 ? "computing" : "mixed";
}
