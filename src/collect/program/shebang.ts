/** What a script's first line asks for. */
export interface Shebang {
  /** The word that names the interpreter: an absolute path, or a name to look up on PATH (from `env`). */
  readonly interpreter: string;
  /** False for `env python3` and `env python`: whatever Python the surroundings have. */
  readonly isSpecific: boolean;
}

/** The interpreter that a `#!` line names, if it names a Python. */
export function parseShebang(firstLine: string): Shebang | undefined {
  if (!firstLine.startsWith("#!")) return undefined;
  const words = firstLine.slice(2).trim().split(/\s+/u);
  const first = words[0] ?? "";
  const isEnv = /(^|\/)env$/u.test(first);
  const interpreter = isEnv ? wordAfterEnv(words.slice(1)) : first;
  if (interpreter === undefined || !/^python[\d.]*t?$|^pypy[\d.]*$/u.test(baseName(interpreter))) return undefined;
  return { interpreter, isSpecific: !isEnv || !/^python3?$/u.test(interpreter) };
}

/** Skips the options (`-S`, `-i`) and the assignments that `env` takes before the command. */
function wordAfterEnv(words: readonly string[]): string | undefined {
  const [option, ...rest] = words;
  // `-Spython3` and `-S python3` are the same.
  if (option !== undefined && /^-\w*S./u.test(option)) return wordAfterEnv([option.replace(/^-\w*S/u, ""), ...rest]);
  return words.find((word) => !word.startsWith("-") && !word.includes("="));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
