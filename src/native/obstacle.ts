/** What keeps a module from being compiled, or from being compiled well. */
export interface NativeObstacle {
  readonly code:
    | "no-main-guard"
    | "main-guard-not-last"
    | "main-guard-sets-globals"
    | "functions-set-names-of-main-guard"
    | "asks-for-main"
    | "star-import"
    | "dynamic-names"
    | "replaced-from-outside"
    | "outside-the-project"
    | "not-a-module-name"
    | "syntax"
    | "types"
    | "compiler";
  /** As the user knows it. */
  readonly file: string;
  readonly line: number;
  /** The name or the compiler's own words that it is about. */
  readonly about: string;
}
