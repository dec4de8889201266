import { join } from "node:path";
import { Language, Parser, type Tree, type TreeCursor } from "web-tree-sitter";
import { assert } from "../base/refusal.ts";
import { column, type Column, type LineNumber } from "../base/units.ts";
import { lineAt, lineTable, type LineTable } from "./lines.ts";
import type { SyntaxNode } from "./node.ts";
import { respell } from "./respell.ts";

/** A syntax tree of our own, independent of the parser that made it. */
export interface ParsedTree {
  readonly root: SyntaxNode;
  /** What the parser skipped or made up to go on. */
  readonly errors: readonly SyntaxNode[];
}

/** Turns Python text into a tree; never fails on bad syntax, but says where it is. */
export interface PythonParser {
  readonly parse: (text: string) => ParsedTree;
}

/** Text with more errors is no Python: no use in reading it twice. */
const mostErrors = 1000;

/** Loads the grammar from the package's `vendor/` folder. */
export async function createParser(packageFolder: string): Promise<PythonParser> {
  await Parser.init();
  const language = await Language.load(join(packageFolder, "vendor/tree-sitter-python/tree-sitter-python.wasm"));
  const parser = new Parser().setLanguage(language);
  const grammar = readGrammar(language);
  const read = (spelling: string, text: string): ParsedTree => {
    const tree = parser.parse(spelling);
    assert(tree !== null, "the parser has a language and no time limit, so it always gives a tree");
    try {
      return detach(tree, text, grammar);
    } finally {
      tree.delete();
    }
  };
  return {
    parse: (text) => {
      // The grammar takes a lone CR for a blank; a LF in its place keeps every offset.
      const spelling = text.includes("\r") ? text.replace(/\r(?!\n)/gu, "\n") : text;
      const first = read(spelling, text);
      if (first.errors.length === 0 || first.errors.length > mostErrors) return first;
      const second = read(respell(spelling), text);
      return second.errors.length < first.errors.length ? second : first;
    },
  };
}

interface Grammar {
  readonly kinds: readonly string[];
  readonly isNamed: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

function readGrammar(language: Language): Grammar {
  const kinds = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? "ERROR");
  return { kinds, isNamed: kinds.map((_, id) => language.nodeTypeIsNamed(id)), fields: language.fields };
}

const noChildren: readonly CompactNode[] = [];

/** Lines and columns are looked up when asked for: most nodes never are. */
class CompactNode implements SyntaxNode {
  readonly kind: string;
  readonly isNamed: boolean;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly parent: CompactNode | undefined;
  readonly lines: LineTable;
  children: readonly CompactNode[] = noChildren;

  constructor(
    what: { readonly kind: string; readonly isNamed: boolean; readonly field: string | undefined },
    start: number,
    end: number,
    parent: CompactNode | undefined,
    lines: LineTable,
  ) {
    this.kind = what.kind;
    this.isNamed = what.isNamed;
    this.field = what.field;
    this.start = start;
    this.end = end;
    this.parent = parent;
    this.lines = lines;
  }

  get startLine(): LineNumber {
    return lineAt(this.lines, this.start);
  }
  get startColumn(): Column {
    return columnAt(this.lines, this.start);
  }
  get endLine(): LineNumber {
    return lineAt(this.lines, this.end);
  }
  get endColumn(): Column {
    return columnAt(this.lines, this.end);
  }
}

function columnAt(lines: LineTable, offset: number): Column {
  return column(offset - (lines.starts[lineAt(lines, offset) - 1] ?? 0));
}

function detach(tree: Tree, text: string, grammar: Grammar): ParsedTree {
  const cursor = tree.walk();
  const errors: SyntaxNode[] = [];
  const what = { kind: cursor.nodeType, isNamed: true, field: undefined };
  // tree-sitter's root begins at the first token; ours is the whole file.
  const root = new CompactNode(what, 0, text.length, undefined, lineTable(text));
  if (root.kind === "ERROR") errors.push(root);
  let parent = cursor.gotoFirstChild() ? root : undefined;
  while (parent !== undefined) {
    const node: CompactNode = readNode(cursor, parent, grammar);
    if (node.kind === "ERROR" || (node.start === node.end && cursor.nodeIsMissing)) errors.push(node);
    if (parent.children === noChildren) parent.children = [node];
    else (parent.children as CompactNode[]).push(node);
    parent = cursor.gotoFirstChild() ? node : parentOfNext(cursor, parent);
  }
  cursor.delete();
  return { root, errors };
}

/** Moves to the next node in the order of the text that is not below this one; gives its parent. */
function parentOfNext(cursor: TreeCursor, parent: CompactNode): CompactNode | undefined {
  let above: CompactNode | undefined = parent;
  while (above !== undefined && !cursor.gotoNextSibling()) {
    cursor.gotoParent();
    above = above.parent;
  }
  return above;
}

function readNode(cursor: TreeCursor, parent: CompactNode, grammar: Grammar): CompactNode {
  const id = cursor.nodeTypeId;
  const what = {
    kind: grammar.kinds[id] ?? "ERROR",
    isNamed: grammar.isNamed[id] ?? true,
    field: grammar.fields[cursor.currentFieldId] ?? undefined,
  };
  return new CompactNode(what, cursor.startIndex, cursor.endIndex, parent, parent.lines);
}
