import type { Code } from "../../diagnose/analysis/code.ts";
import type { Located } from "../../diagnose/analysis/meaning.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { importedBy } from "../../source/imported.ts";
import { textOf } from "../../source/navigate.ts";
import { hashingOf } from "./class-facts.ts";

/**
 * The classes whose `==` and `hash` may disagree, of the file, of those that mention the function, and of what these import: an instance
 * that comes later would be missed in a set, and found in a list.
 */
export function disagreeingClasses(context: RuleContext): readonly Located[] {
  const { function: owner, mentions, source } = context;
  const near = [context, ...(owner.name.startsWith("<") ? [] : (mentions?.(owner.name, source.path) ?? []))];
  const files = new Map<string, Code>();
  for (const code of near) {
    for (const one of [code, ...importedFiles(code)]) files.set(one.source.path, one);
  }
  return [...files.values()].flatMap(classesOf).filter((made) => hashingOf(made) === "of-its-own");
}

/** The project's files that the imports of a file mean. */
function importedFiles(code: Code): readonly Code[] {
  const { source, scopes, modules } = code;
  const names = [...scopes.module.bindings.values()].filter(({ kind }) => kind === "import");
  return names.flatMap(({ references }) =>
    references.flatMap(({ node, access }) => {
      const imported = access === "write" ? importedBy(source, node) : undefined;
      return (imported && modules?.(source.path, imported.module)) ?? [];
    }),
  );
}

function classesOf(code: Code): readonly Located[] {
  if (!/__hash__/u.test(textOf(code.source, code.source.root))) return [];
  return code.scopes.all.flatMap(({ kind, node }) => (kind === "class" ? [{ code, node }] : []));
}
