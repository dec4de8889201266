import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planElementLoops, type ElementLoop } from "../../diagnose/rules/element-loop/plan.ts";
import type { Reading, Variant } from "../../diagnose/rules/element-loop/reading.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import { beginsLine, indentationOf, indentationUnit, indented } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fix, Fixer, FixOutcome } from "../fix.ts";
import { conditionsFor, proofsFor } from "./element-loop-guard.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Works out all elements at once; the loop stays for whatever is not plain arrays of numbers that stay finite and small enough. */
export const fixElementLoop: Fixer = { rule: "element-loop", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = variantsFor(finding).flatMap((variant) =>
    planElementLoops(context, variant).filter(({ loop }) => isAtFinding(finding, loop)),
  );
  const [first] = plans;
  if (first === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...first.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const [fix, ...otherwise] = plans.flatMap((plan): readonly Fix[] => {
    const edit = editOf(plan, context.source);
    if (edit === undefined) return [];
    return [{ rule: "element-loop", edits: [edit], assumes: [], changes: context.function.qualname }];
  });
  if (fix === undefined) return noFix("syntax-near", context.function.name);
  return { kind: "fix", fix, otherwise };
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

function codeFor(plan: ElementLoop): string {
  return plan.range === undefined ? walkedCode(plan) : countedCode(plan);
}

/** Elements that are walked through: all at once, or the loop. */
function walkedCode({ reading: r, turns: range }: ElementLoop): string {
  return [`${r.names.isWhole} = False`, "try:", `    ${r.names.turns} = ${range}`, ...wholeCode(r)].join("\n");
}

/** Turns at a time: what is worked out stays in the processor's caches, and takes little memory. */
const AT_ONCE = 32_768;

/** A part of the turns after the other: as a whole, or by the loop. */
function countedCode({ reading: r, turns: range, inner }: ElementLoop): string {
  const { turns, rest, isWhole } = r.names;
  const columns = r.axes[1]?.turns ?? "";
  const counted = inner === undefined ? [] : [`${columns} = ${textOf(r.facts.context.source, inner.range)}`];
  const own = inner === undefined ? `${AT_ONCE}` : `1, ${AT_ONCE} // len(${columns})`;
  return [
    `${rest} = ${range}`,
    `while ${rest}:`,
    ...[
      `${turns}, ${isWhole} = ${rest}, False`,
      "try:",
      ...[...counted, `${turns} = ${rest}[:max(${own}, len(${rest}) // 16)]`].map((line) => `    ${line}`),
      ...wholeCode(r),
    ].map((line) => `    ${line}`),
  ].join("\n");
}

function wholeCode(r: Reading): readonly string[] {
  const { isWhole } = r.names;
  const { numpy } = r.facts;
  const writes = [...r.stored.values()].map(
    ({ into, name }) => `${into.endsWith(".T") ? `${into}[...]` : into} = ${name}`,
  );
  const proofs = proofsFor(r);
  return [
    "    if (",
    ...conditionsFor(r).map((condition, at) => `        ${at === 0 ? "" : "and "}${condition}`),
    "    ):",
    `        with ${numpy}.errstate(all="raise", under="ignore"):`,
    ...[...placesCode(r), ...r.lines].map((line) => `            ${line}`),
    `        ${isWhole} = ${proofs.length === 0 ? "True" : proofs.join(" and ")}`,
    "except Exception:",
    "    pass",
    `if ${isWhole}:`,
    ...[...r.commits, ...writes].map((line) => `    ${line}`),
    "else:",
  ];
}

/** The loops' numbers, where they are used as numbers. */
function placesCode(r: Reading): readonly string[] {
  return [...r.usedPlaces].map((axis) => {
    const { turns, places } = r.axes[axis] ?? { turns: "", places: "" };
    const column = r.isNest && axis === 0 ? "[:, None]" : "";
    return `${places} = ${r.facts.numpy}.arange(${turns}.start, ${turns}.stop)${column}`;
  });
}

/** The loop as it was, further in; over the turns, where they are known by then. */
function deeper(source: SourceFile, { loop, range, reading }: ElementLoop): string {
  const start = lineStart(source.text, loop.start);
  const unit = indentationUnit(source);
  if (range === undefined) return source.text.slice(start, loop.end).replaceAll(/^(?=[^\r\n])/gmu, unit);
  const { turns, rest } = reading.names;
  const text = source.text.slice(start, range.start) + turns + source.text.slice(range.end, loop.end);
  const next = `${indentationOf(source, loop)}${unit}${rest} = ${rest}[len(${turns}):]`;
  return `${text.replaceAll(/^(?=[^\r\n])/gmu, unit + unit)}${source.lineEnd}${next}`;
}
