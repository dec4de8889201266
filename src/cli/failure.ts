import { Command } from "commander";
import { Refusal } from "../base/refusal.ts";
import { valuedFlags } from "./command-line.ts";
import { EXIT } from "./exit-status.ts";
import type { VerbContext } from "./verb.ts";
import { VERBS } from "./verbs.ts";

/** Says what went wrong where its reader looks, and gives the exit status: a refusal is 2, an interrupt 130, a bug 3. */
export function tellFailure(error: unknown, words: readonly string[], context: VerbContext): number {
  if (!(error instanceof Refusal)) return tellBug(error, context);
  const { code, message, hint } = error;
  context.tell(`hasten: ${message}\n  ${hint}\n`);
  if (isJsonAsked(words)) context.print(`${JSON.stringify({ schema: "hasten.refusal/1", code, message, hint })}\n`);
  return code === "interrupted" ? EXIT.interrupted : EXIT.refused;
}

function tellBug(error: unknown, context: VerbContext): number {
  const detail = error instanceof Object && "stack" in error ? String(error.stack) : String(error);
  context.tell(`hasten: this is a bug of ours, not of your program. Please report it with these lines:\n${detail}\n`);
  return EXIT.bug;
}

/** `--json` counts only among hasten's own words, before the program's. */
function isJsonAsked(words: readonly string[]): boolean {
  const verb = VERBS.find(({ name }) => name === words[0]);
  const valued = verb === undefined ? new Set<string>() : valuedFlags(verb.describe(new Command()));
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--json") return true;
    if (word === "--" || word === "-m" || (!word.startsWith("-") && verb?.takesProgram === true)) return false;
    if (valued.has(word)) index += 1;
  }
  return false;
}
