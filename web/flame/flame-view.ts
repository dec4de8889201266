import { besides, childrenAt, nodeAt, rowCount, type Chart } from "../model/chart.ts";
import type { Matches } from "../model/search.ts";
import type { Colours } from "./colours.ts";
import { paint, ROW, topOf, type View } from "./paint.ts";

/** What a flame graph shows; the same chart object keeps the zoom. */
export interface FlameInput {
  readonly chart: Chart;
  readonly colours: Colours;
  readonly fill: (node: number) => string;
  readonly label: (node: number) => string;
  readonly matches: Matches | undefined;
  readonly isUpward: boolean;
}

/** What a flame graph tells. */
export interface FlameEvents {
  readonly onSelect: (node: number) => void;
  /** Something else on the page chose its function. */
  readonly onReveal: (node: number) => void;
  /** −1: nothing is under the pointer. */
  readonly onHover: (node: number) => void;
}

/** The canvas with its zoom, selection, pointer and keys. Draws at most once a frame. */
export class FlameView {
  readonly #canvas: HTMLCanvasElement;
  readonly #scroller: HTMLElement;
  readonly #events: FlameEvents;
  #input: FlameInput | undefined;
  #view: View = { from: 0, to: 1 };
  #selected = -1;
  #pending = 0;
  #drag: { readonly x: number; readonly view: View } | undefined;

  constructor(canvas: HTMLCanvasElement, scroller: HTMLElement, events: FlameEvents) {
    this.#canvas = canvas;
    this.#scroller = scroller;
    this.#events = events;
    this.#listen();
  }

  /** Shows something; a new chart is shown whole. */
  show(input: FlameInput): void {
    if (input.chart !== this.#input?.chart) {
      this.#view = { from: 0, to: Math.max(1e-9, input.chart.tree.whole) };
      this.#selected = -1;
      this.#scroller.scrollTop = input.isUpward ? rowCount(input.chart) * ROW : 0;
    }
    this.#input = input;
    this.draw();
  }

