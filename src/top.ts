import type { World } from "./base/world.ts";
import { watchLive, type LiveOptions } from "./collect/live.ts";
import { SourceColumns } from "./collect/source-columns.ts";
import type { Profile } from "./profile/profile.ts";
import type { PageProfile } from "./protocol/page-profile.ts";
import { frameKindsOf } from "./rank/frame-kinds.ts";
import { liveTable, type LiveTable } from "./rank/live-table.ts";
import { pageOf } from "./report.ts";
import type { KeptSources } from "./journal/snapshot.ts";

/** One look as a page shows it. */
export interface TopPicture {
  readonly table: LiveTable;
  /** Of the last seconds, and since the start. */
  readonly profiles: readonly PageProfile[];
}

/** A live watch with its functions ranked. Whoever starts one closes it. */
export interface Top {
  readonly look: () => Promise<LiveTable>;
  /** The same with the profiles that it was made of, for a page. */
  readonly picture: () => Promise<TopPicture>;
  /** Resolves when the target has ended, with how; rejects where a program could not be started. */
  readonly over: Promise<string>;
  /** The text of a line; undefined where it cannot be read. */
  readonly sourceAt: (file: string, line: number) => string | undefined;
  readonly close: () => Promise<void>;
}

/** collect → rank, again and again while the target runs. */
export async function startTop(options: LiveOptions, world: World): Promise<Top> {
  const live = await watchLive(options, world);
  const sources = new SourceColumns();
  return {
    look: async () => {
      const { recent, whole } = await live.look();
      return liveTable(recent, whole);
    },
    picture: async () => {
      const { recent, whole } = await live.look();
      const snapshots = [
        ["the last seconds", recent],
        ["since the start", whole],
      ] as const;
      const profiles = snapshots.map(([title, profile]) =>
        pageOf({ profile, sources: liveSources(profile, sources) }, title, world.cwd),
      );
      return { table: liveTable(recent, whole), profiles };
    },
    over: live.over,
    sourceAt: (file, line) => sources.lineAt(file, line),
    close: live.close,
  };
}

/** Files of the project whose text a live page is sent: it is sent again with every look. */
const MOST_FILES = 20;
/** Characters of one of them. */
const LONGEST = 200_000;

function liveSources(profile: Profile, sources: SourceColumns): KeptSources {
  const kinds = frameKindsOf(profile);
  const own = profile.functions.filter((_called, index) => kinds[index] === "project").map(({ file }) => file);
  const files = [...new Set(own)].slice(0, MOST_FILES).map((file) => ({ file, text: sources.textOf(file) }));
  return {
    schema: "hasten.sources/1",
    files: files.filter(({ text }) => text !== "" && text.length <= LONGEST),
    leftOut: [],
  };
}
