import { effectiveSize } from "../base/statistics.ts";
import type { Profile, StackWeight } from "../profile/profile.ts";
import { familiesOf } from "./families.ts";
import { keptWaiting, threadOf } from "./kept-waiting.ts";
import type { Wait, WaitingPlace } from "./waits.ts";

/** What one weight of the profile cost the program. */
interface WeightCost {
  /** CPU seconds and the seconds of waiting that count. */
  readonly cost: number;
  /** Sum of the squares of its samples' costs. */
  readonly squares: number;
  /** Samples that carry cost; those of a thread that is parked for nothing do not. */
  readonly samples: number;
  /** It waited for work. */
  readonly isIdle: boolean;
}

/** The costs of a profile's weights, in their order, and their sums. */
export interface Costs {
  readonly weights: readonly WeightCost[];
  readonly total: number;
  readonly samples: number;
  /** Kish's effective number of samples: as many equal samples would tell as much. */
  readonly effective: number;
  /** A process: seconds in which its main thread only waited for other processes of the program. */
  readonly awaited: readonly number[];
}

/**
 * Cost = CPU + blocked, where `blocked` is waiting that held up the whole process, as far as it is the thread's own
 * (`keptWaiting`).
 */
export function costsOf(profile: Profile, waitOf: (place: WaitingPlace) => Wait | undefined): Costs {
  const families = familiesOf(profile.processes);
  const waits = profile.weights.map((weight) => {
    const { process, isMain } = threadOf(profile, weight);
    return waitOf({
      stack: weight.stack,
      isMain,
      hasParent: (families[process]?.parent ?? -1) >= 0,
      waits: weight.waits,
    });
  });
  const { parts, awaited } = keptWaiting(profile, waits);
  const weights = profile.weights.map((weight, index) => {
    return costOf(weight, parts[index] ?? 1, waits[index]);
  });
  const total = sum(weights.map(({ cost }) => cost));
  const squares = sum(weights.map((weight) => weight.squares));
  const samples = sum(weights.map((weight) => weight.samples));
  return { weights, total, samples, effective: effectiveSize(total, squares), awaited };
}

function costOf(
  { cpu, wall, blocked, squares, samples }: StackWeight,
  part: number,
  wait: Wait | undefined,
): WeightCost {
  const isIdle = wait === "idle";
  const whole = cpu + blocked;
  const cost = cpu + blocked * part;
  if (whole <= 0) return { cost: 0, squares: 0, samples: 0, isIdle };
  // A parked thread still shows a little CPU time: the clock's grain, waking up to look.
  const isParked = wait !== undefined && cost < negligible * wall;
  return { cost, squares: squares * (cost / whole) ** 2, samples: isParked ? 0 : samples, isIdle };
}

const negligible = 0.05;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
