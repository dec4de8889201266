import type { LiveRow, LiveSpan, LiveTable } from "../../rank/live-table.ts";
import type { HotLine } from "../../rank/ranking.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount, formatPercent } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";

/** What the rows can be sorted by, in the order in which the key goes through them. */
export const SORTS = ["self", "cumulative", "self since start", "cumulative since start"] as const;

/** One of them. */
export type TopSort = (typeof SORTS)[number];

/** What the user has chosen to see. */
export interface TopChoice {
  readonly sort: TopSort;
  readonly isFrozen: boolean;
  /** Row under the cursor, from 0. */
  readonly selected: number;
  /** Whether the selected row's lines are shown instead of the table. */
  readonly isOpen: boolean;
}

/** What a screen is drawn of. */
export interface TopScene {
  /** e.g. `process 4711`. */
  readonly title: string;
  readonly table: LiveTable;
  readonly cwd: string;
  readonly sourceAt: (file: string, line: number) => string | undefined;
}

/** Where a screen goes. */
export interface TopSurface {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

/** Lines above the rows: title, two of nature, an empty one, the table's head; below: an empty one, the keys. */
const AROUND = 7;

/** The rows in the order that is asked for. */
export function sortedRows({ rows }: LiveTable, sort: TopSort): readonly LiveRow[] {
  const keyOf = SORT_KEYS[sort];
  return [...rows].sort((one, other) => keyOf(other) - keyOf(one) || other.whole.cumulative - one.whole.cumulative);
}

const SORT_KEYS: Readonly<Record<TopSort, (row: LiveRow) => number>> = {
  self: ({ recent }) => recent.self,
  cumulative: ({ recent }) => recent.cumulative,
  "self since start": ({ whole }) => whole.self,
  "cumulative since start": ({ whole }) => whole.cumulative,
};

/** The whole screen, one text a line, none wider than the surface. */
export function topScreen(scene: TopScene, choice: TopChoice, surface: TopSurface): string[] {
  const { paint, columns, rows } = surface;
  const room = Math.max(1, rows - AROUND);
  const body = choice.isOpen ? openedLines(scene, choice, room) : tableLines(scene, choice, room);
  const fit = ({ text, look }: Styled): string =>
    look === undefined ? cut(text, columns) : paint[look](cut(text, columns));
  const keys = choice.isOpen ? "esc back · f freeze · q quit" : "↑↓ move · enter open · s sort · f freeze · q quit";
  const lines: Styled[] = [
    ...headLines(scene, choice),
    { text: "" },
    ...body,
    { text: "" },
    { text: keys, look: "dim" },
  ];
  return lines.slice(0, rows).map(fit);
}

/** The table in words alone, for what is no terminal. */
export function topTable(scene: TopScene, sort: TopSort, most: number): string {
  const choice: TopChoice = { sort, isFrozen: false, selected: -1, isOpen: false };
  const lines = [...headLines(scene, choice), ...tableLines(scene, choice, most)];
  return `${lines.map(({ text }) => text.trimEnd()).join("\n")}\n`;
}

interface Styled {
  readonly text: string;
  readonly look?: keyof Paint;
}

function headLines({ title, table }: TopScene, { sort, isFrozen }: TopChoice): Styled[] {
  const { whole, thrownAway, missed } = table;
  const lost = `${formatCount(missed)} missed, ${formatCount(thrownAway)} thrown away`;
  const state = `by ${sort}${isFrozen ? " · FROZEN" : ""}`;
  const counts = `${formatCount(whole.samples)} samples, ${lost}`;
  return [
    { text: `hasten: ${title} for ${formatDuration(whole.wall)} · ${state} · ${counts}`, look: "strong" },
    { text: `  now: ${spanWords(table.recent)}` },
    { text: `  all: ${spanWords(whole)}`, look: "dim" },
  ];
}

function spanWords({ nature, gilHeld, wall }: LiveSpan): string {
  if (wall === 0) return "nothing seen";
  const parts = `computing ${formatPercent(nature.computing)}, waiting ${formatPercent(nature.waiting)}`;
  const lock = `GIL held ${formatPercent(gilHeld)}, wanted ${formatPercent(nature.gilWait)}`;
  return `${nature.kind} · ${parts}, GC ${formatPercent(nature.allocating)} · ${lock}`;
}

function tableLines({ table, cwd }: TopScene, { sort, selected }: TopChoice, room: number): Styled[] {
  const head: Styled = { text: " self now  cum now │ self all  cum all   function", look: "dim" };
  const first = Math.max(0, selected - room + 1);
  const shown = sortedRows(table, sort).slice(first, first + room);
  if (shown.length === 0) return [head, { text: "  no function of the program's has been seen yet" }];
  const lines = shown.map((row, at): Styled => {
    const isSelected = first + at === selected;
    const place = `${row.function}  ${shortPath(row.file, cwd)}:${row.line}`;
    const text =
      `${isSelected ? "▶" : " "}${cell(row.recent.self)}${cell(row.recent.cumulative)} │` +
      `${cell(row.whole.self)}${cell(row.whole.cumulative)}   ${place}`;
    return isSelected ? { text, look: "hot" } : { text };
  });
  return [head, ...lines];
}

const cell = (share: number): string => formatPercent(share).padStart(8).padEnd(9);

function openedLines(scene: TopScene, { sort, selected }: TopChoice, room: number): Styled[] {
  const row = sortedRows(scene.table, sort)[selected];
  if (row === undefined) return [{ text: "  nothing there any more" }];
  const lines = scene.table.linesOf(row);
  const title: Styled = { text: `  ${row.function}  ${shortPath(row.file, scene.cwd)}:${row.line}`, look: "hot" };
  if (lines.length === 0) return [title, { text: "  it did not run in the last seconds", look: "dim" }];
  const shown = [...mostOf(lines, room - 1)].sort((one, other) => one.line - other.line);
  return [title, ...shown.map(({ line, share }) => lineOf(line, share, scene.sourceAt(row.file, line)))];
}

const mostOf = (lines: readonly HotLine[], most: number): readonly HotLine[] =>
  [...lines].sort((one, other) => other.share - one.share).slice(0, Math.max(1, most));

const lineOf = (line: number, share: number, source: string | undefined): Styled => ({
  text: `${cell(share)} ${String(line).padStart(6)}  ${source ?? ""}`,
});

const segmenter = new Intl.Segmenter();

/** Cut to so many characters; controls, which would move the cursor, are shown as blanks. */
function cut(text: string, columns: number): string {
  const clean = text.replaceAll("\t", "    ").replaceAll(/\p{Cc}/gu, " ");
  if (clean.length <= columns) return clean;
  const characters = Array.from(segmenter.segment(clean), ({ segment }) => segment);
  return characters.length <= columns ? clean : `${characters.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
