import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";
import { rowKeyOf } from "../nested-scan/row-key.ts";

/**
 * The classes, as the file names them, whose objects never change what `lambda e: e.time` reads of them; undefined for any other key, and where a
 * name means something else in some function.
 */
export function objectsOrderedBy(context: RuleContext, key: SyntaxNode | undefined): readonly string[] | undefined {
  const read = key?.kind === "lambda" ? attributeRead(key) : undefined;
  const known = read && rowKeyOf(context, textOf(context.source, read.parameter), read.body);
  if (known === undefined || known.text !== undefined || !known.path.startsWith(".")) return undefined;
  const { types } = known;
  const isHidden = context.scopes.all.some(
    (scope) => scope.kind !== "module" && types.some((type) => scope.bindings.has(type)),
  );
  return isHidden ? undefined : types;
}

/** `e` and `e.time` of `lambda e: e.time`. */
function attributeRead(key: SyntaxNode): { readonly parameter: SyntaxNode; readonly body: SyntaxNode } | undefined {
  const [body, parameters] = [field(key, "body"), field(key, "parameters")];
  const [parameter, ...others] = parameters === undefined ? [] : namedChildren(parameters);
  if (body?.kind !== "attribute" || parameter?.kind !== "identifier" || others.length > 0) return undefined;
  return { parameter, body };
}

/** Are these types of keys of one order: numbers but NaN, texts, or bytes? */
export function isOneOrder(types: readonly string[]): boolean {
  const isOfNumbers = types.every((type) => type === "int" || type === "float");
  return types.length > 0 && (isOfNumbers || (types.length === 1 && (types[0] === "str" || types[0] === "bytes")));
}
