import type { Profile, StackWeight, WaitKind } from "../profile/profile.ts";
import { placeOf } from "./code-kinds.ts";
import type { CodeHomes } from "./code-kinds.ts";
import type { Costs } from "./costs.ts";
import type { AwaitedKind } from "./ranking.ts";
import type { UserStack } from "./user-stacks.ts";

/** A user's stack with what a thread spent with it. */
export interface SpentStack extends UserStack, Pick<StackWeight, "wall" | "cpu" | "gil" | "gilWait"> {
  /** Absent where the collector cannot see it. */
  readonly waits: readonly (readonly [AwaitedKind, number])[] | undefined;
  /** The process has a GIL, and the collector sees who holds it. */
  readonly seesGil: boolean;
  /** C code was running, which may have let go of the GIL. */
  readonly isNative: boolean;
}

/** What the threads spent, but for waiting for work. */
export function spentStacks(
  profile: Profile,
  homes: CodeHomes,
  stacks: readonly UserStack[],
  costs: Costs,
): readonly SpentStack[] {
  const words = profile.functions.map(({ file }) => wordOf(file, homes));
  const seeing = new Set(
    profile.weights.flatMap(({ gil, thread }) => (gil > 0 ? [profile.threads[thread]?.process] : [])),
  );
  return profile.weights.flatMap((weight, index): SpentStack[] => {
    const stack = stacks[weight.stack];
    if (stack === undefined || weight.wall <= 0 || costs.weights[index]?.isIdle === true) return [];
    const { wall, cpu, gil, gilWait } = weight;
    const leaf = profile.frames[profile.stacks[weight.stack]?.frame ?? -1];
    const isNative = profile.functions[leaf?.function ?? -1]?.file === "<native>";
    const waits = refinedWaits(weight, () => wordsAround(profile, words, weight.stack));
    const seesGil = seeing.has(profile.threads[weight.thread]?.process);
    return [{ ...stack, isNative, wall, cpu, gil, gilWait, waits, seesGil }];
  });
}

function refinedWaits({ waits }: StackWeight, wordsOf: () => ReadonlySet<Word>): SpentStack["waits"] {
  const kinds = waits && Object.entries(waits);
  if (kinds === undefined || kinds.length === 0) return kinds === undefined ? undefined : [];
  const around = wordsOf();
  return kinds.map(([kind, time]) => [refine(kind as WaitKind, around), time] as const);
}

/** What a library says of the waiting in it. */
type Word = "queue" | "subprocess" | "database" | "library" | "user";

function wordOf(file: string, homes: CodeHomes): Word {
  if (file.startsWith("<")) return "library";
  const { home, path } = placeOf(file, homes);
  if (home === "project") return "user";
  if (home === "standard") return standardWords.get(path) ?? "library";
  return databases.has(path.split(/[./]/u, 1)[0] ?? "") ? "database" : "library";
}

const standardWords: ReadonlyMap<string, Word> = new Map([
  ["queue.py", "queue"],
  ["multiprocessing/queues.py", "queue"],
  ["subprocess.py", "subprocess"],
]);

/** Top-level names of packages that talk to a database over sockets. */
const databases: ReadonlySet<string> = new Set([
  "MySQLdb",
  "aiomysql",
  "aiopg",
  "asyncpg",
  "cassandra",
  "mysql",
  "oracledb",
  "pg8000",
  "psycopg",
  "psycopg2",
  "pymongo",
  "pymssql",
  "pymysql",
  "redis",
]);

/** The words of the library frames between the innermost frame and the user's code. */
function wordsAround({ stacks, frames }: Profile, words: readonly Word[], stack: number): ReadonlySet<Word> {
  const found = new Set<Word>();
  for (let at = stacks[stack]; at !== undefined; at = stacks[at.parent]) {
    const word = words[frames[at.frame]?.function ?? -1] ?? "library";
    if (word === "user") break;
    found.add(word);
  }
  return found;
}

function refine(kind: WaitKind, around: ReadonlySet<Word>): AwaitedKind {
  if (kind === "process") return "subprocess";
  if (around.has("subprocess") && (kind === "pipe" || kind === "sleep")) return "subprocess";
  if (around.has("queue") && (kind === "lock" || kind === "pipe")) return "queue";
  return around.has("database") && kind === "socket" ? "database" : kind;
}
