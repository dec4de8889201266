import { addImport } from "../source/add-import.ts";
import { applyEdits, inOrder } from "../source/edit.ts";
import { functionAt, listFunctions, type FunctionSource } from "../source/functions.ts";
import { descendants, field, isStatement, namedChildren, textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { SourceFile } from "../source/source-file.ts";
import { firstTarget } from "./first-target.ts";
import { annotationEdits, ANY, type Annotation } from "./annotations.ts";
import type { TypeComplaint } from "./type-errors.ts";

/** A file with the annotations that a checker has nothing against. */
export interface TypedFile {
  readonly source: SourceFile;
  readonly annotations: readonly Annotation[];
}

const CLASS_VARIABLE = "ClassVar[Any]";
/** mypy's words for what an object does not have or take. */
const OBJECT_CODES = new Set(["union-attr", "index", "operator", "call-overload"]);

function isItsOwn(kind: Annotation["kind"]): boolean {
  return kind === "parameter" || kind === "local";
}

/** The file's text with its annotations, and how many lines an import for them put above the line `from`. */
export function typedText({ source, annotations }: TypedFile): {
  readonly text: string;
  readonly added: { readonly from: number; readonly lines: number };
} {
  const edits = [...annotationEdits(annotations)];
  const needed = ["Any", "ClassVar"].filter((name) =>
    annotations.some(({ type }) => new RegExp(String.raw`\b${name}\b`, "u").test(type)),
  );
  const last = namedChildren(source.root).at(-1) ?? source.root;
  const imports = needed.flatMap((name) => addImport(source, `from typing import ${name}`, last).edit ?? []);
  const [edit] = imports;
  if (edit === undefined) return { text: applyEdits(source.text, edits), added: { from: 1, lines: 0 } };
  const lines = imports.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
  const from = source.text.slice(0, edit.start).split("\n").length;
  return { text: applyEdits(source.text, inOrder([...imports, ...edits])), added: { from, lines } };
}

/** A complaint about the annotated text, at the place that it has in the file as it is. */
export function inOriginal(complaint: TypeComplaint, file: TypedFile): TypeComplaint {
  const { added } = typedText(file);
  return complaint.line > added.from ? { ...complaint, line: Math.max(1, complaint.line - added.lines) } : complaint;
}

/**
 * Takes back, or makes wider, the annotations that a complaint is about; undefined where it is about none of them. Always less
 * is claimed than before, so that asking again comes to an end.
 */
export function yieldTo(complaint: TypeComplaint, checked: TypedFile, file: TypedFile): TypedFile | undefined {
  const owner = functionAt(file.source, inOriginal(complaint, checked).line);
  const ways = [widenAssigned, nameEmpty, widenObject, dropOwner, dropNamed, ignoreLine];
  for (const way of ways) {
    const annotations = way({ complaint, checked, file, owner });
    if (annotations !== undefined) return { ...file, annotations };
  }
  return undefined;
}

interface Case {
  readonly complaint: TypeComplaint;
  /** The file as it was when it was checked. */
  readonly checked: TypedFile;
  readonly file: TypedFile;
  readonly owner: FunctionSource;
}

type Yielded = readonly Annotation[] | undefined;

/** `e = 0`, and later a float: the variable holds anything. */
function widenAssigned({ complaint, checked, file, owner }: Case): Yielded {
  if (complaint.code !== "assignment") return undefined;
  const target = /^(\w+)(?:\.(\w+))?/u.exec(leftOf(pointedAt(complaint, checked)));
  if (target === null) return undefined;
  const [, object = "", attribute] = target;
  if (attribute !== undefined) return widenAttribute(file, attribute) ?? widenClassVariable(file, object, attribute);
  if (file.annotations.some(({ kind, name, owner: of }) => kind === "parameter" && name === object && of === owner)) {
    return without(file, (one) => one.kind === "parameter" && one.name === object && one.owner === owner);
  }
  const other = /expression has type "None", variable has type "(\w+)"/u.exec(complaint.message)?.[1];
  return annotateFirst(file, owner, object, other === undefined ? ANY : `${other} | None`);
}

/** mypy points at the value that does not fit: what it is assigned to stands before it. */
function leftOf({ line, start }: { readonly line: string; readonly start: number }): string {
  const before = line.slice(0, start).trim();
  return before === "" ? line.slice(start) : before;
}

/** `xs = []` whose elements cannot be told: a list of anything. */
function nameEmpty({ complaint, file, owner }: Case): Yielded {
  if (complaint.code !== "var-annotated") return undefined;
  const name = /Need type annotation for "(\w+)"/u.exec(complaint.message)?.[1];
  if (name === undefined) return undefined;
  const hint = /hint: "\w+: (list|dict|set|List|Dict|Set)\b/u.exec(complaint.message)?.[1];
  return annotateFirst(file, owner, name, hint?.toLowerCase() ?? ANY) ?? widenAttribute(file, name);
}

/** `self.next.kind` where `next` may be None: what holds the object is not told to the compiler. */
function widenObject({ complaint, checked, file, owner }: Case): Yielded {
  if (!OBJECT_CODES.has(complaint.code ?? "")) return undefined;
  const { line, start } = pointedAt(complaint, checked);
  const named = /^(\w+)(?:\.(\w+))?(?=[.[ ])/u.exec(line.slice(start));
  if (named === null) return undefined;
  const [, object, attribute] = named;
  const held = attribute === undefined ? undefined : widenAttribute(file, attribute);
  if (held !== undefined) return held;
  const isIt = (one: Annotation): boolean =>
    (one.name === object && (isItsOwn(one.kind) ? one.owner === owner : one.kind === "global")) ||
    (one.name === attribute && one.kind === "attribute");
  const found = file.annotations.find((one) => isIt(one) && one.type !== ANY);
  if (found === undefined) return undefined;
  if (found.kind === "parameter") return without(file, (one) => one === found);
  return file.annotations.map((one) => (one === found ? { ...one, type: ANY } : one));
}

/** First its parameters, then what its attributes hold, then what it returns: then it is as its author wrote it, and the compiler knows nothing of it. */
function dropOwner({ file, owner }: Case): Yielded {
  const isOf = (one: Annotation, kind: Annotation["kind"]): boolean => one.owner === owner && one.kind === kind;
  if (file.annotations.some((one) => isOf(one, "parameter"))) return without(file, (one) => isOf(one, "parameter"));
  const isHeld = (one: Annotation): boolean => isOf(one, "attribute") && one.type !== ANY;
  if (file.annotations.some(isHeld)) {
    return file.annotations.map((one) => (isHeld(one) ? { ...one, type: ANY } : one));
  }
  const isLast = (one: Annotation): boolean => isOf(one, "return") || isOf(one, "local");
  return file.annotations.some(isLast) ? without(file, isLast) : undefined;
}

/** `Argument 1 to "advance" has incompatible type`, where the code that calls it is not ours to change. */
function dropNamed({ complaint, file }: Case): Yielded {
  const named = new Set([...complaint.message.matchAll(/"(\w+)"/gu)].map(([, name]) => name));
  const isMeant = (one: Annotation): boolean => named.has(one.owner.name) && one.kind !== "attribute";
  const found = file.annotations.filter(isMeant);
  if (found.length > 0) return without(file, isMeant);
  const isGlobal = (one: Annotation): boolean => one.kind === "global" && one.type !== ANY && named.has(one.name);
  if (!file.annotations.some(isGlobal)) return undefined;
  return file.annotations.map((one) => (isGlobal(one) ? { ...one, type: ANY } : one));
}

/** A module's attribute that mypy cannot see is looked up when the code runs, as ever: only the check of that line is left out. */
function ignoreLine({ complaint, checked, file, owner }: Case): Yielded {
  const { line } = inOriginal(complaint, checked);
  const statement = owner.name === "<module>" ? simpleStatementAt(file.source, line) : undefined;
  if (complaint.code !== "attr-defined" || statement === undefined) return undefined;
  const end = file.source.text.slice(statement.end).search(/\r|\n|$/u) + statement.end;
  if (file.source.text.slice(statement.end, end).trim() !== "") return undefined;
  const ignored: Annotation = { kind: "ignored", owner, name: "", type: "", at: end, opening: "  # type: ignore" };
  return [...file.annotations, ignored];
}

function simpleStatementAt({ root }: SourceFile, line: number): SyntaxNode | undefined {
  const isIt = (node: SyntaxNode): boolean => isStatement(node) && node.startLine === line && node.endLine === line;
  return [...descendants(root)].find(isIt);
}

function without(file: TypedFile, isOut: (one: Annotation) => boolean): readonly Annotation[] {
  return file.annotations.filter((one) => !isOut(one));
}

/** Says of the attribute, where its class first sets it, that it may hold anything. */
function widenAttribute(file: TypedFile, name: string): Yielded {
  const isIt = (one: Annotation): boolean => one.kind === "attribute" && one.name === name && one.type !== ANY;
  if (file.annotations.some(isIt)) return file.annotations.map((one) => (isIt(one) ? { ...one, type: ANY } : one));
  if (file.annotations.some((one) => one.kind === "attribute" && one.name === name)) return undefined;
  const found = listFunctions(file.source).flatMap((owner): Annotation[] => {
    const self = owner.parameters[0]?.name;
    if (owner.name !== "__init__" || self === undefined) return [];
    const target = firstTarget(file.source, owner, `${self}.${name}`);
    return target === undefined ? [] : [{ kind: "attribute", owner, name, type: ANY, at: target.end, opening: ": " }];
  });
  return found.length === 0 ? undefined : [...file.annotations, ...found];
}

/** `REQUIRED = None` in a class, and `Strength.REQUIRED = …` below it: a variable of the class that may hold anything. */
function widenClassVariable(file: TypedFile, owner: string, name: string): Yielded {
  const [module] = listFunctions(file.source);
  const isKnown = file.annotations.some((one) => one.type === CLASS_VARIABLE && one.name === `${owner}.${name}`);
  const made = namedChildren(file.source.root).find(
    (node) => node.kind === "class_definition" && textOf(file.source, field(node, "name") ?? node) === owner,
  );
  const body = made && field(made, "body");
  if (module === undefined || body === undefined || isKnown) return undefined;
  const isIt = (node: SyntaxNode): boolean =>
    node.kind === "assignment" &&
    field(node, "type") === undefined &&
    textOf(file.source, field(node, "left") ?? node) === name;
  const first = namedChildren(body)
    .flatMap((statement) => namedChildren(statement))
    .find(isIt);
  const target = first && field(first, "left");
  if (target === undefined) return undefined;
  const added: Annotation = {
    kind: "global",
    owner: module,
    name: `${owner}.${name}`,
    type: CLASS_VARIABLE,
    at: target.end,
    opening: ": ",
  };
  return [...file.annotations, added];
}

function annotateFirst(file: TypedFile, owner: FunctionSource, name: string, type: string): Yielded {
  const isKnown = file.annotations.some((one) => one.kind === "local" && one.name === name && one.owner === owner);
  const target = isKnown ? undefined : firstTarget(file.source, owner, name);
  if (target === undefined) return undefined;
  return [...file.annotations, { kind: "local", owner, name, type, at: target.end, opening: ": " }];
}

/** The line that a complaint points into, as it was checked, and where in it. */
function pointedAt(
  { line, column }: TypeComplaint,
  file: TypedFile,
): { readonly line: string; readonly start: number } {
  return { line: typedText(file).text.split("\n")[line - 1] ?? "", start: (column ?? 1) - 1 };
}
