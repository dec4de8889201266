import type { Profile } from "../profile.ts";
import { buildCallTree, type CallTree } from "./call-tree.ts";
import type { ExportContext, Exporter, WeightMode } from "./exporter.ts";
import { chooseBoxes, type Box, type Boxes } from "./flamegraph/boxes.ts";
import { escapeXml } from "./flamegraph/escape-xml.ts";
import { HUES, SHADES } from "./flamegraph/palette.ts";
import { SCRIPT } from "./flamegraph/script.ts";
import { ROW, STYLE, TOP } from "./flamegraph/style.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { TextWriter } from "./text-writer.ts";
import { threadsOf } from "./threads.ts";
import { ticksIn } from "./weigh.ts";

/**
 * One SVG that needs nothing else: callers above what they call, a box as wide as its share. Boxes are nested `<svg>`
 * elements placed by percentages, so that it fits any window and is right without its script too.
 */
export const flamegraph: Exporter = {
  id: "flamegraph",
  extension: ".svg",
  mediaType: "image/svg+xml",
  isBinary: false,
  keepsThreads: false,
  knowsBytes: true,
  opensIn: "any browser; click to zoom, / to search",
  write: (profile, mode, context) => {
    const tree = buildCallTree(profile, profile.weights, ticksIn(mode));
    const boxes = chooseBoxes(tree);
    const writer = new TextWriter();
    const height = TOP + (boxes.rows + 1) * ROW + 8;
    writer.write('<?xml version="1.0" encoding="UTF-8"?>\n');
    writer.write(
      `<svg xmlns="http://www.w3.org/2000/svg" id="page" width="100%" height="${height}" role="application"`,
    );
    writer.write(
      ` aria-label="${escapeXml(`Flame graph of ${context.title}`)}">\n<title>${escapeXml(context.title)}</title>\n<style>${STYLE}</style>\n`,
    );
    writer.write(headerOf({ profile, mode, context, boxes, kinds: kindsDrawn(tree, boxes, context) }));
    writeBoxes(writer, { profile, mode, context, tree, boxes });
    writer.write(`<script><![CDATA[${SCRIPT}]]></script>\n</svg>\n`);
    return writer.finish();
  },
};

interface Graph {
  readonly profile: Profile;
  readonly mode: WeightMode;
  readonly context: ExportContext;
  readonly tree: CallTree;
  readonly boxes: Boxes;
}

const weightWords: Record<WeightMode, string> = {
  wall: "wall time",
  cpu: "CPU time",
  gil: "time holding the GIL",
  samples: "samples",
  bytes: "memory held",
};

function headerOf(header: Omit<Graph, "tree"> & { readonly kinds: ReadonlySet<string> }): string {
  const { profile, mode, context, boxes, kinds } = header;
  const { missed, errors, impossible } = profile.truth;
  const threads = threadsOf(profile).length;
  const lost = missed + errors + impossible;
  const facts = [
    `width: share of ${weightWords[mode]} (${amount(boxes.whole, mode)})${threads > 1 ? `, ${count(threads)} threads added up` : ""}`,
    "order: heaviest first, not time",
    `${count(samplesOf(profile))} samples${lost > 0 ? `, ${count(lost)} lost` : ""}`,
    ...(boxes.hidden > 0 ? [`${count(boxes.hidden)} narrower boxes not drawn`] : []),
  ];
  return [
    `<text id="title" x="12" y="24">${escapeXml(shorten(context.title))}</text>`,
    `<text class="quiet" x="12" y="42">${escapeXml(facts.join(" · "))}</text>`,
    legendOf(kinds),
    '<text id="status" x="12" y="84"></text>',
    '<foreignObject id="controls" x="0" y="48" width="100%" height="28" style="display:none">',
    '<div xmlns="http://www.w3.org/1999/xhtml" class="bar" style="padding-right:12px">',
    '<span id="matched" style="align-self:center;color:GrayText"></span>',
    '<input id="search" type="search" placeholder="search ( / )" aria-label="search functions"/>',
    '<button id="reset" type="button" title="Esc">reset</button></div></foreignObject>\n',
  ].join("\n");
}

const samplesOf = ({ weights }: Profile): number => weights.reduce((sum, { samples }) => sum + samples, 0);

/** What fits a window 1,200 pixels wide; the whole is the document's title. */
const shorten = (title: string): string => (title.length <= 120 ? title : `${title.slice(0, 119)}…`);

