import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { planElementLoops, type ElementLoop } from "../../diagnose/rules/element-loop/plan.ts";
import type { Element } from "../../diagnose/rules/element-loop/whole-expression.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit, indented } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import { textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Works out all elements at once; the loop stays for whatever is not plain arrays of floats and finite numbers. */
export const fixElementLoop: Fixer = { rule: "element-loop", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planElementLoops(context).find(({ loop }) => isAtFinding(finding, loop));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const edit = editOf(plan, context.source);
  if (edit === undefined) return noFix("syntax-near", textOf(context.source, plan.operand));
  return {
    kind: "fix",
    fix: { rule: "element-loop", edits: [edit], assumes: [], changes: context.function.qualname },
  };
}

function editOf(plan: ElementLoop, source: SourceFile): TextEdit | undefined {
  const { loop, range, numpy, target, value } = plan;
  const end = nextLineEnd(source.text, loop.end);
  if (!beginsLine(source, loop) || source.text.slice(loop.end, end).trim() !== "") return undefined;
  const turns = freshName(source, "turns");
  const made = freshName(source, "made", [turns]);
  const part = freshName(source, "part", [turns, made]);
  const slice = sliceWith(source, turns);
  const code = `${turns} = ${textOf(source, range)}
${made} = None
try:
    if (
        ${conditions(plan, source, { turns, part }).join("\n        and ")}
    ):
        with ${numpy}.errstate(all="raise"):
            ${made} = ${value.text(numpy, slice)}
        if ${slice(target)}.shape != ${made}.shape or ${made}.shape != (len(${turns}),) or not ${numpy}.isfinite(${made}).all():
            ${made} = None
except Exception:
    ${made} = None
if ${made} is not None:
    ${slice(target)} = ${made}
else:`;
  const start = lineStart(source.text, loop.start);
  const indentation = indentationOf(source, loop);
  const text = `${indented(source, code, indentation)}${source.lineEnd}${deeper(source, plan, turns)}`;
  return replacing({ start, end: loop.end }, text);
}

/** The loop as it was, one level further in, over the turns that are known by then. */
function deeper(source: SourceFile, { loop, range }: ElementLoop, turns: string): string {
  const start = lineStart(source.text, loop.start);
  const text = source.text.slice(start, range.start) + turns + source.text.slice(range.end, loop.end);
  const unit = indentationUnit(source);
  return text.replaceAll(/^(?=[^\r\n])/gmu, unit);
}

function sliceWith(source: SourceFile, turns: string): (element: Element) => string {
  return ({ array, axis, offset, index }) => {
    const shift = shiftOf(offset);
    const stretch = `${turns}.start${shift}:${turns}.stop${shift}`;
    const places = index.map((place, at) => (at === axis ? stretch : place));
    return `${textOf(source, array)}[${places.join(", ")}]`;
  };
}

type Names = Readonly<Record<"turns" | "part", string>>;

/**
 * Arrays of plain floats, none of which lies over another place of what is written; numbers that floats hold exactly; no place
 * before the first or after the last.
 */
function conditions(plan: ElementLoop, source: SourceFile, { turns, part }: Names): readonly string[] {
  const { numpy, target, value } = plan;
  const all = [...value.elements, target];
  const arrays = [...new Set(all.map(({ array }) => textOf(source, array)))];
  const numbers = [...new Set(value.numbers)];
  const whole = [...new Set(all.flatMap((element) => element.whole))];
  const lowest = Math.min(0, ...all.map(({ offset }) => offset));
  const plain = `type(${part}) in (float, ${numpy}.float64) or type(${part}) is int and abs(${part}) < 1_000_000`;
  return [
    turns,
    `{(type(${part}), ${part}.dtype.str) for ${part} in (${arrays.join(", ")},)} == {(${numpy}.ndarray, "<f8")}`,
    ...(numbers.length > 0 ? [`all(${plain} for ${part} in (${numbers.join(", ")},))`] : []),
    ...(whole.length > 0 ? [`all(type(${part}) is int for ${part} in (${whole.join(", ")},))`] : []),
    `${turns}.start >= ${-lowest}`,
    ...ends(all, source, turns),
    // Contiguous: no two places of it are one.
    `${textOf(source, target.array)}.flags.forc`,
    ...apart(plan, source),
  ];
}

/** The last place that is read or written of each array lies within it. */
function ends(all: readonly Element[], source: SourceFile, turns: string): readonly string[] {
  const furthest = new Map<string, number>();
  for (const { array, axis, offset } of all) {
    const length = `${textOf(source, array)}.shape[${axis}]`;
    furthest.set(length, Math.max(offset, furthest.get(length) ?? offset));
  }
  return [...furthest].map(([length, offset]) => `${turns}.stop${shiftOf(offset)} <= ${length}`);
}

/** What is written is read at the very same place, or not at all. */
function apart({ numpy, target, value }: ElementLoop, source: SourceFile): readonly string[] {
  const into = textOf(source, target.array);
  const places = new Map<string, readonly string[]>();
  for (const { array, index } of value.elements) {
    const name = textOf(source, array);
    places.set(name, [...(places.get(name) ?? []), index.join()]);
  }
  return [...places].flatMap(([name, read]) => {
    const isSame = read.every((index) => index === target.index.join());
    if (isSame && name === into) return [];
    const apartText = `not ${numpy}.may_share_memory(${name}, ${into})`;
    return [isSame ? `(${name} is ${into} or ${apartText})` : apartText];
  });
}

function shiftOf(offset: number): string {
  return offset === 0 ? "" : ` ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
}
