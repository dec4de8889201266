import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program on which the textbook's fix is wrong, as `fixtures/traps/` has it. */
export interface Trap {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  /** What it takes for a run of a second or so. */
  readonly size: number;
}

/** What a version of a trap's program printed, and what its probe told of it. */
export interface Answer {
  readonly run: string;
  readonly probe: string;
}

/** The answers by version; `old` and `wrong` are always among them. */
export type Answers = Readonly<Record<string, Answer>> & { readonly old: Answer; readonly wrong: Answer };

const folder = join(process.cwd(), "fixtures", "traps");

/** Every trap. */
export const TRAPS: readonly Trap[] = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name, "app.py"), "utf8");
  const size = Number(/if len\(sys\.argv\) > 1 else (\d+)\)/u.exec(text)?.[1]);
  return { name, folder: join(folder, name), text, size };
});

/** A size at which a run is short and each place is still tempting. */
export function shortSize({ size }: Trap): number {
  return Math.ceil(size / 16);
}

/** Runs each trap's versions at a short size, all from one Python, and asks its probe of each. */
export function judge(
  python: string,
  cases: readonly { readonly trap: Trap; readonly versions: Readonly<Record<string, string>> }[],
): readonly Answers[] {
  const jobs = cases.map(({ trap, versions }) =>
    JSON.stringify({ folder: trap.folder, size: shortSize(trap), versions }),
  );
  const input = jobs.map((job) => `${job}\n`).join("");
  const script = join(process.cwd(), "test", "traps", "judge.py");
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== cases.length) throw new TypeError(stderr);
  return lines.map((line) => JSON.parse(line) as Answers);
}
