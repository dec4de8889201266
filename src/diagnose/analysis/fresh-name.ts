import { descendants, textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { builtinNames } from "../../source/builtin-names.ts";

const used = new WeakMap<SourceFile, ReadonlySet<string>>();

/** Every identifier that stands anywhere in the file, attributes and keywords included. */
function usedNames(source: SourceFile): ReadonlySet<string> {
  const known = used.get(source) ?? new Set(readNames(source));
  used.set(source, known);
  return known;
}

function* readNames(source: SourceFile): Generator<string, void, undefined> {
  for (const node of descendants(source.root)) {
    if (node.kind === "identifier") yield textOf(source, node).normalize("NFKC");
  }
}

/** Words that the grammar keeps for itself, soft ones included: a name of ours shall be none of them. */
const keywords = new Set(
  `False None True and as assert async await break case class continue def del elif else except finally for from global
  if import in is lambda match nonlocal not or pass raise return try type while with yield _`.split(/\s+/u),
);

/**
 * A name that means nothing yet anywhere in the file: `names_set`, then `names_set_2`. `taken` are names that the same fix
 * has already chosen.
 */
export function freshName(source: SourceFile, wanted: string, taken: readonly string[] = []): string {
  const names = usedNames(source);
  const isFree = (name: string): boolean =>
    !names.has(name) && !builtinNames.has(name) && !keywords.has(name) && !taken.includes(name);
  if (isFree(wanted)) return wanted;
  for (let number = 2; ; number++) if (isFree(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

/** The last part of a variable as a local name, without the underscores around it: `items` for `self._items`, `allowed` for `ALLOWED`. */
export function baseName(text: string): string {
  const [, item] = /\["(.*)"\]$/u.exec(text) ?? [];
  const last = (item ?? text.slice(text.lastIndexOf(".") + 1)).replaceAll(/\W+/gu, "_").replace(/^_+|_+$/gu, "");
  if (!/^[^\d]/u.test(last)) return "values";
  return last === last.toUpperCase() ? last.toLowerCase() : last;
}
