import type { Sources, SourceUnit } from "../diagnose/sources.ts";
import { functionAt } from "../source/functions.ts";
import type { NamePlace } from "./held-profile.ts";

/** Reads the files and gives the function at any of their lines; where a file cannot be read, the line has no function. */
export async function namePlaces(files: Iterable<string>, sources: Sources): Promise<NamePlace> {
  const units = new Map<string, SourceUnit>();
  for (const file of new Set(files)) {
    const unit = await sources.unit(file);
    if (unit !== undefined) units.set(file, unit);
  }
  return (file, line) => {
    const unit = units.get(file);
    if (unit === undefined) return { file, line, function: "", firstLine: line };
    const { qualname, firstLine } = functionAt(unit.source, line);
    return { file, line, function: qualname, firstLine };
  };
}
