import type { Profile } from "../profile/profile.ts";
import { homesOf, kindsOf } from "./code-kinds.ts";
import { costsOf } from "./costs.ts";
import type { Costs } from "./costs.ts";
import { mergeFunctions } from "./functions.ts";
import type { MergedFunctions, Qualify } from "./functions.ts";
import { ownershipOf } from "./ownership.ts";
import type { Owned } from "./ownership.ts";
import type { CostedStack } from "./tally.ts";
import { readUserStacks } from "./user-stacks.ts";
import { spentStacks, type SpentStack } from "./spent-stacks.ts";
import type { UserStacks } from "./user-stacks.ts";
import { waitsOf } from "./waits.ts";

/** A profile read as the user's stacks with what each cost the program: what ranking and heat evidence rest on. */
export interface Heat {
  readonly functions: MergedFunctions["functions"];
  readonly steps: UserStacks["steps"];
  /** One a weight that cost anything. */
  readonly stacks: readonly CostedStack[];
  /** One a weight of a thread that did not wait for work. */
  readonly spent: readonly SpentStack[];
  readonly costs: Costs;
  readonly owned: Owned;
}

/** Reads a profile once. */
export function readHeat(profile: Profile, qualify?: Qualify): Heat {
  const homes = homesOf(profile.processes, profile.functions);
  const kinds = kindsOf(profile.functions, homes);
  const costs = costsOf(profile, waitsOf(profile, homes));
  const { owned, isOwned } = ownershipOf(profile, kinds, homes, costs);
  const merged = mergeFunctions(profile, qualify);
  const read = readUserStacks({ profile, kinds, isOwned, merged });
  const stacks = profile.weights.flatMap(({ stack }, index): CostedStack[] => {
    const { cost, samples } = costs.weights[index] ?? { cost: 0, samples: 0 };
    const userStack = read.stacks[stack];
    return cost > 0 && userStack !== undefined ? [{ ...userStack, cost, samples }] : [];
  });
  const spent = spentStacks(profile, homes, read.stacks, costs);
  return { functions: merged.functions, steps: read.steps, stacks, spent, costs, owned };
}
