import { firstEndingAfter, rowCount, type Chart } from "../model/chart.ts";
import type { Matches } from "../model/search.ts";
import type { Colours } from "./colours.ts";

/** Height of a row in CSS pixels. */
export const ROW = 19;

/** What of a chart is to be seen. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** All that a picture is made of. */
export interface Picture {
  readonly chart: Chart;
  readonly view: View;
  /** CSS pixels that are scrolled away above. */
  readonly scrolled: number;
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
  /** The fill of a node's box. */
  readonly fill: (node: number) => string;
  readonly label: (node: number) => string;
  readonly matches: Matches | undefined;
  readonly selected: number;
  /** The callers of what is at the bottom: rows grow upwards. */
  readonly isUpward: boolean;
}

/** Draws what is visible, and nothing else: of boxes narrower than a pixel one a pixel. Gives the number of boxes drawn. */
export function paint(context: CanvasRenderingContext2D, picture: Picture): number {
  const { chart, scrolled, width, height } = picture;
  context.clearRect(0, 0, width, height);
  context.font = "12px ui-sans-serif, system-ui, sans-serif";
  context.textBaseline = "middle";
  const last = Math.min(rowCount(chart) - 1, Math.floor((scrolled + height) / ROW));
  const first = Math.max(0, Math.floor(scrolled / ROW));
  let drawn = 0;
  if (picture.isUpward) {
    const rows = rowCount(chart);
    for (let row = rows - 1 - last; row <= rows - 1 - first; row += 1) drawn += paintRow(context, picture, row);
  } else {
    for (let row = first; row <= last; row += 1) drawn += paintRow(context, picture, row);
  }
  return drawn;
}

/** Where a row is drawn. */
export function topOf(
  { chart, isUpward, scrolled }: Pick<Picture, "chart" | "isUpward" | "scrolled">,
  row: number,
): number {
  return (isUpward ? rowCount(chart) - 1 - row : row) * ROW - scrolled;
}

function paintRow(context: CanvasRenderingContext2D, picture: Picture, row: number): number {
  const { chart, view, width } = picture;
  const { tree, start, boxes, rows } = chart;
  const scale = width / (view.to - view.from);
  const top = topOf(picture, row);
  const end = rows[row + 1] ?? 0;
  const sliver = new Sliver(context, top);
  let drawn = 0;
  let index = firstEndingAfter(chart, row, view.from);
  while (index < end) {
    const node = boxes[index] ?? 0;
    const left = ((start[node] ?? 0) - view.from) * scale;
    if (left >= width) break;
    const wide = (tree.total[node] ?? 0) * scale;
    drawn += 1;
    if (wide >= 1) {
      paintBox(context, picture, { node, left, wide, top });
      index += 1;
    } else {
      const pixel = Math.floor(left);
      sliver.add(pixel, picture, node);
      index = firstEndingAfter(chart, row, view.from + (pixel + 1) / scale, index + 1);
    }
  }
  sliver.end();
  return drawn;
}

/** Boxes narrower than a pixel beside each other: drawn as one, in the colour of the first. */
class Sliver {
  readonly #context: CanvasRenderingContext2D;
  readonly #top: number;
  #from = 0;
  #to = -1;
  #fill = "";

  constructor(context: CanvasRenderingContext2D, top: number) {
    this.#context = context;
    this.#top = top;
  }

  add(pixel: number, picture: Picture, node: number): void {
    if (pixel > this.#to || this.#to - this.#from > 24) {
      this.end();
      this.#from = pixel;
      const isFound = picture.matches?.isMatch[picture.chart.tree.called[node] ?? -1] === 1;
      this.#fill = isFound ? picture.colours.match : picture.fill(node);
    }
    this.#to = pixel + 1;
  }

  end(): void {
    if (this.#to <= this.#from) return;
    this.#context.globalAlpha = 0.6;
    this.#context.fillStyle = this.#fill;
    this.#context.fillRect(this.#from, this.#top, this.#to - this.#from, ROW - 1);
    this.#context.globalAlpha = 1;
    this.#to = -1;
  }
}

interface Box {
  readonly node: number;
  readonly left: number;
  readonly wide: number;
  readonly top: number;
}

function paintBox(context: CanvasRenderingContext2D, picture: Picture, { node, left, wide, top }: Box): void {
  const { chart, width, colours, matches, selected } = picture;
  const [from, to] = [Math.max(0, left), Math.min(width, left + wide)];
  const room = to - from - (to - from > 3 ? 1 : 0);
  const isOff = matches !== undefined && matches.isMatch[chart.tree.called[node] ?? -1] !== 1;
  context.fillStyle = matches !== undefined && !isOff ? colours.match : picture.fill(node);
  if (isOff) context.globalAlpha = 0.35;
  context.fillRect(from, top, room, ROW - 1);
  context.globalAlpha = 1;
  if (node === selected) {
    context.strokeStyle = colours.selected;
    context.lineWidth = 2;
    context.strokeRect(from + 1, top + 1, Math.max(1, room - 2), ROW - 3);
  }
  if (room < 24) return;
  context.fillStyle = isOff ? colours.quiet : colours.text;
  const text = fitting(context, picture.label(node), room - 10);
  if (text !== "") context.fillText(text, from + 5, top + ROW / 2);
}

const widths = new Map<string, number>();

/** As much of a name as there is room for: its end, which says more than the modules before it. */
function fitting(context: CanvasRenderingContext2D, name: string, room: number): string {
  const whole = widthOf(context, name);
  if (whole <= room) return name;
  const short = name.slice(name.lastIndexOf(".") + 1);
  if (short !== "" && widthOf(context, short) <= room) return short;
  const count = Math.floor((short.length * (room - 10)) / Math.max(1, widthOf(context, short)));
  return count < 2 ? "" : `${short.slice(0, count)}…`;
}

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > 50_000) widths.clear();
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}
