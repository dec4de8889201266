import { readFileSync } from "node:fs";
import type { World } from "../../base/world.ts";

/** What `python/measure.py` is told to start; its docstring describes the bytes. */
export interface Order {
  readonly mode: "interactive" | "batch";
  readonly runId: string;
  readonly stdinCopy: string;
  readonly stdinLimit: number;
  readonly executable: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The order as bytes: a length, then fields that end in NUL. */
export function encodeOrder(order: Order, world: World): Buffer {
  const environment = Object.entries(order.env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  const head = [order.mode, order.runId, userOpenFiles(world), order.stdinCopy, String(order.stdinLimit)];
  const fields = [...head, order.executable, String(order.argv.length), ...order.argv, ...environment];
  const raw = rawWords(world);
  const payload = Buffer.concat(fields.flatMap((field) => [raw.get(field) ?? Buffer.from(field), Buffer.of(0)]));
  return Buffer.concat([Buffer.from(`${payload.length}\n`), payload]);
}

/**
 * Arguments and variables that are not UTF-8, by what Node made of them: Node replaces what it cannot decode,
 * and the program is to get the bytes that its user gave (Linux only).
 */
function rawWords(world: World): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of ["cmdline", "environ"]) {
    const words = splitAtNul(readQuietly(`/proc/${world.pid}/${name}`));
    for (const word of words.filter((one) => one.toString().includes("\uFFFD"))) found.set(word.toString(), word);
  }
  return found;
}

/**
 * The soft limit of open files that the user had: Node raises its own to the maximum and children inherit that.
 * The shell that started us still has the old one (Linux only; empty where unknown).
 */
function userOpenFiles(world: World): string {
  const stat = readQuietly(`/proc/${world.pid}/stat`).toString();
  const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
  const limits = readQuietly(`/proc/${parent}/limits`).toString();
  return /^Max open files\s+(\d+)/mu.exec(limits)?.[1] ?? "";
}

function splitAtNul(data: Buffer): readonly Buffer[] {
  const words: Buffer[] = [];
  let start = 0;
  for (let end = data.indexOf(0); end !== -1; end = data.indexOf(0, start)) {
    words.push(data.subarray(start, end));
    start = end + 1;
  }
  return words;
}

function readQuietly(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
