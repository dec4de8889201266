import { field, isDocstring, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { readParameters } from "../../source/parameters.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Watch } from "../rule.ts";

/** Where a function's calls are looked at: at the first thing that its body does. */
export interface EntrySite {
  readonly kind: "entry";
  /** A simple statement, or an expression that every call evaluates first, and once. */
  readonly site: SyntaxNode;
  readonly isStatement: boolean;
  /** The parameters' names. */
  readonly names: readonly string[];
  /** The name of the object that a method belongs to, where calls on different objects differ. */
  readonly object?: string;
}

/** The place in the body of the function with this name; undefined where the body begins with a loop's condition and the like. */
export function entrySite(source: SourceFile, watch: Watch): EntrySite | undefined {
  const { expression: name, isByObject = false, looksAt } = watch;
  const definition = name.parent;
  const body = definition?.kind === "function_definition" ? field(definition, "body") : undefined;
  if (definition === undefined || body === undefined) return undefined;
  const site = firstOf(body);
  if (site === undefined) return undefined;
  const place = { kind: "entry", site: site.node, isStatement: site.isStatement } as const;
  const given = givenTo(source, definition, isByObject);
  return { ...place, ...given, ...(looksAt && { names: looksAt.map((each) => textOf(source, each)) }) };
}

function givenTo(source: SourceFile, definition: SyntaxNode, isByObject: boolean): Pick<EntrySite, "names" | "object"> {
  const names = readParameters(source, field(definition, "parameters")).map((parameter) => parameter.name);
  if (!hasObject(source, definition)) return { names };
  // A method's object is no argument of it.
  const [object, ...others] = names;
  return { names: others, ...(isByObject && object !== undefined && { object }) };
}

/** A method's, or a property's. */
function hasObject(source: SourceFile, { parent }: SyntaxNode): boolean {
  if (parent?.parent?.kind === "class_definition") return true;
  const decorators = parent?.kind === "decorated_definition" ? namedChildren(parent).slice(0, -1) : [];
  return (
    parent?.parent?.parent?.kind === "class_definition" &&
    decorators.some((each) => textOf(source, each) === "@property")
  );
}

function firstOf(block: SyntaxNode): { readonly node: SyntaxNode; readonly isStatement: boolean } | undefined {
  const first = namedChildren(block).find((statement) => !isDocstring(statement));
  if (first === undefined || unfit.has(first.kind)) return undefined;
  if (first.kind === "try_statement") {
    const inner = field(first, "body");
    return inner === undefined ? undefined : firstOf(inner);
  }
  const part = headers[first.kind];
  if (part === undefined) return { node: first, isStatement: true };
  const node = field(first, part);
  return node === undefined ? undefined : { node, isStatement: false };
}

/** The part of a compound statement that is evaluated first, and once. */
const headers: Readonly<Record<string, string>> = { if_statement: "condition", for_statement: "right" };
/** Compound statements without such a part, or with one that is no expression. */
const unfit = new Set([
  "while_statement",
  "with_statement",
  "match_statement",
  "function_definition",
  "class_definition",
  "decorated_definition",
]);
