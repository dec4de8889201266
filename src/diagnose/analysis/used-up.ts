import { field, fields } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { builtinNamed, type Code } from "./code.ts";

/** Is the generator expression the argument of a call that runs it to its end, or drops it, before it returns? */
export function isUsedUp(code: Code, generator: SyntaxNode): boolean {
  const { parent } = generator;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  if (call?.kind !== "call") return false;
  const callee = field(call, "function");
  const builtin = builtinNamed(code, callee);
  if (builtin !== undefined) return eager.has(builtin);
  if (callee?.kind !== "attribute") return false;
  const [object, name] = [field(callee, "object"), fields(callee, "attribute")[0]];
  return object?.kind === "string" && name !== undefined && code.source.text.slice(name.start, name.end) === "join";
}

const eager = new Set([
  "all",
  "any",
  "bytes",
  "dict",
  "frozenset",
  "list",
  "max",
  "min",
  "set",
  "sorted",
  "sum",
  "tuple",
]);
