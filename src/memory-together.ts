import type { World } from "./base/world.ts";
import type { MemoryRecords } from "./collect/memory/read-memory.ts";
import { placeInOriginal } from "./collect/relocate.ts";
import type { LocatedFinding } from "./diagnose/diagnose.ts";
import { planFix } from "./fix/fixes.ts";
import type { Fix } from "./fix/fix.ts";
import type { Workspace } from "./fix/workspace.ts";
import { findHeld } from "./memory/find-held.ts";
import { heldAtPeak } from "./memory/held-at-peak.ts";
import type { RoundsInput } from "./rounds.ts";
import { applyEdits, editBetween } from "./source/edit.ts";
import { encodeSource } from "./source/read-source.ts";
import type { RoundAttempts } from "./try-findings.ts";
import type { Attempt } from "./verify/attempt.ts";
import { attemptEdits, type AttemptConditions } from "./verify/attempt-fix.ts";
import { acceptEdit } from "./verify/trial.ts";

/** What the round has tried in vain, and how more is tried. */
export interface Together {
  readonly round: number;
  readonly input: RoundsInput;
  readonly conditions: AttemptConditions;
  readonly findings: readonly LocatedFinding[];
  readonly attempts: readonly Attempt[];
  readonly moduleOf: (file: string) => string;
  /** One run of this side under tracemalloc. */
  readonly trace: (side: Workspace) => Promise<MemoryRecords>;
}

/** Second places that are tried with one that showed nothing alone. */
const MOST_SECOND = 2;

/**
 * Where two places reach the same peak one after the other, neither fix lowers it alone. With each fix that changed nothing in place the program
 * is looked at again: what holds most then is fixed as well, and both are judged together.
 */
export async function tryTogether(together: Together, world: World): Promise<RoundAttempts> {
  const attempts: Attempt[] = [];
  for (const first of together.attempts) {
    const located = together.findings.find(({ finding }) => finding === first.finding);
    if (first.verdict.kind !== "within-noise" || located === undefined) continue;
    for (const second of await findBehind(first, located, together)) {
      const { attempt, newSource } = await attemptBoth(first, located, second, together, world);
      attempts.push(attempt);
      await together.input.keep(attempt);
      if (attempt.verdict.kind !== "kept" || newSource === undefined) continue;
      await acceptEdit(together.conditions.trial, located.finding.file, newSource);
      return { attempts, kept: located };
    }
  }
  return { attempts };
}

/** What holds most once the first fix is in place, and has a fix in the same file. */
async function findBehind(
  first: Attempt,
  { place, finding }: LocatedFinding,
  { conditions, trace, moduleOf, input }: Together,
): Promise<readonly LocatedFinding[]> {
  const { source } = place.context;
  const side = conditions.trial.new;
  const file = side.locate(finding.file);
  if (file === undefined) return [];
  await side.write(file, encodeSource(source, applyEdits(source.text, first.fix.edits)));
  try {
    const held = heldAtPeak(await trace(side), placeInOriginal(side.copy, side.root));
    const found = await findHeld({ ...held, moduleOf }, input.sourcesOf(side));
    return found
      .filter((other) => other.finding.automatic && other.finding.file === finding.file)
      .slice(0, MOST_SECOND);
  } finally {
    await side.write(file, encodeSource(source, source.text));
  }
}

async function attemptBoth(
  first: Attempt,
  { place }: LocatedFinding,
  second: LocatedFinding,
  { round, conditions }: Together,
  world: World,
): ReturnType<typeof attemptEdits> {
  const { source } = place.context;
  const planned = planFix(second.finding, second.place.context);
  const edits = planned.kind === "fix" ? planned.fix.edits : [];
  const assumes = planned.kind === "fix" ? planned.fix.assumes : [];
  const changes = planned.kind === "fix" && planned.fix.changes === first.fix.changes ? first.fix.changes : undefined;
  const text = applyEdits(second.place.context.source.text, edits);
  const fix: Fix = {
    rule: second.finding.rule,
    edits: [editBetween(source.text, text)],
    assumes: [...first.fix.assumes, ...assumes],
    ...(changes !== undefined && { changes }),
  };
  const { attempt, newSource } = await attemptEdits(fix, { finding: second.finding, source, round, conditions }, world);
  const { rule, function: owner, line } = first.finding;
  return { attempt: { ...attempt, together: { rule, function: owner, line } }, ...(newSource && { newSource }) };
}
