import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding, Obstacle } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planArrayItems, type ArrayItems } from "../../diagnose/rules/array-items/plan.ts";
import type { Items, ItemReading } from "../../diagnose/rules/array-items/reading.ts";
import { LIMIT, type Variant } from "../../diagnose/rules/array-items/value.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, indentationUnit, indented } from "../../source/insert-statement.ts";
import { lineStart, nextLineEnd } from "../../source/lines.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fix, Fixer, FixOutcome } from "../fix.ts";
import { isOwnAttribute } from "./own-attribute.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Lets the loop take its numbers from lists, and writes the results back; the loop over arrays stays for whatever could tell. */
export const fixArrayItems: Fixer = { rule: "array-items", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = variantsFor(finding).flatMap((variant) =>
    planArrayItems(context, variant).filter(({ loop }) => isAtFinding(finding, loop)),
  );
  const [first] = plans;
  if (first === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...first.obstacles, ...finding.obstacles, ...rowsFor(first, finding)];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const [fix, ...otherwise] = plans.flatMap((plan): readonly Fix[] => {
    const edit = plan.obstacles.length === 0 ? editOf(plan, context.source) : undefined;
    if (edit === undefined) return [];
    return [{ rule: "array-items", edits: [edit], assumes: [], changes: context.function.qualname }];
  });
  return fix === undefined ? noFix("syntax-near", context.function.name) : { kind: "fix", fix, otherwise };
}

/** What it is asked for are whole rows. */
function rowsFor({ operand, reading }: ArrayItems, { evidence }: Finding): readonly Obstacle[] {
  const about = reading.textOf(operand);
  const seen = operandEvidence(evidence)?.elements ?? [];
  const areRows = seen.length > 0 && seen.every((name) => name === "numpy.ndarray");
  return areRows && reading.arrays.get(about)?.places === 1 ? [{ code: "not-an-array", about }] : [];
}

function variantsFor({ evidence }: Finding): readonly Variant[] {
  const elements = operandEvidence(evidence)?.elements ?? [];
  if (elements.length > 0 && elements.every((name) => name === "numpy.float64")) return ["float"];
  const areInts = elements.length > 0 && elements.every((name) => name !== "numpy.float64" && name !== "numpy.ndarray");
  return areInts ? ["int", "float"] : ["float", "int"];
}

function editOf(plan: ArrayItems, source: SourceFile): TextEdit | undefined {
  const { loop } = plan;
  const end = nextLineEnd(source.text, loop.end);
  if (!beginsLine(source, loop) || source.text.slice(loop.end, end).trim() !== "") return undefined;
  const start = lineStart(source.text, loop.start);
  const level = indentationOf(source, loop);
  const unit = indentationUnit(source);
  const deeper = (text: string, by: number): string => `${level}${text}`.replaceAll(/^(?=[^\r\n])/gmu, unit.repeat(by));
  const [before, after] = codeAround(plan).map((code) => indented(source, code, level));
  const old = source.text.slice(loop.start, loop.end);
  const lines = [before, deeper(plan.text, 2), after, deeper(old, 1)].join(source.lineEnd);
  return replacing({ start, end: loop.end }, lines);
}

function codeAround({ reading: r, numpy }: ArrayItems): readonly [string, string] {
  const isListed = r.fresh("is_listed");
  const written = [...r.arrays.values()].filter(({ isWritten }) => isWritten);
  const made = (array: Items): string => r.fresh(`${array.name}_made`);
  const proofs = written.map(
    (array) => `(${made(array)}.dtype, ${made(array)}.shape) == (${array.name}.dtype, ${array.name}.shape)`,
  );
  const before = [
    `${isListed} = False`,
    "try:",
    "    if (",
    `        ${conditionsFor(r, numpy).join("\n        and ")}`,
    "    ):",
    ...[...r.arrays.values()].map((array) => `        ${listed(array, r.texts())}`),
    ...renamed(r).map(
      ([name, own]) => `        ${own} = float(${name}) if type(${name}) is ${numpy}.float64 else ${name}`,
    ),
  ];
  const after = [
    ...written.map((array) => `        ${made(array)} = ${numpy}.array(${array.list})`),
    `        ${isListed} = ${proofs.join(" and ") || "True"}`,
    "except Exception:",
    "    pass",
    `if ${isListed}:`,
    ...written.map((array) => `    ${array.name}[...] = ${made(array)}`),
    ...committed(r, numpy),
    ...(written.length + r.names.kept.size === 0 ? ["    pass"] : []),
    "else:",
  ];
  return [before.join("\n"), after.join("\n")];
}

function listed({ name, list }: Items, texts: ReadonlySet<string>): string {
  return `${list} = ${texts.has(name) ? `${name} if type(${name}) is str else ` : ""}${name}.tolist()`;
}

