/**
 * How far the fixes reach in code that nobody runs: for every place in these functions that a rule recognises, is there a fix
 * if it is hot and its operands are plain (lists of text, text, bytes)? What stands in the way otherwise? A place counts as
 * reached where one of these guesses leads to a fix; nothing is run, so that nothing is proven.
 *     npx rolldown bench/reach.ts --platform node --external web-tree-sitter --file .cache/reach.mjs && node .cache/reach.mjs ROOT file.py:line…
 */
import { resolve } from "node:path";
import { fraction, seconds } from "../src/base/units.ts";
import { composeFinding } from "../src/diagnose/diagnose.ts";
import type { Evidence, OperandEvidence } from "../src/diagnose/evidence.ts";
import { findPlaces, type Place } from "../src/diagnose/place.ts";
import { RULES } from "../src/diagnose/rules.ts";
import { createSources } from "../src/diagnose/sources.ts";
import { FIXERS } from "../src/fix/fixes.ts";
import { createParser } from "../src/source/python-parser.ts";

const [root = ".", ...wanted] = process.argv.slice(2);
const parser = await createParser(process.cwd());
const sources = createSources(parser, { project: resolve(root) });

const GUESSES: readonly (readonly [string, readonly string[]])[] = [
  ["list", ["str"]],
  ["str", []],
  ["bytes", []],
  ["list", ["list"]],
  ["tuple", ["str"]],
  ["list", ["int"]],
  ["dict", ["str"]],
];

for (const each of wanted) {
  const [file = "", line = "1"] = each.split(":");
  const unit = await sources.unit(resolve(root, file));
  if (unit === undefined) continue;
  const around = unit.functions.filter(({ node }) => node.startLine <= Number(line) && node.endLine >= Number(line));
  const owner = around.sort((a, b) => a.node.end - a.node.start - (b.node.end - b.node.start))[0];
  if (owner === undefined) continue;
  for (const place of findPlaces([{ unit, function: owner }], RULES, [3, 12], sources)) console.log(describe(place));
}

function describe(place: Place): string {
  const { source, function: owner } = place.context;
  const { start, end, startLine } = place.candidate.expression;
  const text = source.text.slice(start, end).replaceAll(/\s+/gu, " ").slice(0, 90);
  const outcomes = GUESSES.map((each) => outcome(place, each));
  const best = outcomes.find((one) => one === "FIX") ?? [...new Set(outcomes)].filter((one) => one !== "").join(" / ");
  return `${source.path.slice(resolve(root).length + 1)}:${startLine} ${owner.qualname} [${place.rule.id}] ${text} => ${best}`;
}

function outcome(place: Place, [type, elements]: readonly [string, readonly string[]]): string {
  const evidence = guess(place, type, elements);
  const judged = place.rule.judge(place.candidate, evidence);
  if (judged.kind === "harmless") return "";
  const finding = composeFinding(
    place,
    { share: fraction(0.8), evidence, obstacles: judged.obstacles },
    () => "module",
  );
  const say = (list: typeof judged.obstacles): string => list.map(({ code, about }) => `${code}(${about})`).join(" ");
  const planned = FIXERS[place.rule.id].plan(finding, place.context);
  if (!finding.automatic) return say(finding.obstacles);
  return planned.kind === "fix" ? "FIX" : say(planned.obstacles);
}

function guess(place: Place, type: string, elements: readonly string[]): readonly Evidence[] {
  const { operand } = place.candidate.watch;
  const seen: OperandEvidence = {
    kind: "operand",
    operand: place.context.source.text.slice(operand.start, operand.end),
    types: [type],
    sizes: { min: 1000, median: 2000, max: 4000 },
    elements,
    hashable: elements.includes("list") ? "unhashable" : "builtin",
    observations: 1000,
    by: "probed",
    changes: false,
    same: 999,
  };
  return [
    seen,
    { kind: "count", executions: 1000, exact: true },
    { kind: "time", total: seconds(1), share: fraction(0.8) },
    { kind: "repeats", function: "f", looked: 1000, plain: 1000, repeated: 950, distinct: 50 },
    { kind: "answers", condition: "c", asked: 100_000, wanted: 10 },
  ];
}
