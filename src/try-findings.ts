import type { World } from "./base/world.ts";
import type { LocatedFinding } from "./diagnose/diagnose.ts";
import { checkEditable } from "./fix/write-source.ts";
import type { Attempt } from "./verify/attempt.ts";
import { attemptFix, type AttemptConditions } from "./verify/attempt-fix.ts";
import { acceptEdit } from "./verify/trial.ts";

/** What all attempts share before the program has shown which Python it runs on. */
export type SharedConditions = Omit<AttemptConditions, "python">;

/** How findings are tried. */
export interface TryInput {
  readonly conditions: SharedConditions;
  readonly python: string;
  readonly isDryRun: boolean;
  /** Writes an attempt into the journal. */
  readonly keep: (attempt: Attempt) => Promise<void>;
  /** What was tried in earlier rounds. */
  readonly tried: Set<string>;
}

/** The attempts of one round, and the finding whose fix was kept. */
export interface RoundAttempts {
  readonly attempts: readonly Attempt[];
  readonly kept?: LocatedFinding;
}

/** Tries findings, the worst first, until one is kept. */
export async function tryFindings(
  findings: readonly LocatedFinding[],
  round: number,
  input: TryInput,
  world: World,
): Promise<RoundAttempts> {
  const conditions: AttemptConditions = { ...input.conditions, python: input.python };
  const attempts: Attempt[] = [];
  for (const located of findings) {
    // A fix that was not kept is not tried again in a later round.
    const key = identify(located);
    if (input.tried.has(key)) continue;
    input.tried.add(key);
    const { file } = located.finding;
    if (located.finding.automatic && !input.isDryRun) checkEditable(file);
    const { attempt, newSource } = await attemptFix(located, round, conditions, world);
    attempts.push(attempt);
    await input.keep(attempt);
    if (attempt.verdict.kind !== "kept" || newSource === undefined) continue;
    await acceptEdit(conditions.trial, file, newSource);
    return { attempts, kept: located };
  }
  return { attempts };
}

/** The same place in a later round, although lines moved: rule, function, text and its order among equal texts. */
function identify({ finding, place }: LocatedFinding): string {
  const { source, function: owner } = place.context;
  const { start, end } = place.candidate.expression;
  const text = source.text.slice(start, end);
  const before = source.text.slice(owner.node.start, start).split(text).length;
  return [finding.rule, finding.file, finding.function, text, before].join("\n");
}