  /** Draws with the next frame. */
  draw(): void {
    if (this.#pending !== 0) return;
    this.#pending = requestAnimationFrame(() => {
      this.#pending = 0;
      this.#paint();
    });
  }

  /** Shows the whole again. */
  reset(): void {
    if (this.#input === undefined) return;
    this.#view = { from: 0, to: Math.max(1e-9, this.#input.chart.tree.whole) };
    this.draw();
  }

  /** Zooms about a place (0: left end, 1: right end). */
  zoom(factor: number, about = 0.5): void {
    const whole = this.#input?.chart.tree.whole ?? 1;
    const { from, to } = this.#view;
    const size = Math.max(whole / 1e9, Math.min(whole, (to - from) / factor));
    this.#moveTo(from + (to - from - size) * about, size);
  }

  /** Makes a node as wide as the view, and selects it. */
  zoomTo(node: number): void {
    const chart = this.#input?.chart;
    if (chart === undefined || node < 0) return;
    this.#view = {
      from: chart.start[node] ?? 0,
      to: (chart.start[node] ?? 0) + Math.max(1e-9, chart.tree.total[node] ?? 0),
    };
    this.#selectNode(node);
  }

  /** Selects the widest node of a function. */
  selectFunction(called: number): void {
    const chart = this.#input?.chart;
    if (chart === undefined || chart.tree.called[this.#selected] === called) return;
    let best = -1;
    for (const [node, each] of chart.tree.called.entries()) {
      if (each === called && (best < 0 || (chart.tree.total[node] ?? 0) > (chart.tree.total[best] ?? 0))) best = node;
    }
    if (best < 0) return;
    this.#selected = best;
    this.#reveal(best);
    this.#events.onReveal(best);
    this.draw();
  }

  #moveTo(from: number, size: number): void {
    const whole = this.#input?.chart.tree.whole ?? 1;
    const left = Math.min(Math.max(0, from), Math.max(0, whole - size));
    this.#view = { from: left, to: left + size };
    this.draw();
  }

  #paint(): void {
    const input = this.#input;
    const context = this.#canvas.getContext("2d", { alpha: true });
    if (input === undefined || context === null) return;
    const { clientWidth: width, clientHeight: height, scrollTop: scrolled } = this.#scroller;
    const ratio = globalThis.devicePixelRatio;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, { ...input, view: this.#view, scrolled, width, height, selected: this.#selected });
  }

  #listen(): void {
    const canvas = this.#canvas;
    this.#scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.#scroller);
    canvas.addEventListener("pointerdown", (event) => {
      this.#drag = { x: event.clientX, view: this.#view };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => this.#pointerMoved(event));
    canvas.addEventListener("pointerup", () => (this.#drag = undefined));
    canvas.addEventListener("pointercancel", () => (this.#drag = undefined));
    canvas.addEventListener("pointerleave", () => this.#events.onHover(-1));
    canvas.addEventListener("click", (event) => this.#selectNode(this.#nodeUnder(event)));
    canvas.addEventListener("dblclick", (event) => {
      const node = this.#nodeUnder(event);
      if (node < 0) this.reset();
      else this.zoomTo(node);
    });
    canvas.addEventListener("wheel", (event) => this.#wheeled(event), { passive: false });
    this.#scroller.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.#pressed(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  #pointerMoved(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag === undefined || (event.buttons & 1) === 0) {
      this.#events.onHover(this.#nodeUnder(event));
      return;
    }
    const size = drag.view.to - drag.view.from;
    this.#moveTo(drag.view.from - ((event.clientX - drag.x) * size) / this.#scroller.clientWidth, size);
  }

  /** The page scrolls by the wheel alone; with Ctrl or ⌘ it zooms, sideways it pans. */
  #wheeled(event: WheelEvent): void {
    const rectangle = this.#canvas.getBoundingClientRect();
    const size = this.#view.to - this.#view.from;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 200), (event.clientX - rectangle.left) / rectangle.width);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#moveTo(this.#view.from + ((event.deltaX || event.deltaY) * size) / rectangle.width, size);
    }
  }

  #nodeUnder(event: MouseEvent): number {
    const input = this.#input;
    if (input === undefined) return -1;
    const rectangle = this.#canvas.getBoundingClientRect();
    const down = Math.floor((event.clientY - rectangle.top + this.#scroller.scrollTop) / ROW);
    const row = input.isUpward ? rowCount(input.chart) - 1 - down : down;
    const part = (event.clientX - rectangle.left) / rectangle.width;
    return nodeAt(input.chart, row, this.#view.from + part * (this.#view.to - this.#view.from));
  }

  #selectNode(node: number): void {
    this.#selected = node;
    if (node >= 0) this.#reveal(node);
    this.#events.onSelect(node);
    this.draw();
  }

  #reveal(node: number): void {
    const input = this.#input;
    if (input === undefined) return;
    const top = topOf({ ...input, scrolled: 0 }, input.chart.depth[node] ?? 0);
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.#scroller.scrollTop = top + ROW - clientHeight;
    const { start, tree } = input.chart;
    const [left, right] = [start[node] ?? 0, (start[node] ?? 0) + (tree.total[node] ?? 0)];
    const size = this.#view.to - this.#view.from;
    if (right <= this.#view.from || left >= this.#view.to) this.#moveTo((left + right - size) / 2, size);
  }

  /** True when the key meant something. */
  #pressed(key: string): boolean {
    const chart = this.#input?.chart;
    const action = KEYS[key];
    if (chart === undefined || action === undefined) return false;
    if (action === "reset") this.reset();
    else if (action === "in" || action === "out")
      this.zoom(action === "in" ? 1.5 : 1 / 1.5, this.#partOfSelected(chart));
    else if (action === "zoom") this.zoomTo(this.#selected);
    else this.#step(chart, action);
    return true;
  }

  #partOfSelected({ start, tree }: Chart): number {
    if (this.#selected < 0) return 0.5;
    const middle = (start[this.#selected] ?? 0) + (tree.total[this.#selected] ?? 0) / 2;
    const { from, to } = this.#view;
    return Math.min(1, Math.max(0, (middle - from) / (to - from)));
  }

  #step(chart: Chart, action: "up" | "down" | "left" | "right"): void {
    const at = this.#selected;
    const isOutwards = (action === "up") !== (this.#input?.isUpward === true);
    if (at < 0) this.#selectNode(chart.roots[0] ?? -1);
    else if (action === "left" || action === "right") this.#selectNode(besides(chart, at, action === "left" ? -1 : 1));
    else if (isOutwards)
      this.#selectNode(Math.max(chart.tree.parent[at] ?? -1, -1) < 0 ? at : (chart.tree.parent[at] ?? at));
    else this.#selectNode(this.#heaviestChild(chart, at));
  }

  #heaviestChild(chart: Chart, node: number): number {
    return childrenAt(chart, node)[0] ?? node;
  }
}

type Action = "up" | "down" | "left" | "right" | "in" | "out" | "zoom" | "reset";

const KEYS: Readonly<Record<string, Action>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  "+": "in",
  "=": "in",
  "-": "out",
  Enter: "zoom",
  Escape: "reset",
  "0": "reset",
};
