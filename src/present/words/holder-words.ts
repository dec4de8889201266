import type { GrowingSample, HolderStep } from "../../collect/memory/memory-files.ts";
import { formatCount } from "../format/number.ts";
import { quoted } from "../format/quoted.ts";

/** Who holds an object that a growing line made, from the object up to what has a name. */
export function holderWords({ type, chain, end }: GrowingSample): string {
  const steps = chain.map((step) => stepWords(step));
  return [type, ...steps, endWords(end)].filter((word) => word !== "").join(" ← ");
}

function stepWords([[kind, name], type, length]: HolderStep): string {
  const what = length >= 0 ? `${type} of ${formatCount(length)}` : type;
  switch (kind) {
    case "index":
      return `[${name}] of a ${what}`;
    case "key":
      return `[${shown(name)}] of a ${what}`;
    case "attribute":
      return name === "" ? what : `.${shown(name)} of ${what}`;
    case "cell":
      return "a closure's variable";
    case "function":
      return `function ${shown(name)}`;
    case "method":
      return `bound method ${shown(name)}`;
    default:
      return what;
  }
}

/** A key is the program's text: what a terminal would obey is escaped. */
const shown = (name: string): string => quoted(name).slice(1, -1);

function endWords({ kind, name }: GrowingSample["end"]): string {
  switch (kind) {
    case "module":
      return name;
    case "local":
      return `local ${name}`;
    case "cycle":
      return "nothing but each other: a cycle that was not collected";
    case "unknown":
      return "(who holds that was not found)";
  }
}

/** What kind of growth it is, as far as the holders tell. */
export function growthKind({ type, chain, end, finalizer }: GrowingSample): string {
  if (end.kind === "cycle") return finalizer ? "cycle with __del__" : "cycle";
  const kinds = new Set(chain.map(([[kind]]) => kind));
  const types = [type, ...chain.map(([, one]) => one)];
  if (types.some((one) => one.includes("_lru_cache_wrapper"))) return "cache";
  if (kinds.has("cell") || kinds.has("function")) return "closure";
  if (kinds.has("method")) return "list of listeners";
  const holder = chain.findLast(([, , length]) => length >= MANY);
  if (holder?.[1].endsWith("dict") === true || holder?.[1].endsWith("Dict") === true) return "cache";
  return holder === undefined ? "growing" : `growing ${holder[1]}`;
}

/** A container of fewer is no heap of things. */
const MANY = 10;
