import { isAssumedError } from "../../src/verify/assumed-errors.ts";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectorEnvironment } from "../../src/collect/in-process/environment.ts";
import type { PythonParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import { writeBorder } from "../../src/verify/border/instrument.ts";
import { readReplays } from "../../src/verify/border/read-replays.ts";
import { worldHere } from "../../test/sampled.ts";
import type { RightEdit } from "./right-edits.ts";

/** What the proof, without its timing, says of a new text. */
export interface Proven {
  /** `output`, `replay`: what showed a difference; `nothing`: there was nothing to compare. */
  readonly refusedBy?: "output" | "replay" | "nothing";
  readonly reason: string;
  readonly calls: number;
  readonly harderCalls: number;
  /** Harder calls in which the new version raised and the old one did not. */
  readonly loud: number;
}

const SECONDS = 120;

/** Judges new texts of one program, whose own output is asked for once. */
export function openProof(edit: RightEdit, python: string, parser: PythonParser): (text: string) => Promise<Proven> {
  const before = run(edit.old, edit, python);
  return async (text) => {
    const { differences, ...counts } = await replay(text, edit, python, parser);
    const [difference] = differences;
    if (difference !== undefined) return { refusedBy: "replay", reason: difference, ...counts };
    const now = run(text, edit, python);
    const shows = now.stdout.trim() !== "" || counts.calls > 0;
    if (now.stdout !== before.stdout || now.status !== before.status)
      return { refusedBy: "output", reason: now.stderr.trim().split("\n").at(-1) ?? "", ...counts };
    return shows ? { reason: "", ...counts } : { refusedBy: "nothing", reason: "nothing was compared", ...counts };
  };
}

interface Replayed {
  readonly differences: readonly string[];
  readonly calls: number;
  readonly harderCalls: number;
  readonly loud: number;
}

async function replay(text: string, edit: RightEdit, python: string, parser: PythonParser): Promise<Replayed> {
  const none = { differences: [], calls: 0, harderCalls: 0, loud: 0 };
  if (edit.changes === undefined) return none;
  const [old, now] = [edit.old, text].map((each) => parseSource("/app.py", each, parser));
  if (old === undefined || now === undefined) return none;
  const bordered = writeBorder(old, now, edit.changes);
  if (bordered.kind === "none") return none;
  const records = mkdtempSync(join(tmpdir(), "hasten-proof-"));
  try {
    // People's edits are asked as `hasten verify` asks them, hasten's own as `hasten fix` does.
    const others = edit.assumes === undefined ? {} : { HASTEN_REPLAY_OTHER_TYPES: "1" };
    run(bordered.text, edit, python, { ...collectorEnvironment(worldHere(), records, ["border"]), ...others });
    const { differences, loud, calls, harderCalls } = await readReplays(
      records,
      edit.assumes && ((exception) => isAssumedError(edit.assumes ?? [], exception)),
    );
    const sentences = differences.map(
      ({ what, old: was, new: is, harder }) =>
        `${what}${harder === undefined ? "" : ` (${harder})`}: ${was} became ${is}`,
    );
    return { differences: sentences, loud: loud.length, calls, harderCalls };
  } finally {
    rmSync(records, { recursive: true, force: true });
  }
}

function run(
  text: string,
  { words }: RightEdit,
  python: string,
  added: Readonly<Record<string, string | undefined>> = {},
): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), "hasten-proof-"));
  try {
    mkdirSync(join(folder, "home"));
    writeFileSync(join(folder, "home", "app.py"), text);
    const env = { ...process.env, PYTHONHASHSEED: "0", ...added };
    const options = { cwd: join(folder, "home"), env, encoding: "utf8" as const, timeout: 1000 * SECONDS };
    return spawnSync(python, ["app.py", ...words], { ...options, maxBuffer: 1 << 28, killSignal: "SIGKILL" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
