import type { SyntaxNode } from "../../../source/node.ts";
import { field, textOf } from "../../../source/navigate.ts";
import { decoratorsOf } from "../callee.ts";
import type { Code } from "../code.ts";
import { classAround } from "./cell.ts";

/** A method that is read like an attribute. */
export interface Property {
  readonly name: string;
  readonly home: SyntaxNode;
}

/** The property that a `def` is. */
export function propertyAt({ source }: Code, method: SyntaxNode): Property | undefined {
  const [only, ...others] = decoratorsOf(method);
  const [name, home] = [field(method, "name"), classAround(method)];
  if (only === undefined || others.length > 0 || name === undefined || home === undefined) return undefined;
  return textOf(source, only) === "property" ? { name: textOf(source, name), home } : undefined;
}
