import type { Compared } from "../../verify/verdict.ts";

/** What was not compared, and what a verdict takes for granted: that no call comes where only the new version raises. */
export function splitAssumed({ notCompared }: Compared): {
  readonly assumed: readonly string[];
  readonly others: readonly string[];
} {
  return { assumed: notCompared.filter(isAssumed), others: notCompared.filter((one) => !isAssumed(one)) };
}

function isAssumed(sentence: string): boolean {
  return sentence.startsWith("the new version raises an exception");
}
