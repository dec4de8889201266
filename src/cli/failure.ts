import { Refusal } from "../base/refusal.ts";
import { EXIT } from "./exit-status.ts";
import type { VerbContext } from "./verb.ts";

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
  const end = words.findIndex((word, index) => index > 0 && (word === "--" || !word.startsWith("-")));
  return (end === -1 ? words : words.slice(0, end)).includes("--json");
}
