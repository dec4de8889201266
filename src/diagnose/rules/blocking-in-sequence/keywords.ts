import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";

/** A call's arguments; starred ones are among the positional. */
export interface Arguments {
  readonly positional: readonly SyntaxNode[];
  readonly named: ReadonlyMap<string, SyntaxNode>;
}

/** The arguments of a call by position and by name. */
export function keywordsOf({ source }: Code, call: SyntaxNode): Arguments {
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  for (const each of argumentsOf(call)) {
    const [name, value] = [field(each, "name"), field(each, "value")];
    if (each.kind === "keyword_argument" && name !== undefined && value !== undefined)
      named.set(textOf(source, name), value);
    else positional.push(each);
  }
  return { positional, named };
}
