import type { AwaitedKind, HotWait, RowNature } from "../../rank/ranking.ts";
import { formatPercent } from "../format/number.ts";
import { shortPath } from "../format/path.ts";

const KINDS: Record<AwaitedKind, string> = {
  sleep: "a sleep",
  lock: "another thread (lock)",
  queue: "a queue",
  socket: "a socket",
  connection: "a client",
  pipe: "a pipe",
  file: "a file",
  database: "a database",
  subprocess: "a child process",
  terminal: "the terminal",
  other: "something in the kernel",
};

/** What a thread waited for, in a few words. */
export function awaitedWords(kind: AwaitedKind): string {
  return KINDS[kind];
}

/** Less than this is not said. */
const LEAST = 0.005;

const partsOf = (nature: RowNature): readonly (readonly [string, number])[] => [
  ["computing", nature.computing],
  ["native code without the GIL", nature.native],
  ["waiting for the GIL", nature.gilWait],
  ["waiting for I/O", nature.io],
  ["sleeping", nature.sleeping],
  ["waiting for threads", nature.threads],
];

/** What a row does most of its time, in a table's cell. */
export function mostlyWords(nature: RowNature | undefined): string {
  if (nature === undefined) return "–";
  const [word, part] = partsOf(nature).reduce((most, each) => (each[1] > most[1] ? each : most));
  return `${word} ${formatPercent(part)}`;
}

/** How a row's threads spent their time, and what they waited for; nothing where they computed alone. */
export function rowNatureLines(nature: RowNature | undefined, cwd: string): readonly string[] {
  if (nature === undefined || nature.computing > 1 - LEAST) return [];
  const parts = partsOf(nature).filter(([, part]) => part >= LEAST);
  const lines = [`while it runs: ${parts.map(([word, part]) => `${word} ${formatPercent(part)}`).join(", ")}`];
  return [...lines, ...nature.waits.slice(0, 3).map((wait) => waitWords(wait, cwd))];
}

function waitWords({ kind, call, file, line, fraction }: HotWait, cwd: string): string {
  const at = `${shortPath(file, cwd)}:${line}`;
  return `waits ${formatPercent(fraction)} of it for ${KINDS[kind]}${call === undefined ? "" : ` in ${call}`} (${at})`;
}
