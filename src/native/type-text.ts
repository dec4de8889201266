import type { SourceFile } from "../source/source-file.ts";
import { scopesOf } from "../source/scopes.ts";
import { importedBy } from "../source/imported.ts";
import type { MeasuredTypes, SeenTypes } from "./signature-record.ts";

/** Says what a type is called in one file; undefined where it has no name there that says neither too much nor too little. */
export type TypeText = (seen: SeenTypes) => string | undefined;

/** Types that mean the same everywhere, and that a compiler knows. */
const PLAIN = new Set(["int", "float", "str", "bytes", "bool", "complex", "bytearray"]);
const GENERIC = new Set(["list", "dict", "set", "frozenset"]);
/** A tuple with more parts than this is data, not a record. */
const LONGEST_TUPLE = 8;

/** How types are written in this file, which Python runs as `module`. */
export function typeTextIn(source: SourceFile, module: string, measured: MeasuredTypes, isOld: boolean): TypeText {
  const names = namesIn(source, module);
  const baseOf = (all: readonly string[]): string | undefined => {
    const [first, ...others] = all.map((name) => measured.classes.get(name)?.bases ?? [name]);
    return first?.find((base) => names.has(base) && others.every((bases) => bases.includes(base)));
  };
  const single = (name: string, parts: readonly SeenTypes[]): string | undefined => {
    if (PLAIN.has(name)) return name;
    if (GENERIC.has(name)) return generic(name, parts);
    return name.startsWith("tuple/") ? tuple(parts) : names.get(name);
  };
  const generic = (name: string, parts: readonly SeenTypes[]): string => {
    const texts = parts.map((part) => text(part) ?? "object");
    // An empty one says nothing of its parts; an `object` in it would be refused where it is used.
    if (isOld || parts.some((part) => text(part) === undefined)) return name;
    return `${name}[${texts.join(", ")}]`;
  };
  const tuple = (parts: readonly SeenTypes[]): string | undefined => {
    const texts = parts.map((part) => text(part));
    const isTold = !isOld && parts.length > 0 && parts.length <= LONGEST_TUPLE && !texts.includes(undefined);
    return isTold ? `tuple[${texts.join(", ")}]` : "tuple";
  };
  const text: TypeText = (seen) => {
    const all = Object.keys(seen);
    const kinds = all.filter((name) => name !== "NoneType");
    if (kinds.length === 0) return all.length === 0 ? undefined : "None";
    const found = kinds.length === 1 ? single(kinds[0] ?? "", seen[kinds[0] ?? ""] ?? []) : several(kinds);
    if (found === undefined) return undefined;
    return all.length === kinds.length ? found : `${found} | None`;
  };
  /** Numbers of two kinds are left alone: a compiler would turn one into the other. */
  const several = (kinds: readonly string[]): string | undefined => {
    if (kinds.every((name) => name.startsWith("tuple/"))) return "tuple";
    const base = baseOf(kinds);
    return base === undefined ? undefined : names.get(base);
  };
  return text;
}

/** Classes by `module.qualname` as the file's top level names them: its own, and those that it imports by name. */
function namesIn(source: SourceFile, module: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const binding of scopesOf(source).module.bindings.values()) {
    if (binding.references.filter(({ access }) => access !== "read").length !== 1) continue;
    if (binding.kind === "class") names.set(`${module}.${binding.name}`, binding.name);
    const write = binding.references.find(({ access }) => access === "write");
    const imported = binding.kind === "import" && write ? importedBy(source, write.node) : undefined;
    if (imported?.member !== undefined) names.set(`${imported.module}.${imported.member}`, binding.name);
  }
  return names;
}
