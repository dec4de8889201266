import { sortedRows, SORTS, topScreen, type TopChoice, type TopScene } from "../present/text/top-screen.ts";
import type { Paint } from "../present/format/paint.ts";
import type { LiveTable } from "../rank/live-table.ts";
import type { Top } from "../top.ts";
import { openScreen, type Screen } from "./screen.ts";

/** How often a new table is made, ms. */
export const LOOK_EVERY = 1000;
/** Making a table takes at most one part in so many of the time. */
const LOOK_PART = 4;

/** What a live view is shown with. */
export interface TopView {
  readonly top: Top;
  readonly title: string;
  readonly cwd: string;
  readonly paint: Paint;
  readonly signal: AbortSignal;
}

/** Why a view was left, and what was seen last. */
export interface TopEnd<Seen> {
  /** How the target ended; undefined where the user left. */
  readonly ended: string | undefined;
  readonly last: Seen;
}

/** What can be looked at again and again. */
interface Looking<Seen> {
  readonly top: { readonly look: () => Promise<Seen>; readonly over: Promise<string> };
  readonly signal: AbortSignal;
}

/** Looks again and again, with a pause that grows with the cost of looking, until something ends it. */
export async function lookUntilEnd<Seen>(
  { top, signal }: Looking<Seen>,
  left: Promise<void>,
  show: (seen: Seen) => void,
): Promise<TopEnd<Seen>> {
  let last: Seen | undefined;
  let ended: string | undefined;
  const stopped = new Promise<void>((settle) => {
    signal.addEventListener("abort", () => settle(), { once: true });
    if (signal.aborted) settle();
  });
  const end = Promise.race([top.over.then((how) => void (ended = how)), left, stopped]).then(() => true);
  const pauseFor = async (cost: number): Promise<boolean> =>
    Promise.race([end, pause(Math.max(LOOK_EVERY - cost, cost * LOOK_PART))]);
  for (let isOver = await pauseFor(0); !isOver;) {
    const begun = performance.now();
    last = await top.look();
    show(last);
    isOver = await pauseFor(performance.now() - begun);
  }
  return { ended, last: last === undefined || ended !== undefined ? await top.look() : last };
}

function pause(milliseconds: number): Promise<boolean> {
  return new Promise((settle) => {
    setTimeout(() => settle(false), milliseconds);
  });
}

/** The live view in a terminal, until the user leaves or the target ends. The terminal is given back in any case. */
export async function showTop(view: TopView): Promise<TopEnd<LiveTable>> {
  const shown = new ShownTop(view);
  try {
    return await lookUntilEnd(view, shown.left, (table) => shown.take(table));
  } finally {
    shown.close();
  }
}

/** The screen and what the keys have made of it. */
class ShownTop {
  readonly left: Promise<void>;
  readonly #view: TopView;
  readonly #screen: Screen;
  #choice: TopChoice = { sort: "self", isFrozen: false, selected: 0, isOpen: false };
  #newest: LiveTable | undefined;
  #shown: LiveTable | undefined;
  #leave: () => void = () => undefined;

  constructor(view: TopView) {
    this.#view = view;
    this.left = new Promise((settle) => {
      this.#leave = settle;
    });
    const events = { onKey: (key: string) => this.#press(key), onResize: () => this.#draw() };
    this.#screen = openScreen(process.stdin, process.stdout, events);
    this.#draw();
  }

  take(table: LiveTable): void {
    this.#newest = table;
    this.#draw();
  }

  close(): void {
    this.#screen.close();
  }

  #press(key: string): void {
    const act = this.#actions[key];
    if (act === undefined) return;
    act();
    this.#draw();
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    q: () => this.#leave(),
    "ctrl-c": () => this.#leave(),
    "ctrl-d": () => this.#leave(),
    s: () =>
      this.#choose({ sort: SORTS[(SORTS.indexOf(this.#choice.sort) + 1) % SORTS.length] ?? "self", selected: 0 }),
    f: () => this.#freeze(),
    space: () => this.#freeze(),
    up: () => this.#move(-1),
    k: () => this.#move(-1),
    down: () => this.#move(1),
    j: () => this.#move(1),
    return: () => this.#choose({ isOpen: true }),
    enter: () => this.#choose({ isOpen: true }),
    right: () => this.#choose({ isOpen: true }),
    escape: () => this.#choose({ isOpen: false }),
    backspace: () => this.#choose({ isOpen: false }),
    left: () => this.#choose({ isOpen: false }),
  };

  #choose(change: Partial<TopChoice>): void {
    this.#choice = { ...this.#choice, ...change };
  }

  #freeze(): void {
    this.#choose({ isFrozen: !this.#choice.isFrozen });
  }

  #move(by: number): void {
    if (this.#choice.isOpen) return;
    const last = Math.max(0, (this.#shown?.rows.length ?? 1) - 1);
    this.#choose({ selected: Math.min(last, Math.max(0, this.#choice.selected + by)) });
  }

  #draw(): void {
    if (!this.#choice.isFrozen) this.#follow();
    const { title, cwd, paint, top } = this.#view;
    if (this.#shown === undefined) {
      this.#screen.draw([`hasten: ${title}: looking …`]);
      return;
    }
    const scene: TopScene = { title, cwd, table: this.#shown, sourceAt: top.sourceAt };
    const surface = { columns: this.#screen.columns(), rows: this.#screen.rows(), paint };
    this.#screen.draw(topScreen(scene, this.#choice, surface));
  }

  /** Takes the newest table; an open function stays the one under the cursor although the order changes. */
  #follow(): void {
    const { sort, selected, isOpen } = this.#choice;
    const open = isOpen && this.#shown !== undefined ? sortedRows(this.#shown, sort)[selected] : undefined;
    this.#shown = this.#newest;
    if (open === undefined || this.#shown === undefined) return;
    const at = sortedRows(this.#shown, sort).findIndex(
      (row) => row.function === open.function && row.line === open.line,
    );
    if (at >= 0) this.#choose({ selected: at });
  }
}
