import type { ElementList } from "../../diagnose/rules/element-loop/comprehension.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indented } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import { textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { conditionsFor, proofsFor } from "./element-loop-guard.ts";
import { placesCode } from "./element-loop-places.ts";

/** Turns at a time: what is worked out stays in the processor's caches, and takes little memory. */
const AT_ONCE = 32_768;

/** What the list holds is worked out in front of its statement; it is made as before where that could not be. */
export function comprehensionEdits(plan: ElementList, source: SourceFile): readonly TextEdit[] | undefined {
  const { statement, made, reading: r } = plan;
  const end = nextLineEnd(source.text, statement.end);
  if (!beginsLine(source, statement) || source.text.slice(statement.end, end).trim() !== "") return undefined;
  const [name, parts] = [r.fresh("made"), r.fresh("parts")];
  const indentation = indentationOf(source, statement);
  const start = lineStart(source.text, statement.start);
  const code = `${indented(source, codeFor(plan, name, parts), indentation)}${source.lineEnd}`;
  const edits = [
    { start, end: start, text: code },
    replacing(made, `${textOf(source, made)} if ${name} is None else ${name}`),
  ];
  if (statement.kind === "return_statement") return edits;
  // Nothing but the program's own name shall hold it.
  const forget = `${source.lineEnd}${indentation}del ${name}, ${parts}`;
  return [...edits, { start: statement.end, end: statement.end, text: forget }];
}

function codeFor({ reading: r, turns: all, result, isArray }: ElementList, name: string, parts: string): string {
  const { turns, rest } = r.names;
  const { numpy } = r.facts;
  const conditions = conditionsFor(r);
  const part = [
    `${turns} = ${rest}[:${AT_ONCE}]`,
    "if not (",
    ...conditions.map((condition, at) => `    ${at === 0 ? "" : "and "}${condition}`),
    "):",
    "    raise ValueError",
    `with ${numpy}.errstate(all="raise", under="ignore"):`,
    ...[...placesCode(r), ...r.lines].map((line) => `    ${line}`),
    `if not (${proofsFor(r).join(" and ")}):`,
    "    raise ValueError",
    `${parts}.${isArray ? "append" : "extend"}(${result})`,
    `${rest} = ${rest}[len(${turns}):]`,
  ];
  return [
    `${name}, ${parts} = None, []`,
    "try:",
    `    ${rest} = ${all}`,
    `    while ${rest}:`,
    ...part.map((line) => `        ${line}`),
    // Of no numbers an array of floats would be made.
    isArray ? `    if any(map(len, ${parts})):` : `    if ${parts}:`,
    `        ${name} = ${isArray ? `${numpy}.concatenate(${parts})` : parts}`,
    "except Exception:",
    "    pass",
  ].join("\n");
}
