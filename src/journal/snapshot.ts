import type { Sources } from "../diagnose/sources.ts";
import type { FrameKind } from "../profile/export/exporter.ts";
import type { Profile } from "../profile/profile.ts";
import { frameKindsOf } from "../rank/frame-kinds.ts";
import type { Ranking } from "../rank/ranking.ts";

/** Source text as it was when the program was profiled: the user's files may be others by the time somebody looks. */
export interface KeptSources {
  readonly schema: "hasten.sources/1";
  readonly files: readonly KeptSource[];
  /** Files that would have belonged here and were left out, because they are too long or too many. */
  readonly leftOut: readonly string[];
}

/** The text of one file. */
export interface KeptSource {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** What the program was when it was profiled. */
export interface Snapshot {
  readonly profile: Profile;
  /** Absent in runs of older versions, and where another tool made the profile. */
  readonly sources?: KeptSources;
}

/** Characters of one file, and of all of them: what is longer is generated, and nobody reads it on a page. */
const LONGEST = 500_000;
const MOST = 2_000_000;

/** The sources that a profile points into: the top five's first, then the project's other files, the hottest first. */
export async function keepSources(
  profile: Profile,
  ranking: Pick<Ranking, "top">,
  sources: Pick<Sources, "unit">,
): Promise<KeptSources> {
  const wanted = new Set([...ranking.top.map(({ file }) => file), ...projectFiles(profile)]);
  const files: KeptSource[] = [];
  const leftOut: string[] = [];
  let size = 0;
  for (const file of wanted) {
    const text = (await sources.unit(file))?.source.text;
    if (text === undefined) continue;
    if (text.length > LONGEST || size + text.length > MOST) {
      leftOut.push(file);
      continue;
    }
    size += text.length;
    files.push({ file, text });
  }
  return { schema: "hasten.sources/1", files, leftOut };
}

/** By the time in which they were on a stack, counted once for each stack that time was spent on. */
function projectFiles(profile: Profile): readonly string[] {
  const kinds = frameKindsOf(profile);
  const sums = new Map<string, number>();
  for (const { stack, wall } of profile.weights) {
    for (const file of filesOn(stack, profile, kinds)) sums.set(file, (sums.get(file) ?? 0) + wall);
  }
  return [...sums].sort(([, one], [, other]) => other - one).map(([file]) => file);
}

/** The project's files on a stack. */
function filesOn(
  stack: number,
  { stacks, frames, functions }: Profile,
  kinds: readonly FrameKind[],
): ReadonlySet<string> {
  const files = new Set<string>();
  for (let node = stacks[stack]; node !== undefined; node = stacks[node.parent]) {
    const index = frames[node.frame]?.function ?? -1;
    const file = functions[index]?.file;
    if (file !== undefined && kinds[index] === "project") files.add(file);
  }
  return files;
}
