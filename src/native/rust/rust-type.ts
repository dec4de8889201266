import type { SeenType } from "./recorded-calls.ts";

const PLAIN: Readonly<Record<string, string>> = {
  int: "i64",
  float: "f64",
  str: "String",
  bool: "bool",
  bytes: "Vec<u8>",
  None: "()",
};

/** The type of Rust that holds what was seen; undefined where there is none that gives the same back. */
export function rustType(seen: SeenType | null, place: "given" | "returned"): string | undefined {
  if (seen === null || (place === "returned" && OTHERWISE_BACK.has(seen[0]))) return undefined;
  const [name, ...parts] = seen;
  const plain = PLAIN[name];
  if (plain !== undefined) return plain;
  if (name === "tuple" && (parts.length === 0 || parts.length > 12)) return undefined;
  const inner = parts.map((part) => rustType(part, place));
  const known = inner.filter((part) => part !== undefined);
  return known.length < inner.length ? undefined : COMPOSED[name]?.(known);
}

/** Bytes would come back as a list of numbers, a dict in another order. */
const OTHERWISE_BACK = new Set(["bytes", "dict", "set", "frozenset"]);

const COMPOSED: Readonly<Record<string, (parts: readonly string[]) => string>> = {
  list: ([each = ""]) => `Vec<${each}>`,
  set: ([each = ""]) => `HashSet<${each}>`,
  frozenset: ([each = ""]) => `HashSet<${each}>`,
  dict: ([key = "", value = ""]) => `HashMap<${key}, ${value}>`,
  optional: ([each = ""]) => `Option<${each}>`,
  tuple: (parts) => `(${parts.join(", ")}${parts.length === 1 ? "," : ""})`,
};

/** How the type is written in a sentence: `list of int`. */
export function seenWords(seen: SeenType | null): string {
  if (seen === null) return "nothing that was seen";
  const [name, ...parts] = seen;
  if (name === "mixed") return "values of several types";
  if (name === "big") return "an int of more than 64 bits";
  return parts.length === 0 ? name : `${name} of ${parts.map((part) => seenWords(part)).join(", ")}`;
}
