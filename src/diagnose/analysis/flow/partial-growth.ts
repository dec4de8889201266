import { beginsLine } from "../../../source/insert-statement.ts";
import { nextLineEnd } from "../../../source/lines.ts";
import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../code.ts";
import { valueOf } from "../expression-value.ts";
import type { FlowUse } from "./flow-use.ts";

type ListChange = Extract<FlowUse, { readonly kind: "change" }>;

/**
 * Could `xs.extend(items)` raise when some of the items are in the list already? An iterator may fail half-way, and who catches
 * that goes on with what came. Displays, comprehensions and what the source proves to be a container cannot.
 */
export function growsInParts(code: Code, { method, call }: ListChange): boolean {
  if (method !== "extend" && method !== "+=") return false;
  const list = method === "+=" ? undefined : field(call, "arguments");
  const added = method === "+=" ? field(call, "right") : list?.kind === "argument_list" ? namedChildren(list)[0] : list;
  if (added === undefined) return true;
  return !whole.has(valueOf(code, added).type);
}

const whole: ReadonlySet<string> = new Set(["list", "tuple", "set", "dict", "str"]);

/** Can the statement be put into a `try`, since it has one line and that for itself? */
export function fitsIntoTry({ source }: Code, statement: SyntaxNode): boolean {
  const after = source.text.slice(statement.end, nextLineEnd(source.text, statement.end));
  return (
    statement.startLine === statement.endLine && beginsLine(source, statement) && /^[ \t\f]*(?:#.*)?$/u.test(after)
  );
}
