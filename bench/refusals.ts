/**
 * False refusals of the proof: edits that are right, hasten's own and people's, given to the proof as a new text (the program's
 * output and the replayed calls; no timing). It should refuse few.
 *     npx rolldown bench/refusals.ts --platform node --external web-tree-sitter --file .cache/refusals.mjs && node .cache/refusals.mjs [edit…]
 * The Python is the one on PATH, or HASTEN_TEST_PYTHONS.
 */
import { createParser } from "../src/source/python-parser.ts";
import { openProof } from "./proof/prove.ts";
import { hastensEdits, humansEdits } from "./proof/right-edits.ts";

const python = process.env["HASTEN_TEST_PYTHONS"]?.split(":")[0] ?? "python3";
const parser = await createParser(process.cwd());
const wanted = process.argv.slice(2);
const edits = [...humansEdits(parser), ...(await hastensEdits(python, parser))].filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name),
);
const refused = { hasten: 0, human: 0 };
let replayed = 0;
for (const edit of edits) {
  const { refusedBy, reason, calls, harderCalls, loud } = await openProof(edit, python, parser)(edit.new);
  if (refusedBy !== undefined) refused[edit.by] += 1;
  replayed += Number(calls > 0);
  console.log([edit.name, refusedBy ?? "passed", calls, harderCalls, loud, reason.slice(0, 300)].join(" | "));
}
console.log(`${edits.length} right edits, ${replayed} with replayed calls; refused: ${JSON.stringify(refused)}`);
