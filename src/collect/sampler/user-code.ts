import type { CodeObject } from "./code-table.ts";
import type { ProcessFacts } from "./process-facts.ts";

/** Finds the innermost frame of the user's code; judges every code object once. */
export class UserCode {
  readonly #facts: Pick<ProcessFacts, "argv" | "libraryFolders">;
  readonly #package: string | undefined;
  readonly #kinds = new Map<number, "project" | "main" | "other">();

  constructor(facts: Pick<ProcessFacts, "argv" | "libraryFolders">) {
    this.#facts = facts;
    const at = facts.argv.indexOf("-m");
    // Only options come before it: what follows a script is the script's.
    const isRunner = at > 0 && facts.argv.slice(1, at).every((word) => word.startsWith("-"));
    this.#package = isRunner ? facts.argv[at + 1]?.split(".")[0] : undefined;
  }

  /**
   * The index of the innermost frame in the project's files; where there is none, of the innermost in the package that was
   * started with `-m`; −1 where there is neither.
   */
  innermost(codes: Int32Array, depth: number, objects: readonly CodeObject[]): number {
    let main = -1;
    for (let at = 0; at < depth; at += 1) {
      const kind = this.#kindOf(codes[at] ?? 0, objects);
      if (kind === "project") return at;
      if (kind === "main" && main < 0) main = at;
    }
    return main;
  }

  #kindOf(code: number, objects: readonly CodeObject[]): "project" | "main" | "other" {
    const known = this.#kinds.get(code);
    if (known !== undefined) return known;
    const object = objects[code];
    const kind = object === undefined ? "other" : this.#judge(object);
    this.#kinds.set(code, kind);
    return kind;
  }

  #judge({ file, module }: CodeObject): "project" | "main" | "other" {
    const isLibrary =
      file.startsWith("<") ||
      /\/(?:site|dist)-packages\//u.test(file) ||
      this.#facts.libraryFolders.some((folder) => file.startsWith(`${folder}/`));
    if (!isLibrary) return "project";
    const first = module.split(".")[0];
    return this.#package !== undefined && (module === "__main__" || first === this.#package) ? "main" : "other";
  }
}