function legendOf(kinds: ReadonlySet<string>): string {
  let x = 12;
  const items = HUES.filter(({ kind }) => kinds.has(kind)).map(({ kind, word }) => {
    const item = `<g class="${kind} s1"><rect x="${x}" y="55" width="11" height="11"/></g><text class="quiet" x="${x + 16}" y="65">${word}</text>`;
    x += 16 + 7 * word.length + 18;
    return item;
  });
  return items.join("");
}

function kindsDrawn({ functions }: CallTree, { drawn }: Boxes, { kinds }: ExportContext): ReadonlySet<string> {
  return new Set(drawn.map(({ node }) => kinds[functions[node] ?? -1] ?? "project"));
}

function writeBoxes(writer: TextWriter, graph: Graph): void {
  const { mode, boxes, profile } = graph;
  const hint = `all\n100 % · ${amount(boxes.whole, mode)} · ${count(samplesOf(profile))} samples`;
  writer.write(
    box({ name: "all", short: "all", hint, classes: "all", from: 0, size: boxes.whole, depth: 0 }, boxes.whole),
  );
  for (const each of boxes.drawn) writer.write(box(drawnBox(graph, each), boxes.whole));
}

interface DrawnBox {
  readonly name: string;
  /** Without the module. */
  readonly short: string;
  readonly hint: string;
  readonly classes: string;
  readonly from: number;
  readonly size: number;
  readonly depth: number;
}

function drawnBox({ profile, mode, context, tree, boxes }: Graph, { node, start, depth }: Box): DrawnBox {
  const index = tree.functions[node] ?? -1;
  const profiled = profile.functions[index];
  const [size, self] = [tree.total[node] ?? 0, tree.self[node] ?? 0];
  const name = profiled === undefined ? "" : nameOf(profiled);
  const file = profiled === undefined ? undefined : fileOf(profiled);
  const place = file === undefined ? "" : `\n${file}:${profiled?.firstLine}`;
  const share = `${percent(size / boxes.whole)} · ${amount(size, mode)} · ${count(tree.totalSamples[node] ?? 0)} samples`;
  const hint = `${name}${place}\n${share} · self ${percent(self / boxes.whole)}`;
  const classes = `${context.kinds[index] ?? "project"} s${shadeOf(name)}`;
  return { name, short: profiled?.qualname ?? name, hint, classes, from: start, size, depth: depth + 1 };
}

function box({ name, short, hint, classes, from, size, depth }: DrawnBox, whole: number): string {
  const [left, width] = [(100 * from) / whole, (100 * size) / whole];
  const [words, shortWords] = [escapeXml(name), escapeXml(short)];
  return [
    `<svg class="f ${classes}" x="${left.toFixed(4)}%" y="${TOP + depth * ROW}" width="${width.toFixed(4)}%" height="${ROW}"`,
    ` data-name="${words}"${short === name ? "" : ` data-short="${shortWords}"`} data-from="${from}" data-size="${size}" data-depth="${depth}"`,
    ` tabindex="${depth === 0 ? 0 : -1}" role="button" aria-label="${escapeXml(hint.replaceAll("\n", ", "))}">`,
    `<title>${escapeXml(hint)}</title><rect width="100%" height="100%"/>`,
    `<text x="4" y="13">${width < 1 ? "" : width < 15 ? shortWords : words}</text></svg>\n`,
  ].join("");
}

/** The same name has the same shade in every graph. */
function shadeOf(name: string): number {
  let hash = 0;
  for (let index = 0; index < name.length; index += 1) hash = (hash * 31 + name.charCodeAt(index)) % 65_521;
  return hash % SHADES;
}

function amount(ticks: number, mode: WeightMode): string {
  if (mode === "samples") return `${count(ticks)} samples`;
  if (mode === "bytes") return megabytes(ticks);
  const seconds = ticks / 1e9;
  return seconds >= 1 ? `${seconds.toFixed(2)} s` : `${(seconds * 1000).toPrecision(3)} ms`;
}

const megabytes = (ticks: number): string =>
  ticks >= 1e6 ? `${(ticks / 1e6).toPrecision(3)} MB` : `${count(Math.round(ticks / 1e3))} kB`;

const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.001 ? 2 : 1)} %`;

/** With commas: the file is the same whatever the language of the machine. */
const count = (value: number): string => value.toLocaleString("en-US");
