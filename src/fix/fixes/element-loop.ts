import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planElementLists } from "../../diagnose/rules/element-loop/comprehension.ts";
import { planElementLoops, type ElementLoop, type Way } from "../../diagnose/rules/element-loop/plan.ts";
import type { Reading, Stored, Variant } from "../../diagnose/rules/element-loop/reading.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import { beginsLine, indentationOf, indentationUnit, indented } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fix, Fixer, FixOutcome } from "../fix.ts";
import { conditionsFor, proofsFor } from "./element-loop-guard.ts";
import { placesCode } from "./element-loop-places.ts";
import { comprehensionEdits } from "./element-comprehension.ts";
import { listLines, viewLines, walkedLists } from "./element-loop-lists.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Works out all elements at once; the loop stays for whatever is not plain arrays of numbers that stay finite and small enough. */
export const fixElementLoop: Fixer = { rule: "element-loop", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = waysFor(finding, context).flatMap((way) =>
    planElementLoops(context, way).filter(
      ({ loop, reading }) => isAtFinding(finding, loop) && (way.tolerance === undefined || isOnlyReordered(reading)),
    ),
  );
  const [first] = plans;
  if (first === undefined) return planList(finding, context);
  const obstacles = [...first.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const [fix, ...otherwise] = plans.flatMap((plan): readonly Fix[] => {
    const edit = editOf(plan, context.source);
    if (edit === undefined) return [];
    const own = {
      ...(plan.reading.reordered.size > 0 && { reorders: true as const }),
      ...(plan.imports && { needs: "numpy" as const }),
    };
    const edits = inOrder([...(plan.imports ? [plan.imports] : []), edit]);
    return [{ rule: "element-loop", edits, assumes: [], changes: context.function.qualname, ...own }];
  });
  if (fix === undefined) return noFix("syntax-near", context.function.name);
  return { kind: "fix", fix, otherwise };
}

/** A list in the place of a loop. */
function planList(finding: Finding, context: RuleContext): FixOutcome {
  if (finding.obstacles.length > 0) return { kind: "none", obstacles: finding.obstacles };
  const plans = variantsFor(finding).flatMap((variant) => planElementLists(context, variant));
  const fixes = plans.flatMap((plan): readonly Fix[] => {
    const edits = isAtFinding(finding, plan.statement) ? comprehensionEdits(plan, context.source) : undefined;
    return edits ? [{ rule: "element-loop", edits, assumes: [], changes: context.function.qualname }] : [];
  });
  const [fix, ...otherwise] = fixes;
  return fix === undefined ? noFix("not-seen", context.function.name) : { kind: "fix", fix, otherwise };
}

/** In numpy's order first, where the user agrees: of floats alone, since whole numbers are added exactly in any. */
function waysFor(finding: Finding, { agreed }: RuleContext): readonly Way[] {
  const { tolerance } = agreed ?? {};
  if (operandEvidence(finding.evidence)?.types.every((type) => type === "list") === true) return FOR_LISTS;
  const ways = variantsFor(finding).map((variant): Way => ({ variant }));
  return tolerance !== undefined && ways[0]?.variant === "float" ? [{ variant: "float", tolerance }, ...ways] : ways;
}

/** Whole numbers first: a list of them may be what floats are added to (`[0] * n`). */
const FOR_LISTS: readonly Way[] = [
  { variant: "int", lists: true },
  { variant: "float", lists: true },
];

/** Whether all is within the tolerance is asked once, in the end: nothing may be written, counted or kept before. */
function isOnlyReordered({ reordered, totals, counters, stored, lists }: Reading): boolean {
  return reordered.size > 0 && totals.size === reordered.size && counters.size + stored.size + lists.size === 0;
}

/** Floats alone, where nothing else was seen: whole numbers have more to be asked of. */
function variantsFor({ evidence }: Finding): readonly Variant[] {
  const elements = operandEvidence(evidence)?.elements ?? [];
  const isInt = elements.length > 0 && elements.every((name) => name !== "numpy.float64");
  return isInt ? ["int"] : ["float", "int"];
}

function editOf(plan: ElementLoop, source: SourceFile): TextEdit | undefined {
  const { loop } = plan;
  const end = nextLineEnd(source.text, loop.end);
  if (!beginsLine(source, loop) || source.text.slice(loop.end, end).trim() !== "") return undefined;
  const start = lineStart(source.text, loop.start);
  const code = indented(source, codeFor(plan), indentationOf(source, loop));
  return replacing({ start, end: loop.end }, `${code}${source.lineEnd}${deeper(source, plan)}`);
}

/** Turns at a time: what is worked out stays in the processor's caches, and takes little memory. */
const AT_ONCE = 32_768;

/** A part of the turns after the other: as a whole, or by the loop. */
function codeFor(plan: ElementLoop): string {
  if (plan.reading.reordered.size > 0) return codeReordered(plan);
  const { reading: r, inner } = plan;
  const { turns, rest, isWhole } = r.names;
  const columns = r.axes[1]?.turns ?? "";
  const counted = inner === undefined ? [] : [`${columns} = ${textOf(r.facts.context.source, inner.range)}`];
  const own = inner === undefined ? `${AT_ONCE}` : `1, ${AT_ONCE} // len(${columns})`;
  return [
    ...viewLines(r),
    `${rest} = ${allTurns(plan)}`,
    `while ${rest}:`,
    ...[
      `${turns}, ${isWhole} = ${rest}, False`,
      "try:",
      ...[...counted, `${turns} = ${rest}[:max(${own}, len(${rest}) // 16)]`].map((line) => `    ${line}`),
      ...wholeCode(r),
    ].map((line) => `    ${line}`),
  ].join("\n");
}

/** Sums alone, a part of the turns after the other; they count only where all of them did, and the whole is close enough. */
function codeReordered({ reading: r, inner, turns: all, range }: ElementLoop): string {
  const { every, rest, turns, isWhole } = r.names;
  const columns = r.axes[1]?.turns ?? "";
  const own = inner === undefined ? `${AT_ONCE}` : `max(1, ${AT_ONCE} // max(1, len(${columns})))`;
  const inside = [
    // What counts the turns is worked out once, as the loop does.
    ...(range === undefined ? [`${every} = ${all}`] : []),
    ...(inner === undefined ? [] : [`${columns} = ${textOf(r.facts.context.source, inner.range)}`]),
    `${rest} = ${every}`,
    ...r.begins,
    `while ${rest}:`,
    ...[`${turns}, ${isWhole} = ${rest}[:${own}], False`, ...askedCode(r)].map((line) => `    ${line}`),
    `    ${rest} = ${rest}[len(${turns}):] if ${isWhole} else ()`,
    `${isWhole} = ${[isWhole, ...r.closings].join(" and ")}`,
  ];
  return [
    `${isWhole} = False`,
    ...(range === undefined ? [] : [`${every} = ${all}`]),
    "try:",
    ...inside.map((line) => `    ${line}`),
    "except Exception:",
    `    ${isWhole} = False`,
    `if ${isWhole}:`,
    ...r.commits.map((line) => `    ${line}`),
    "else:",
  ].join("\n");
}

/** All turns; where something else than arrays is walked through, `(0,)` for the whole loop. */
function allTurns({ reading, turns: range, range: written, walked }: ElementLoop): string {
  const { facts, names } = reading;
  if (written !== undefined) return range;
  if (facts.lists === true) return `${range} if ${walkedLists(reading, [...walked.values()])} else (0,)`;
  const each = `type(${names.part}) is ${facts.numpy}.ndarray and ${names.part}.ndim == 1`;
  return `${range} if all(${each} for ${names.part} in (${[...walked.values()].join(", ")},)) else (0,)`;
}

/** What the loop goes through in the place of all turns. */
function partOf({ reading, variable, range, walked, through }: ElementLoop, source: SourceFile): string {
  const { turns } = reading.names;
  if (reading.reordered.size > 0) return range === undefined ? textOf(source, through) : reading.names.every;
  if (range !== undefined) return turns;
  const parts = [...walked.values()].map((array) => `${array}[${reading.stretch(0, "")}]`);
  const counted = variable === undefined ? parts : [turns, ...parts];
  const part = counted.length === 1 ? counted.join("") : `zip(${counted.join(", ")})`;
  return `(${textOf(source, through)} if ${turns} == (0,) else ${part})`;
}

function wholeCode(r: Reading): readonly string[] {
  const { isWhole } = r.names;
  const writes = [...r.stored.values()].flatMap((each) => writeLines(r, each));
  return [
    ...askedCode(r).map((line) => `    ${line}`),
    "except Exception:",
    "    pass",
    `if ${isWhole}:`,
    ...[...r.commits, ...writes].map((line) => `    ${line}`),
    "else:",
  ];
}

/** Asks what has to hold, works everything out, and asks whether that is right. */
function askedCode(r: Reading): readonly string[] {
  const { numpy } = r.facts;
  const proofs = proofsFor(r);
  return [
    "if (",
    ...conditionsFor(r).map((condition, at) => `    ${at === 0 ? "" : "and "}${condition}`),
    "):",
    `    with ${numpy}.errstate(all="raise", under="ignore"):`,
    ...[...placesCode(r), ...r.lines].map((line) => `        ${line}`),
    `    ${r.names.isWhole} = ${proofs.length === 0 ? "True" : proofs.join(" and ")}`,
  ];
}

function writeLines(r: Reading, each: Stored): readonly string[] {
  const { into, name, listed } = each;
  if (listed !== undefined) return listLines(r, each);
  return [`${into.endsWith(".T") ? `${into}[...]` : into} = ${name}`];
}

/** The loop as it was, further in, over a part of the turns. */
function deeper(source: SourceFile, plan: ElementLoop): string {
  const { loop, through, reading } = plan;
  const start = lineStart(source.text, loop.start);
  const unit = indentationUnit(source);
  const { turns, rest } = reading.names;
  const text =
    source.text.slice(start, through.start) + partOf(plan, source) + source.text.slice(through.end, loop.end);
  if (reading.reordered.size > 0) return text.replaceAll(/^(?=[^\r\n])/gmu, unit);
  const next = `${indentationOf(source, loop)}${unit}${rest} = ${rest}[len(${turns}):]`;
  return `${text.replaceAll(/^(?=[^\r\n])/gmu, unit + unit)}${source.lineEnd}${next}`;
}
