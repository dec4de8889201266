import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, field, textOf } from "../../source/navigate.ts";
import { attributesNamed } from "./attributes.ts";
import type { Code } from "./code.ts";
import { isTarget, useOf } from "./use.ts";
import type { Variable } from "./variable.ts";

/** Modules that run a program's functions in other threads, or between any two steps of this one. */
const threading =
  /^(?:threading|_thread|concurrent\.futures|concurrent|multiprocessing\.(?:pool|dummy)|socketserver|signal)$/u;

/** What runs when an object is freed, a line is reached or a function called: no call in the text shows when. */
const unannounced = /\bdef (__del__)\b|\b(finalize)\(|\bsys\.(settrace|setprofile|monitoring)\b/u;

/**
 * In a file that starts threads, handles signals or has finalizers, a list that some function changes may change at any
 * moment: the module, or the name, that says so. Lists that only a local name or a parameter leads to are taken to be
 * this thread's.
 */
export function threadsAround(code: Code, variable: Variable): readonly string[] {
  if (variable.kind !== "attribute" && variable.kind !== "global") return [];
  const found = interruptedBy(code);
  return found !== undefined && isChangedSomewhere(code, variable) ? [found] : [];
}

/** What in the file lets other code run between any two steps of this one. */
export function interruptedBy(code: Code): string | undefined {
  const named = unannounced.exec(code.source.text)?.slice(1);
  return threadModule(code) ?? named?.find((name) => name !== undefined);
}

/** The module that the file imports to run its functions in other threads, or between any two steps of this one. */
export function threadModule(code: Code): string | undefined {
  for (const binding of code.scopes.module.bindings.values()) {
    if (binding.kind !== "import") continue;
    for (const { node } of binding.references) {
      const statement = [...ancestors(node)].find((at) => at.kind.startsWith("import"));
      const name = statement === undefined ? undefined : (field(statement, "module_name") ?? field(statement, "name"));
      const text = name === undefined ? "" : textOf(code.source, name).split(" ", 1)[0];
      if (text !== undefined && threading.test(text)) return text;
    }
  }
  return undefined;
}

function isChangedSomewhere(code: Code, variable: Variable): boolean {
  if (variable.attribute !== undefined) {
    return attributesNamed(code, variable.attribute).some((node) => isChanged(code, node) && !isInInit(code, node));
  }
  const { references } = variable.binding;
  const writes = references.filter(({ access }) => access !== "read");
  return writes.length > 1 || references.some(({ node, access }) => access === "read" && isChanged(code, node));
}

function isChanged(code: Code, node: SyntaxNode): boolean {
  return isTarget(node) || useOf(code, node).kind === "changed";
}

function isInInit(code: Code, node: SyntaxNode): boolean {
  const around = [...ancestors(node)].find((at) => at.kind === "function_definition");
  const name = around === undefined ? undefined : field(around, "name");
  return name !== undefined && textOf(code.source, name) === "__init__";
}
