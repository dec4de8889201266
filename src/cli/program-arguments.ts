import { accessSync, constants, existsSync } from "node:fs";
import { resolve } from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { ProgramRequest } from "../collect/program.ts";
import { splitWords } from "./split-words.ts";

/** A verb's arguments, divided into hasten's own options and the program. */
export interface DividedArguments {
  readonly own: readonly string[];
  readonly program: ProgramRequest | undefined;
}

/**
 * Divides what follows a verb: hasten's options end at the first `--`, `-m` or word that is not an option; everything
 * from there on is the program's, untouched. `valued` are the options of the verb that take a value.
 */
export function divideArguments(words: readonly string[], valued: ReadonlySet<string>, cwd: string): DividedArguments {
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? "";
    if (word === "--" || word === "-m" || !word.startsWith("-") || word === "-") break;
    index += valued.has(word) ? 2 : 1;
  }
  return { own: words.slice(0, index), program: requestFrom(words.slice(index), cwd) };
}

/** The same for a verb with so many words of its own before the program: `OLD NEW -- app.py`. */
export function divideOperands(
  count: number,
  words: readonly string[],
  valued: ReadonlySet<string>,
  cwd: string,
): DividedArguments {
  let index = 0;
  for (let found = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--" || word === "-m") break;
    if (valued.has(word)) index += 1;
    else if (!word.startsWith("-")) {
      if (found === count) break;
      found += 1;
    }
  }
  return { own: words.slice(0, index), program: requestFrom(words.slice(index), cwd) };
}

/** The same for a verb that also takes a process id: a number that no file is called. All words are then hasten's own. */
export function divideProcess(words: readonly string[], valued: ReadonlySet<string>, cwd: string): DividedArguments {
  const divided = divideArguments(words, valued, cwd);
  const first = words[divided.own.length] ?? "";
  return /^\d+$/u.test(first) && !existsSync(resolve(cwd, first)) ? { own: words, program: undefined } : divided;
}

/**
 * The same for a verb that also takes its program as one quoted word, with hasten's options on both sides of it:
 * `'app.py {n}' --n 1000,2000`.
 */
export function divideQuoted(words: readonly string[], valued: ReadonlySet<string>, cwd: string): DividedArguments {
  const at = words.findIndex((word, index) => isQuoted(word, cwd) && !valued.has(words[index - 1] ?? ""));
  const { own, program } = divideArguments(words, valued, cwd);
  // A quoted word after the program's first is one of its arguments.
  if (at === -1 || (at > own.length && program !== undefined)) return { own, program };
  const quoted = splitWords(words[at] ?? "");
  const after = divideArguments(words.slice(at + 1), valued, cwd);
  if (after.program !== undefined) {
    const fact = `The program is quoted, and then goes on: ${words[at + 1 + after.own.length]}.`;
    throw new Refusal("usage", fact, "Quote the whole command, or none of it.");
  }
  return { own: [...words.slice(0, at), ...after.own], program: requestFrom(asTyped(quoted, cwd), cwd) };
}

function isQuoted(word: string, cwd: string): boolean {
  return /\s/u.test(word.trim()) && !existsSync(resolve(cwd, word));
}

/** What is no script, `-m` or `--` is a command. */
function asTyped(words: readonly string[], cwd: string): readonly string[] {
  const first = words[0] ?? "";
  const isProgram = first === "-m" || first === "--" || first.endsWith(".py") || existsSync(resolve(cwd, first));
  return isProgram ? words : ["--", ...words];
}

function requestFrom(words: readonly string[], cwd: string): ProgramRequest | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  if (first === "-")
    throw new Refusal("usage", "A program cannot be read from stdin.", "Save it to a file and name that.");
  if (first === "-m") return moduleRequest(rest);
  if (first !== "--") return { kind: "script", script: first, arguments: rest };
  return afterDashes(rest, cwd);
}

function moduleRequest(words: readonly string[]): ProgramRequest {
  const [module, ...rest] = words;
  if (module === undefined) {
    throw new Refusal("usage", "-m needs the name of a module.", "For example: hasten run -m json.tool big.json");
  }
  return { kind: "module", module, arguments: rest };
}

/** `-- app.py` and `-- -m mod` are the script and the module; anything else is a command to execute. */
function afterDashes(words: readonly string[], cwd: string): ProgramRequest | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  if (first === "-m") return moduleRequest(rest);
  const path = resolve(cwd, first);
  if (first.endsWith(".py") && existsSync(path) && !isExecutable(path)) {
    return { kind: "script", script: first, arguments: rest };
  }
  return { kind: "command", command: words };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
