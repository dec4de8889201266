import { Refusal } from "../base/refusal.ts";
import { numberOption } from "./options.ts";
import type { VerbContext } from "./verb.ts";

/** What it mostly comes to, where that is far less. */
const USUAL = { fix: ", mostly some 20 times a round", verify: "" } as const;

/** Says before anything runs how often it will: a program that sends mail would send it so many times. */
export function announceRuns(
  verb: "fix" | "verify",
  isQuiet: boolean,
  { quiet, tell }: VerbContext,
): (most: number) => void {
  return (most) => {
    if (isQuiet) return;
    quiet();
    const times = most === 1 ? "once" : `${most} times`;
    tell(
      `hasten: ${verb} runs the program at most ${times}${most > 50 ? USUAL[verb] : ""} (--max-runs), on copies of its folder; ` +
        "what it does elsewhere it does each time\n",
    );
  };
}

/** A whole number above 0 in an option; refuses anything else. */
export function wholeOption(
  options: Readonly<Record<string, unknown>>,
  name: string,
  flag: string,
): number | undefined {
  const value = numberOption(options, name, flag);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new Refusal("usage", `${flag} takes a whole number, not ${value}.`, `For example: ${flag} 20`);
}
