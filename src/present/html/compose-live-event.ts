import type { PageProfile } from "../../protocol/page-profile.ts";
import type { LiveTable } from "../../rank/live-table.ts";
import { shortPath } from "../format/path.ts";
import { sortedRows } from "../text/top-screen.ts";
import type { LiveEvent, LiveEventRow } from "./live-event.ts";

/** Rows that are sent. */
const ROWS = 10;

/** Puts a look into the words of the page. */
export function liveEventOf(table: LiveTable, profiles: readonly PageProfile[], cwd: string): LiveEvent {
  const { recent, whole, missed } = table;
  const rows = sortedRows(table, "self")
    .slice(0, ROWS)
    .map((row): LiveEventRow => ({
      function: row.function,
      place: `${shortPath(row.file, cwd)}:${row.line}`,
      recent: row.recent,
      whole: row.whole,
    }));
  return { schema: "hasten.live/1", recent, whole, missed, rows, profiles };
}
