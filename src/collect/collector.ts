import type { World } from "../base/world.ts";
import type { Profile } from "../profile/profile.ts";
import type { CollectorId, LoopFacts, OperandSample } from "./observation.ts";

/** The collectors that can watch a whole run and rank its functions. */
export type RankingCollectorId = Extract<CollectorId, "sampler" | "in-process">;

/** What a collector saw of a run. */
export interface Collected {
  readonly profile: Profile;
  readonly operands: readonly OperandSample[];
  /** Sentences on what went unwatched. */
  readonly notes: readonly string[];
  /** Asyncio's loops; absent where it cannot see them. */
  readonly loops?: readonly LoopFacts[];
}

/** A collector at work on one run. */
export interface Watching {
  /** What the program's environment gets for it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told the process id of the program as it starts. */
  readonly onStart: (pid: number) => void;
  /** Called once, after the program has ended or could not be started. */
  readonly finish: () => Promise<Collected>;
}

/** A way to watch a run. One folder each; `collectors.ts` is the list. */
export interface Collector {
  readonly id: RankingCollectorId;
  /** Looks a second, on average, where nobody says. */
  readonly defaultRate: number;
  /** Why it cannot work on this machine, as the end of a sentence; undefined where it can. */
  readonly objection: (world: World) => string | undefined;
  /** Begins; raw records may go to the folder, which exists. `world` has the program's own environment. */
  readonly watch: (folder: string, rate: number | undefined, world: World) => Promise<Watching>;
}
