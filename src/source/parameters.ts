import { field, namedChildren, textOf } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";

/** One parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** Its identifier. */
  readonly node: SyntaxNode;
  readonly annotation?: SyntaxNode;
  readonly default?: SyntaxNode;
}

/** The words of `inspect.Parameter.kind`. */
export type ParameterKind =
  | "positional-only"
  | "positional-or-keyword"
  | "var-positional"
  | "keyword-only"
  | "var-keyword";

/** Reads a `parameters` or `lambda_parameters` node. */
export function readParameters(source: { readonly text: string }, list: SyntaxNode | undefined): readonly Parameter[] {
  if (list === undefined) return [];
  const read: Parameter[] = [];
  let kind: ParameterKind = "positional-or-keyword";
  for (const part of namedChildren(list)) {
    if (part.kind === "positional_separator") {
      for (const [index, earlier] of read.entries()) read[index] = { ...earlier, kind: "positional-only" };
    } else if (part.kind === "keyword_separator") kind = "keyword-only";
    else {
      const parameter = readParameter(source, part, kind);
      if (parameter === undefined) continue;
      if (parameter.kind === "var-positional") kind = "keyword-only";
      read.push(parameter);
    }
  }
  return read;
}

function readParameter(
  source: { readonly text: string },
  part: SyntaxNode,
  kind: ParameterKind,
): Parameter | undefined {
  const annotation = field(part, "type");
  const value = field(part, "value");
  const target = part.kind === "identifier" || isSplat(part) ? part : namedChildren(part)[0];
  const node = target !== undefined && isSplat(target) ? namedChildren(target)[0] : target;
  if (target === undefined || node?.kind !== "identifier") return undefined;
  return {
    name: textOf(source, node),
    kind: splatKinds[target.kind] ?? kind,
    node,
    ...(annotation !== undefined && { annotation }),
    ...(value !== undefined && { default: value }),
  };
}

const splatKinds: Readonly<Record<string, ParameterKind>> = {
  list_splat_pattern: "var-positional",
  dictionary_splat_pattern: "var-keyword",
};

function isSplat(node: SyntaxNode): boolean {
  return node.kind in splatKinds;
}
