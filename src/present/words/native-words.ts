import type { NativeObstacle } from "../../native/obstacle.ts";
import { shortPath } from "../format/path.ts";

const WORDS: Readonly<Record<NativeObstacle["code"], (about: string) => string>> = {
  "no-main-guard": () =>
    'a script is never loaded compiled, and without `if __name__ == "__main__":` it cannot be told what of it is the module: put the rest below one',
  "main-guard-not-last": () => "code stands below the script's main guard: move it above, or into it",
  "main-guard-sets-globals": (about) =>
    `the code below the main guard sets \`${about}\`, which the functions use: hand it over as an argument`,
  "functions-set-names-of-main-guard": (about) =>
    `functions set \`${about}\`, which the code below the main guard uses: it would be another one in a module`,
  "asks-for-main": (about) => `\`${about}\` would mean something else in a module of its own`,
  "star-import": () => "what a star import brings cannot be told apart",
  "dynamic-names": () => "`globals()`, `exec` or the like reaches the script's names",
  "replaced-from-outside": (about) =>
    `\`${about}\` replaces a function or class of the module, which compiled code would not notice`,
  "outside-the-project": (about) => `${about} is not part of the project that can be copied`,
  "not-a-module-name": (about) => `"${about}" is no name that a module can have`,
  syntax: () => "the file could not be read here",
  types: (about) => `mypy: ${about}`,
  compiler: (about) => about,
};

/** `app.py:12: mypy: …` */
export function nativeObstacleWords({ code, file, line, about }: NativeObstacle, cwd: string): string {
  return `${shortPath(file, cwd)}:${line}: ${WORDS[code](about)}`;
}
