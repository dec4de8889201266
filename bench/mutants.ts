/**
 * The mutation score of the proof: right fixes that hasten writes, each broken in five plausible ways. The proof (the
 * program's output and the replayed calls; no timing) should refuse them.
 *     npx rolldown bench/mutants.ts --platform node --external web-tree-sitter --file .cache/mutants.mjs && node .cache/mutants.mjs [edit…]
 * The Python is the one on PATH, or HASTEN_TEST_PYTHONS. Survivors are written out as `.cache/mutants/<edit> <n>.py`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createParser } from "../src/source/python-parser.ts";
import { openProof } from "./proof/prove.ts";
import { hastensEdits, type RightEdit } from "./proof/right-edits.ts";

const EACH = 5;
const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const out = join(process.cwd(), ".cache", "mutants");
mkdirSync(out, { recursive: true });

type Mutant = readonly [kind: string, text: string];

/** Five of the mutants, of as many kinds as there are; among those of one kind by a fixed shuffle. */
function choose(mutants: readonly Mutant[], name: string): readonly Mutant[] {
  const shuffled = mutants.toSorted((a, b) => hash(name + a[1]) - hash(name + b[1]));
  const kinds = [...new Set(shuffled.map(([kind]) => kind))];
  const byKind = kinds.map((kind) => shuffled.filter(([other]) => other === kind));
  const chosen: Mutant[] = [];
  for (let turn = 0; chosen.length < Math.min(EACH, mutants.length); turn += 1) {
    for (const ofKind of byKind) {
      const mutant = ofKind[turn];
      if (mutant !== undefined && chosen.length < EACH) chosen.push(mutant);
    }
  }
  return chosen;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

function mutantsOf({ old, new: now }: RightEdit): readonly Mutant[] {
  const script = join(process.cwd(), "bench", "proof", "mutate.py");
  const input = `${JSON.stringify({ old, new: now })}\n`;
  return JSON.parse(execFileSync(python, [script], { input, encoding: "utf8", maxBuffer: 1 << 28 })) as Mutant[];
}

const parser = await createParser(process.cwd());
const wanted = process.argv.slice(2);
// A fix that changes several functions together, or keeps something from call to call, is proven by the output alone.
const edits = (await hastensEdits(python, parser)).filter(
  ({ name, changes }) => changes !== undefined && (wanted.length === 0 || wanted.includes(name)),
);
const refused = { output: 0, replay: 0, nothing: 0 };
let all = 0;
let fixes = 0;
for (const edit of edits) {
  const mutants = choose(mutantsOf(edit), edit.name);
  if (mutants.length < EACH) continue;
  const prove = openProof(edit, python, parser);
  fixes += 1;
  for (const [number, [kind, text]] of mutants.entries()) {
    const { refusedBy, calls, harderCalls, loud } = await prove(text);
    all += 1;
    if (refusedBy !== undefined) refused[refusedBy] += 1;
    else writeFileSync(join(out, `${edit.name} ${number}.py`), text);
    console.log([edit.name, number, kind, refusedBy ?? "SURVIVED", calls, harderCalls, loud].join(" | "));
  }
}
const kept = all - refused.output - refused.replay - refused.nothing;
console.log(
  `${fixes} fixes, ${all} mutants: ${JSON.stringify(refused)}, survived ${kept} (${((100 * kept) / all).toFixed(1)} %)`,
);
