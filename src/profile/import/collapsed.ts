import { frameOfWords } from "./frame-words.ts";
import { readHeading } from "./headings.ts";
import { assumedSampleSeconds, type Imported, type Importer } from "./importer.ts";
import { headText, textOf } from "./json.ts";
import { StackCollector } from "./stack-collector.ts";
import { noTime, unreadable } from "./unreadable.ts";

/** `frame;frame N`: what flamegraph.pl reads. */
export const collapsed: Importer = {
  id: "collapsed",
  writtenBy: "py-spy (raw), Tachyon (--collapsed), Austin, perf with stackcollapse",
  looksLikeMine: (_name, head) => {
    const text = headText(head);
    const first = text.split("\n").find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
    // A head may end in the middle of its only line.
    return !text.includes("\0") && !first.startsWith("{") && (stackLine.test(first.trimEnd()) || first.includes(";"));
  },
  read: (bytes) => readCollapsed(textOf(bytes)),
};

const stackLine = /^(.*\S)\s+(\d+(?:\.\d+)?)$/;
/** Austin's header: `# mode: wall`. Its weights are microseconds, or bytes. */
const header = /^# (\w+): (.+)$/;

function readCollapsed(text: string): Imported {
  const reader = new CollapsedReader();
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    reader.readLine(line.trimEnd(), number);
  }
  return reader.finish();
}

class CollapsedReader {
  readonly #collector = new StackCollector();
  readonly #frames = new Map<string, number>();
  readonly #headers = new Map<string, string>();
  #hasFolders = false;
  #hasLines = false;

  readLine(line: string, number: number): void {
    const [, key, value = ""] = header.exec(line) ?? [];
    if (key !== undefined) this.#headers.set(key, value);
    if (line === "" || line.startsWith("#")) return;
    const [, stack, weight] = stackLine.exec(line) ?? [];
    if (stack === undefined) throw unreadable(`Line ${number} is not of the form \`frame;frame N\``);
    const words = stack.split(";");
    const { thread, depth } = threadOf(this.#collector, words);
    let node = -1;
    for (const word of words.slice(depth)) node = this.#collector.push(node, this.#frame(word));
    const units = Number(weight);
    if (this.#headers.has("austin")) this.#collector.add(node, thread, units / 1e6, 1);
    else this.#collector.add(node, thread, units * assumedSampleSeconds, units);
  }

  #frame(word: string): number {
    const known = this.#frames.get(word);
    if (known !== undefined) return known;
    const described = frameOfWords(word);
    this.#hasFolders ||= /[/\\]/.test(described.file);
    this.#hasLines ||= described.line !== undefined;
    const frame = this.#collector.frame(described);
    this.#frames.set(word, frame);
    return frame;
  }

  finish(): Imported {
    const mode = this.#headers.get("mode");
    if (mode === "memory") throw noTime("bytes");
    const known = {
      clock: mode === "cpu" || mode === "wall" ? mode : "unknown",
      stacks: "whole",
      lines: this.#hasLines ? "running" : "none",
      seconds: this.#headers.has("austin") ? "stated" : "assumed",
      observed: "samples",
      paths: this.#hasFolders ? "as-written" : "base-name",
    } as const;
    return { profile: this.#collector.build(known), known };
  }
}

/** Without an array of all of them. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

/** py-spy, Tachyon and Austin write process and thread as the outermost frames. */
function threadOf(collector: StackCollector, words: readonly string[]): { thread: number; depth: number } {
  let pid = 0;
  let name = "";
  let depth = 0;
  for (; depth < words.length - 1; depth += 1) {
    const heading = readHeading(words[depth] ?? "");
    if (heading === undefined) break;
    pid = heading.pid ?? pid;
    name = heading.name ?? name;
  }
  return {
    thread: collector.thread(`${pid} ${name}`, () => ({ pid, name: name === "" ? "MainThread" : name })),
    depth,
  };
}
