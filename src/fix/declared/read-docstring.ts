import { field, isDocstring, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** What a docstring says of types: numpydoc's and Google's sections, Sphinx's and Epytext's fields. */
export interface Documented {
  /** The type's words, by parameter or attribute. */
  readonly types: ReadonlyMap<string, string>;
  readonly returns: string | undefined;
  /** It says that it raises something. */
  readonly raises: boolean;
}

const NOTHING: Documented = { types: new Map(), returns: undefined, raises: false };

/** Reads the docstring of a function, class or module. */
export function readDocstring(source: { readonly text: string }, owner: SyntaxNode): Documented {
  const [first] = namedChildren(field(owner, "body") ?? owner);
  return first !== undefined && isDocstring(first) ? readText(textOf(source, first)) : NOTHING;
}

function readText(text: string): Documented {
  const lines = text.split(/\r\n|\r|\n/u);
  const found: Found = { types: new Map(), returns: undefined, raises: false };
  readFields(text, found);
  let section: Section | undefined;
  for (const [at, line] of lines.entries()) {
    const opened = sectionAt(line, lines[at + 1]);
    if (opened !== undefined) section = opened;
    else if (section !== undefined) readLine(line, section, found);
  }
  return found;
}

interface Found {
  types: Map<string, string>;
  returns: string | undefined;
  raises: boolean;
}

interface Section {
  readonly kind: "values" | "returns" | "raises" | "other";
  readonly isUnderlined: boolean;
  readonly indent: number;
}

/** `:param str name:`, `:type name: str`, `@type name: str`, `:rtype: str`, `:raises ValueError:` */
function readFields(text: string, found: Found): void {
  for (const [, type = "", name = ""] of text.matchAll(
    /[:@](?:param|parameter|arg|argument|key)\s+([^:\n]+?)\s+\*{0,2}(\w+)\s*:/gu,
  ))
    found.types.set(name, type);
  for (const [, name = "", type = ""] of text.matchAll(/[:@](?:type|vartype)\s+(\w+)\s*:[ \t]*([^\n]+)/gu))
    found.types.set(name, type);
  found.returns = /[:@]rtype\s*:[ \t]*([^\n]+)/u.exec(text)?.[1];
  found.raises = /[:@](?:raises?|except|exception)\b[^\n:]*:/u.test(text);
}

const kinds: Readonly<Record<string, Section["kind"]>> = {
  parameters: "values",
  "other parameters": "values",
  args: "values",
  arguments: "values",
  "keyword args": "values",
  "keyword arguments": "values",
  attributes: "values",
  params: "values",
  returns: "returns",
  raises: "raises",
};
/** Ends the section before it. */
const otherTitles = /^(?:yields?|notes?|examples?|see also|references|warnings?|warns|todo|methods|usage)$/u;

/** `Parameters` over a line of dashes, or `Args:`. */
function sectionAt(line: string, next: string | undefined): Section | undefined {
  const title = line.replace(/^\s*[ru]?(?:"""|''')/iu, "").trim();
  const isUnderlined = next !== undefined && /^\s*-{3,}\s*$/u.test(next);
  const name = (isUnderlined ? title : title.endsWith(":") ? title.slice(0, -1) : "").toLowerCase();
  const indent = line.length - line.trimStart().length;
  const kind = kinds[name] ?? (name !== "" && (isUnderlined || otherTitles.test(name)) ? "other" : undefined);
  return kind && { kind, isUnderlined, indent };
}

function readLine(line: string, { kind, isUnderlined, indent }: Section, found: Found): void {
  if (line.trim() === "" || /^\s*-{3,}\s*$/u.test(line)) return;
  if (kind === "raises") found.raises = true;
  if (kind === "values") readValue(line, { isUnderlined, indent }, found);
  if (kind !== "returns" || found.returns !== undefined) return;
  found.returns = isUnderlined ? /(?:\w+ : )?(.*)/u.exec(line.trim())?.[1] : /^\s*([^:]+):/u.exec(line)?.[1];
}

/** `names : list of str`, at the title's own depth; `names (list of str): …`, deeper. */
function readValue(
  line: string,
  { isUnderlined, indent }: Pick<Section, "isUnderlined" | "indent">,
  found: Found,
): void {
  const depth = line.length - line.trimStart().length;
  if (isUnderlined ? depth !== indent : depth <= indent) return;
  const pattern = isUnderlined
    ? /^\s*([\w*, ]+?)\s*:\s*(.+)$/u
    : /^\s*(\*{0,2}\w+)\s*\(([^)]*(?:\([^)]*\)[^)]*)*)\)\s*:/u;
  const [, names = "", type = ""] = pattern.exec(line) ?? [];
  for (const name of names.split(",")) if (type !== "") found.types.set(name.trim().replace(/^\*+/u, ""), type);
}
