import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the manifest and the drivers are. */
export const RECALL_FOLDER = join(process.cwd(), "bench", "recall");

/** A change for speed that somebody else made, and how it is driven. */
export interface Pair {
  readonly name: string;
  /** The package and its versions before and after the change; absent where the two sides are laid out by hand. */
  readonly package?: string;
  readonly before?: string;
  readonly after?: string;
  /** What is taken of the package: folders and files at its top. */
  readonly take: readonly string[];
  /** Other packages that it imports. */
  readonly needs?: readonly string[];
  /** The minor version of Python that both sides run on. */
  readonly python: string;
  readonly source: string;
  readonly commit: string;
  readonly kind: string;
  /** What the human changed, in a few words. */
  readonly human: string;
  /** The expression that is slow before. */
  readonly at: { readonly file: string; readonly text: string };
}

/** The pairs with these names; all of them without names. */
export function readPairs(names: readonly string[]): readonly Pair[] {
  const all = JSON.parse(readFileSync(join(RECALL_FOLDER, "pairs.json"), "utf8")) as readonly Pair[];
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