/** Names that have one of their own in the loop over lists. */
function renamed(r: ItemReading): readonly (readonly [name: string, own: string])[] {
  const names = new Set([...r.names.carried, ...r.names.kept, ...r.numbers]);
  return [...names].map((name) => [name, r.fresh(`${name}_number`)]);
}

/** What was worked out from arrays' numbers would have been a number of numpy's. */
function committed(r: ItemReading, numpy: string): readonly string[] {
  return [...r.names.kept].flatMap((name) => {
    const own = r.fresh(`${name}_number`);
    if (r.locals.get(name)?.origin === "python") return [`    ${name} = ${own}`];
    return [`    if ${own} is not ${name}:`, `        ${name} = ${numpy}.float64(${own})`];
  });
}

/** All that has to hold before the loop over lists may run. */
function conditionsFor(r: ItemReading, numpy: string): readonly string[] {
  const part = r.fresh("part");
  const texts = r.texts();
  const arrays = [...r.arrays.values()].filter(({ name }) => !texts.has(name));
  const all = [...new Set([...arrays.map(({ name }) => name), ...r.sized])].filter((name) => !texts.has(name));
  const limit = LIMIT[r.variant];
  const names = [...new Set([...r.names.carried, ...r.names.kept, ...r.numbers])];
  const numbers = names.filter((name) => !isInt(r, name) && !isBool(r, name));
  const ints = [...new Set([...r.ints, ...names.filter((name) => isInt(r, name))])];
  const each = (asked: string, of: readonly string[]): readonly string[] =>
    of.length > 0 ? [`all(${asked} for ${part} in ${tuple(of)})`] : [];
  return [
    ...[...r.attributes].map(isOwnAttribute),
    ...each(`type(${part}) is ${numpy}.ndarray`, all),
    ...each(`type(${part}) is int and -2**30 < ${part} < 2**30`, ints),
    ...each(
      `type(${part}) in (float, ${numpy}.float64) and -${limit} < ${part} < ${limit} or type(${part}) is int and -2**30 < ${part} < 2**30`,
      numbers,
    ),
    ...each(
      `type(${part}) is bool`,
      names.filter((name) => isBool(r, name)),
    ),
    ...arrays.flatMap((array) => conditionsOf(array, r, numpy)),
    ...apart(arrays, numpy),
    ...textsOr(r, numpy),
    `${numpy}.geterr()["under"] == "ignore"`,
  ];
}

function isInt({ locals }: ItemReading, name: string): boolean {
  return locals.get(name)?.kind === "int";
}

function isBool({ locals }: ItemReading, name: string): boolean {
  return locals.get(name)?.kind === "bool";
}

/** Plain numbers of one kind, which are finite and not too great. */
function conditionsOf({ name, places, isWritten, isIndex }: Items, r: ItemReading, numpy: string): readonly string[] {
  const areInts = isIndex || r.variant === "int";
  const limit = LIMIT[areInts ? "int" : "float"];
  const isSmall =
    areInts || r.finite.has(name)
      ? `${name}.max() < ${limit}`
      : `((${name} < ${limit}) | (${name} == ${numpy}.inf)).all()`;
  return [
    `${name}.dtype.str == "${areInts ? "<i8" : "<f8"}" and ${name}.ndim == ${places}`,
    `-${limit} < ${name}.min() and ${isSmall}`,
    ...(isWritten ? [`${name}.flags.writeable and ${name}.flags.forc`] : []),
  ];
}

/** All of them are text, or all of them arrays like the others. */
function textsOr(r: ItemReading, numpy: string): readonly string[] {
  const texts = r.texts();
  if (texts.size === 0) return [];
  const part = r.fresh("part");
  const all = tuple([...texts]);
  const arrays = [...r.arrays.values()].filter(({ name, isWritten }) => texts.has(name) || isWritten);
  const areArrays = [
    `all(type(${part}) is ${numpy}.ndarray for ${part} in ${all})`,
    ...arrays.filter(({ name }) => texts.has(name)).flatMap((array) => conditionsOf(array, r, numpy)),
    ...apart(arrays, numpy),
  ];
  return [`(all(type(${part}) is str for ${part} in ${all}) or ${areArrays.join(" and ")})`];
}

/** What is written shares no memory with anything else. */
function apart(arrays: readonly Items[], numpy: string): readonly string[] {
  return arrays.flatMap((one, at) =>
    arrays
      .slice(at + 1)
      .filter((other) => one.isWritten || other.isWritten)
      .map((other) => `not ${numpy}.may_share_memory(${one.name}, ${other.name})`),
  );
}

function tuple(names: readonly string[]): string {
  return `(${names.join(", ")},)`;
}
