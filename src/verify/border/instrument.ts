import type { FunctionSource } from "../../source/functions.ts";
import { listFunctions } from "../../source/functions.ts";
import { applyEdits, inOrder, type TextEdit } from "../../source/edit.ts";
import { field } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** A module in which one function stands in its old and its new version, or why that cannot be written. */
export type Bordered =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none"; readonly because: string };

/** A module in which several functions stand in both versions. */
export interface BorderedModule {
  readonly text: string;
  /** Qualified names of the functions that do. */
  readonly watched: readonly string[];
  /** Sentences on those that do not. */
  readonly left: readonly string[];
}

type BorderEdit =
  | { readonly kind: "edit"; readonly edit: TextEdit }
  | { readonly kind: "none"; readonly because: string };

const TWIN = "_hasten_new_version";
const BORDER = "_hasten_border_here";

/**
 * The new module's text, where the function with this qualified name stands twice: its new version under a hidden
 * name, then the old one with the border as its innermost decorator. Both see the same names, closures and class.
 */
export function writeBorder(oldSource: SourceFile, newSource: SourceFile, qualname: string): Bordered {
  const border = borderEdit(oldSource, newSource, qualname);
  return border.kind === "none" ? border : { kind: "text", text: applyEdits(newSource.text, [border.edit]) };
}

/** The same for several functions, none of them inside another; `more` are edits of the new text that do not touch them. */
export function writeBorders(
  oldSource: SourceFile,
  newSource: SourceFile,
  qualnames: readonly string[],
  more: readonly TextEdit[] = [],
): BorderedModule {
  const borders = qualnames.map((qualname) => ({ qualname, border: borderEdit(oldSource, newSource, qualname) }));
  const edits = borders.flatMap(({ border }) => (border.kind === "edit" ? [border.edit] : []));
  return {
    text: applyEdits(newSource.text, inOrder([...more, ...edits])),
    watched: borders.flatMap(({ qualname, border }) => (border.kind === "edit" ? [qualname] : [])),
    left: borders.flatMap(({ border }) => (border.kind === "none" ? [`calls: ${border.because}`] : [])),
  };
}

function borderEdit(oldSource: SourceFile, newSource: SourceFile, qualname: string): BorderEdit {
  const before = definitionOf(oldSource, qualname);
  const after = definitionOf(newSource, qualname);
  if (qualname === "<module>") return { kind: "none", because: "code of a module's top level has no calls to replay" };
  if (before === undefined || after === undefined) {
    return { kind: "none", because: `\`${qualname}\` is not one function with a name of its own` };
  }
  const outer = decorated(after.node);
  const indent = indentationOf(newSource, outer);
  if (indent === undefined) return { kind: "none", because: `\`${qualname}\` shares its line with other code` };
  const eol = newSource.lineEnd;
  const line = (text: string): string => indent + text + eol;
  const name = field(after.node, "name");
  if (name === undefined) return { kind: "none", because: `\`${qualname}\` has no name` };
  const twin =
    newSource.text.slice(after.node.start, name.start) + TWIN + newSource.text.slice(name.end, after.node.end);
  const decorators = newSource.text.slice(outer.start, after.node.start);
  const old = oldSource.text.slice(before.node.start, before.node.end);
  const fallback = "lambda new: (lambda old: old)";
  const text =
    indent +
    twin +
    eol +
    line(`${BORDER} = __import__("builtins").__dict__.get("_hasten_border", ${fallback})(${TWIN})`) +
    (decorators === "" ? "" : indent + decorators.trimEnd() + eol) +
    line(`@${BORDER}`) +
    indent +
    old +
    eol +
    line(`del ${TWIN}, ${BORDER}`);
  return { kind: "edit", edit: { start: outer.start - indent.length, end: outer.end, text } };
}

function definitionOf(source: SourceFile, qualname: string): FunctionSource | undefined {
  const found = listFunctions(source).filter((one) => one.qualname === qualname);
  const [only] = found;
  return found.length === 1 && only?.node.kind === "function_definition" ? only : undefined;
}

function decorated(node: SyntaxNode): SyntaxNode {
  return node.parent?.kind === "decorated_definition" ? node.parent : node;
}

/** The blanks before the definition; undefined where something else stands on its line. */
function indentationOf(source: SourceFile, node: SyntaxNode): string | undefined {
  const start = node.start - node.startColumn;
  const before = source.text.slice(start, node.start);
  return /^[ \t\f]*$/.test(before) ? before : undefined;
}
