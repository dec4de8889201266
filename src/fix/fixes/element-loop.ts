import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planElementLoops, type ElementLoop } from "../../diagnose/rules/element-loop/plan.ts";
import type { Variant } from "../../diagnose/rules/element-loop/reading.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
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

function codeFor({ reading: r, turns: range, range: written }: ElementLoop): string {
  const { turns, isWhole, places } = r.names;
  const { numpy } = r.facts;
  const counted = `${turns} = ${range}`;
  const body = r.usesPlaces ? [`${places} = ${numpy}.arange(${turns}.start, ${turns}.stop)`, ...r.lines] : r.lines;
  const writes = [...r.stored.values()].map(({ into, name }) => `${into} = ${name}`);
  const isKnown = written !== undefined;
  const proofs = proofsFor(r);
  return [
    ...(isKnown ? [counted] : []),
    `${isWhole} = False`,
    "try:",
    ...(isKnown ? [] : [`    ${counted}`]),
    "    if (",
    `        ${conditionsFor(r).join("\n        and ")}`,
    "    ):",
    `        with ${numpy}.errstate(all="raise"):`,
    ...body.map((line) => `            ${line}`),
    `        ${isWhole} = ${proofs.length === 0 ? "True" : proofs.join(" and ")}`,
    "except Exception:",
    "    pass",
    `if ${isWhole}:`,
    ...[...r.commits, ...writes].map((line) => `    ${line}`),
    "else:",
  ].join("\n");
}

/** The loop as it was, one level further in; over the turns, where they are known by then. */
function deeper(source: SourceFile, { loop, range, reading }: ElementLoop): string {
  const start = lineStart(source.text, loop.start);
  const text =
    range === undefined
      ? source.text.slice(start, loop.end)
      : source.text.slice(start, range.start) + reading.names.turns + source.text.slice(range.end, loop.end);
  const unit = indentationUnit(source);
  return text.replaceAll(/^(?=[^\r\n])/gmu, unit);
}
