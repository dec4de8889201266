import { column, lineNumber, seconds } from "../base/units.ts";
import type { Position, Profile, ProfiledProcess, ProfiledThread, StackNode, StackWeight } from "../profile/profile.ts";

/**
 * Draws a profile for a test: a column is a stack, outermost first, `-` where it has ended; columns lie two spaces
 * apart. A cell is `[home!]qualname[#firstLine][:line[:column-endColumn]]`; the home is `file.py` of the project
 * (`app.py` when left out), `std:file.py`, `site:package/file.py`, or `<frozen …>`. Rows `cpu`, `blocked`, `wall`,
 * `samples`, `thread` give what a column spent: 1 s of CPU time in 100 samples of thread 0 unless they say otherwise.
 */
export function drawProfile(text: string, setting: DrawnSetting = {}): Profile {
  const rows = text
    .split("\n")
    .filter((row) => row.trim() !== "")
    .map((row) => row.trim().split(/ {2,}/));
  const values = new Map(rows.filter(([name]) => spent.test(name ?? "")).map(([name = "", ...cells]) => [name, cells]));
  const cells = rows.filter(([name]) => !spent.test(name ?? ""));
  const tables = new Tables();
  const weights = (cells[0] ?? []).map((_, at): StackWeight => {
    const number = (name: string, otherwise: number): number => Number(values.get(name)?.[at] ?? otherwise);
    const [cpu, blocked, samples] = [number("cpu", 1), number("blocked", 0), number("samples", 100)];
    const stack = cells.map((row) => row[at] ?? "-").reduce((parent, cell) => tables.push(parent, cell), -1);
    const squares = samples > 0 ? (cpu + blocked) ** 2 / samples : 0;
    const wall = seconds(number("wall", cpu + blocked));
    const spent = { wall, cpu: seconds(cpu), blocked: seconds(blocked), gil: seconds(0), gilWait: seconds(0) };
    return { stack, thread: number("thread", 0), samples, ...spent, squares };
  });
  const processes = (setting.processes ?? [{}]).map((process, index) => ({ ...usualProcess(index), ...process }));
  return {
    schema: "hasten.profile/1",
    ...tables.contents(),
    threads: setting.threads ?? processes.map((_, process) => ({ process, name: "MainThread", isMain: true })),
    weights,
    processes,
    truth: { samples: weights.reduce((sum, { samples }) => sum + samples, 0), missed: 0, errors: 0, impossible: 0 },
  };
}

/** What the columns do not say. */
export interface DrawnSetting {
  readonly processes?: readonly Partial<ProfiledProcess>[];
  readonly threads?: readonly ProfiledThread[];
}

const spent = /^(?:cpu|blocked|wall|samples|thread)$/;

const usualProcess = (index: number): ProfiledProcess => ({
  pid: 100 + index,
  parentPid: index === 0 ? 1 : 100,
  argv: ["python", "app.py"],
  version: "3.12.1",
  executable: "/usr/bin/python3",
  gil: "on",
  libraryFolders: ["/usr/lib/python3.12", "/venv/lib/python3.12/site-packages"],
  wall: seconds(10),
  cpu: seconds(10),
  collecting: seconds(0),
  gilWait: seconds(0),
  computing: seconds(10),
});

class Tables {
  readonly #functions = new Map<
    string,
    { module: string; qualname: string; file: string; firstLine: ReturnType<typeof lineNumber> }
  >();
  readonly #frames: Profile["frames"][number][] = [];
  readonly #stacks: StackNode[] = [];

  contents(): Pick<Profile, "functions" | "frames" | "stacks"> {
    return { functions: [...this.#functions.values()], frames: this.#frames, stacks: this.#stacks };
  }

  push(parent: number, cell: string): number {
    if (cell === "-") return parent;
    const [, home = "app.py", qualname = "", first = "1", line = first, start, end] =
      /^(?:(.+)!)?(.+?)(?:#(\d+))?(?::(\d+)(?::(\d+)-(\d+))?)?$/.exec(cell) ?? [];
    const place = `${home}!${qualname}#${first}`;
    if (!this.#functions.has(place)) {
      this.#functions.set(place, { ...fileOf(home), qualname, firstLine: lineNumber(Number(first)) });
    }
    const of = [...this.#functions.keys()].indexOf(place);
    const frame = this.#frames.push({ function: of, position: positionOf(Number(line), start, end) }) - 1;
    return this.#stacks.push({ parent, frame }) - 1;
  }
}

function positionOf(line: number, start: string | undefined, end: string | undefined): Position {
  if (start === undefined || end === undefined) return { line: lineNumber(line) };
  const endColumn = column(Number(end));
  return { line: lineNumber(line), column: column(Number(start)), endLine: lineNumber(line), endColumn };
}

function fileOf(home: string): { module: string; file: string } {
  const [, where = "", path = home] = /^(?:(std|site|as [^:]+):)?(.*)$/.exec(home) ?? [];
  const module = path.replace(/(?:\/__init__)?\.py$/, "").replaceAll("/", ".");
  if (path.startsWith("<")) return { module: path === "<string>" ? "__main__" : "frozen", file: path };
  if (where === "std") return { module, file: `/usr/lib/python3.12/${path}` };
  if (where === "site") return { module, file: `/venv/lib/python3.12/site-packages/${path}` };
  const file = path.startsWith("/") ? path : `/project/${path}`;
  return { module: where.startsWith("as ") ? where.slice(3) : path === "app.py" ? "__main__" : module, file };
}
