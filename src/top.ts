import type { World } from "./base/world.ts";
import { watchLive, type LiveOptions } from "./collect/live.ts";
import { SourceColumns } from "./collect/source-columns.ts";
import { liveTable, type LiveTable } from "./rank/live-table.ts";

/** A live watch with its functions ranked. Whoever starts one closes it. */
export interface Top {
  readonly look: () => Promise<LiveTable>;
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
    over: live.over,
    sourceAt: (file, line) => sources.lineAt(file, line),
    close: live.close,
  };
}
