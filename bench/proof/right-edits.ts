import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fix } from "../../src/fix/fix.ts";
import { listFunctions } from "../../src/source/functions.ts";
import type { PythonParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import { diagnoseTraps } from "../../test/traps/offered.ts";
import { judge, shortSize, TRAPS, type Trap } from "../../test/traps/traps.ts";

/** An edit of a program that is right. */
export interface RightEdit {
  readonly name: string;
  readonly by: "hasten" | "human";
  readonly old: string;
  readonly new: string;
  /** The one function whose body changes; without it there is nothing to replay. */
  readonly changes: string | undefined;
  /** What it says that it assumes of what is not seen; a person's edit may raise what it likes. */
  readonly assumes: Fix["assumes"] | undefined;
  /** The program's arguments. */
  readonly words: readonly string[];
}

const RULES = join(process.cwd(), "fixtures", "rules");

/** Fixes that hasten writes, of rules' fixtures and of traps where it writes one that is right by the trap's probe. */
export async function hastensEdits(python: string, parser: PythonParser): Promise<readonly RightEdit[]> {
  const folder = mkdtempSync(join(tmpdir(), "hasten-right-"));
  try {
    const fixtures = readdirSync(RULES).map((name): Trap => {
      const text = readFileSync(join(RULES, name, "slow.py"), "utf8");
      return { name, folder: join(RULES, name), text, size: 0 };
    });
    const ofRules = await diagnoseTraps(fixtures, python, parser, join(folder, "rules"));
    const ofTraps = await diagnoseTraps(TRAPS, python, parser, join(folder, "traps"));
    const answers = judge(
      python,
      ofTraps.map(({ trap, offered }) => ({
        trap,
        versions: Object.fromEntries(offered.map(({ text }, index) => [`${index}`, text])),
      })),
    );
    const isRight = (trap: number, index: number): boolean => {
      const given = answers[trap];
      const now = given?.[`${index}`];
      return now !== undefined && now.run === given?.old.run && now.probe === given.old.probe;
    };
    const rightOnes = ofTraps.map((each, at) => ({
      ...each,
      offered: each.offered.filter((_, index) => isRight(at, index)),
    }));
    return [...ofRules, ...rightOnes].flatMap(({ trap, offered }) =>
      offered.map(({ fix, text }, index): RightEdit => ({
        name: `${trap.name}${index === 0 ? "" : ` ${index + 1}`}`,
        by: "hasten",
        old: trap.text,
        new: text,
        changes: fix.changes,
        assumes: fix.assumes,
        words: trap.size === 0 ? [] : [String(shortSize(trap))],
      })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Edits that people wrote: the `fast.py` beside each `slow.py`. */
export function humansEdits(parser: PythonParser): readonly RightEdit[] {
  return readdirSync(RULES).map((name): RightEdit => {
    const [old, now] = ["slow.py", "fast.py"].map((file) => readFileSync(join(RULES, name, file), "utf8"));
    if (old === undefined || now === undefined) throw new TypeError(name);
    return {
      name: `human ${name}`,
      by: "human",
      old,
      new: now,
      changes: onlyChanged(old, now, parser),
      assumes: undefined,
      words: [],
    };
  });
}

/**
 * The one function that both texts have and in which they differ; undefined where it is several, or where an import is gone:
 * the old version is replayed among the names of the new text.
 */
function onlyChanged(old: string, now: string, parser: PythonParser): string | undefined {
  const kept = new Set(now.split("\n"));
  if (old.split("\n").some((line) => /^(?:import|from) /u.test(line) && !kept.has(line))) return undefined;
  const [before, after] = [old, now].map((text) => textsOf(text, parser));
  if (before === undefined || after === undefined) return undefined;
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  const [only] = changed;
  return changed.length === 1 && only !== undefined && before.has(only) && after.has(only) ? only : undefined;
}

function textsOf(text: string, parser: PythonParser): ReadonlyMap<string, string> {
  const functions = listFunctions(parseSource("/app.py", text, parser));
  const named = functions.filter(({ qualname }) => qualname !== "<module>");
  return new Map(named.map(({ qualname, node }) => [qualname, text.slice(node.start, node.end)]));
}
