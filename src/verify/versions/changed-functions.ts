import type { TextEdit } from "../../source/edit.ts";
import { listFunctions } from "../../source/functions.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** How two versions of a file differ, by function; functions inside functions belong to the outer one. */
export interface FunctionChanges {
  /** In both, with another body or head: qualified names without the module. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** In both, with other decorators: what a call does is more than the body. */
  readonly redecorated: readonly string[];
  /** Code outside of functions was taken away or changed (not: only added to). */
  readonly isTopLevelChanged: boolean;
  /** Code outside of functions is there that was not. */
  readonly isTopLevelAdded: boolean;
  /** Puts into the new text what old functions may need of their module and the new one has no more. */
  readonly carried: readonly TextEdit[];
}

interface Unit {
  readonly qualname: string;
  /** With its decorators. */
  readonly outer: SyntaxNode;
  /** Of all definitions of that name. */
  readonly text: string;
  readonly decorators: string;
}

/** Finds what changed. Pure. */
export function compareFunctions(before: SourceFile, after: SourceFile): FunctionChanges {
  const [olds, news] = [unitsOf(before), unitsOf(after)];
  const removed = [...olds.keys()].filter((name) => !news.has(name));
  const added = [...news.keys()].filter((name) => !olds.has(name));
  const common = [...olds.values()].flatMap((old) => {
    const now = news.get(old.qualname);
    return now === undefined || now.text === old.text ? [] : [{ old, now }];
  });
  const changed = common.filter((pair) => !isRedecorated(pair)).map(({ now }) => now);
  const [oldRest, newRest] = [restOf(before, olds), restOf(after, news)];
  return {
    changed: changed.map(({ qualname }) => qualname),
    redecorated: common.filter(isRedecorated).map(({ old }) => old.qualname),
    renamed: renamesOf(removed, added, olds, news),
    added,
    removed,
    isTopLevelChanged: isLess(newRest, oldRest),
    isTopLevelAdded: isLess(oldRest, newRest),
    carried: carry({ before, after, olds, news, changed }),
  };
}

interface Pair {
  readonly old: Unit;
  readonly now: Unit;
}

function isRedecorated({ old, now }: Pair): boolean {
  return old.decorators !== now.decorators;
}

function unitsOf(source: SourceFile): Map<string, Unit> {
  const units = new Map<string, Unit>();
  for (const { qualname, node } of listFunctions(source)) {
    if (node.kind !== "function_definition" || qualname.includes("<")) continue;
    const outer = node.parent?.kind === "decorated_definition" ? node.parent : node;
    const text = textOf(source, outer);
    const decorators = source.text.slice(outer.start, node.start).trim();
    const known = units.get(qualname);
    const joined = { text: (known?.text ?? "") + text, decorators: (known?.decorators ?? "") + decorators };
    units.set(qualname, { qualname, outer, ...joined });
  }
  return units;
}

/** The same text but for the name: a function of which only the name changed. */
function renamesOf(
  removed: readonly string[],
  added: readonly string[],
  olds: ReadonlyMap<string, Unit>,
  news: ReadonlyMap<string, Unit>,
): FunctionChanges["renamed"] {
  return removed.flatMap((from) => {
    const to = added.find((name) => nameless(olds.get(from)) === nameless(news.get(name)));
    return to === undefined ? [] : [{ from, to }];
  });
}

function nameless(unit: Unit | undefined): string {
  const name = unit?.qualname.split(".").at(-1) ?? "";
  return unit?.text.replaceAll(new RegExp(String.raw`\b${name}\b`, "gu"), "") ?? "";
}

/** The lines outside of functions that are more than blanks and comments. */
function restOf(source: SourceFile, units: ReadonlyMap<string, Unit>): readonly string[] {
  const outers = listFunctions(source).flatMap(({ node, qualname }) => {
    if (!units.has(qualname) || node.kind !== "function_definition") return [];
    return [node.parent?.kind === "decorated_definition" ? node.parent : node];
  });
  let done = 0;
  const parts: string[] = [];
  for (const { start, end } of outers.toSorted((a, b) => a.start - b.start)) {
    if (start < done) continue;
    parts.push(source.text.slice(done, start));
    done = end;
  }
  const rest = `${parts.join("\n")}\n${source.text.slice(done)}`;
  return rest.split(/\r?\n|\r/u).filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
}

/** Does `fewer` lack lines of `all`, or have them in another order? */
function isLess(fewer: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const line of all) {
    const found = fewer.indexOf(line, at);
    if (found === -1) return true;
    at = found + 1;
  }
  return false;
}

interface Carrying {
  readonly before: SourceFile;
  readonly after: SourceFile;
  readonly olds: ReadonlyMap<string, Unit>;
  readonly news: ReadonlyMap<string, Unit>;
  readonly changed: readonly Unit[];
}

/** Imports, functions, classes and variables of the old module whose names the new one does not have, and removed methods. */
function carry({ before, after, olds, news, changed }: Carrying): readonly TextEdit[] {
  const tops = changed.map(({ outer }) => topOf(outer)).toSorted((a, b) => a.start - b.start);
  const [first] = tops;
  if (first === undefined) return [];
  const known = new Set(namedChildren(after.root).flatMap((statement) => namesOf(after, statement)));
  const lacking = namedChildren(before.root).filter((statement) => {
    const names = namesOf(before, statement);
    return names.length > 0 && names.every((name) => !known.has(name));
  });
  const text = lacking.map((statement) => textOf(before, statement) + after.lineEnd).join("");
  const methods = changed.flatMap((unit) => removedBeside(unit, { before, after, olds, news, changed }));
  const top = text === "" ? [] : [{ start: lineStart(first), end: lineStart(first), text }];
  return [...top, ...methods].toSorted((a, b) => a.start - b.start);
}

/** The removed methods of a class stand before its first changed one, where they are indented as that one is. */
function removedBeside(unit: Unit, { before, olds, news, changed }: Carrying): readonly TextEdit[] {
  const owner = ownerOf(unit.qualname);
  if (owner === "" || changed.find((one) => ownerOf(one.qualname) === owner) !== unit) return [];
  const gone = [...olds.values()].filter((old) => ownerOf(old.qualname) === owner && !news.has(old.qualname));
  const fitting = gone.filter(({ outer }) => outer.startColumn === unit.outer.startColumn);
  const lines = fitting.map(({ outer }) => before.text.slice(lineStart(outer), outer.end) + before.lineEnd);
  const at = lineStart(unit.outer);
  return lines.length === 0 ? [] : [{ start: at, end: at, text: lines.join("") }];
}

function ownerOf(qualname: string): string {
  return qualname.split(".").slice(0, -1).join(".");
}

function topOf(node: SyntaxNode): SyntaxNode {
  return node.parent === undefined || node.parent.kind === "module" ? node : topOf(node.parent);
}

function lineStart(node: SyntaxNode): number {
  return node.start - node.startColumn;
}

/** The names that a statement of a module gives; none for what has effects of its own. */
function namesOf(source: SourceFile, statement: SyntaxNode): readonly string[] {
  if (statement.kind === "decorated_definition") {
    return namedChildren(statement).flatMap((child) => namesOf(source, child));
  }
  if (statement.kind === "function_definition" || statement.kind === "class_definition") {
    const name = field(statement, "name");
    return name === undefined ? [] : [textOf(source, name)];
  }
  if (statement.kind === "import_statement" || statement.kind === "import_from_statement") {
    const named = statement.children.filter((child) => child.field === "name");
    return named.map((child) => textOf(source, field(child, "alias") ?? child).split(".")[0] ?? "");
  }
  const [assignment] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  const left = assignment?.kind === "assignment" ? field(assignment, "left") : undefined;
  return left?.kind === "identifier" ? [textOf(source, left)] : [];
}
