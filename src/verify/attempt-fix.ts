import { relative } from "node:path";
import type { World } from "../base/world.ts";
import type { Finding } from "../diagnose/finding.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { LocatedFinding } from "../diagnose/diagnose.ts";
import type { Fix } from "../fix/fix.ts";
import { planFix } from "../fix/fixes.ts";
import { checkAssumptions } from "../fix/declared/check-assumptions.ts";
import { applyEdits } from "../source/edit.ts";
import { encodeSource } from "../source/read-source.ts";
import type { Attempt } from "./attempt.ts";
import { formatDiff } from "./diff.ts";
import { verifyAttempt, type VerifyInput } from "./verify.ts";
import type { Verdict } from "./verdict.ts";

/** What all attempts of one `fix` share. */
export interface AttemptConditions extends Pick<
  VerifyInput,
  "trial" | "python" | "expectedExit" | "tests" | "replay" | "benchmark" | "isReplayOnly" | "needsFasterCalls"
> {
  /** Keeps no fix that assumes anything about what was not seen. */
  readonly isStrict: boolean;
  /** How far floats may lie apart after a fix that adds in another order: what the user agrees with. */
  readonly tolerance?: number;
}

/** An attempt, with the changed file's new bytes where there was a fix to try. */
export interface Attempted {
  readonly attempt: Attempt;
  readonly newSource?: Uint8Array;
}

/** Plans the fix of a finding, tries it on the copy, and gives the verdict. Nothing is kept here. */
export async function attemptFix(
  { finding, place }: LocatedFinding,
  round: number,
  conditions: AttemptConditions,
  world: World,
): Promise<Attempted> {
  const { context } = place;
  const { source } = context;
  const planned = finding.automatic ? planFix(finding, context) : { kind: "none" as const, obstacles: [] };
  if (planned.kind === "none") {
    const blocked = { ...finding, automatic: false, obstacles: [...finding.obstacles, ...planned.obstacles] };
    const fix: Fix = { rule: finding.rule, edits: [], assumes: [], changes: context.function.qualname };
    const verdict = notApplicable(finding.ceiling, "There is no fix that is right for what was seen.");
    return { attempt: { round, finding: blocked, fix, diff: "", verdict } };
  }
  const fixes = [planned.fix, ...(planned.otherwise ?? [])];
  const [first = planned.fix, ...others] = fixes.map((fix) =>
    checkAssumptions(fix, context, place.candidate.expression),
  );
  const trying: Trying = { finding, source, round, conditions };
  let attempted = await attemptEdits(first, trying, world);
  for (const fix of others) {
    if (attempted.attempt.verdict.kind === "kept") break;
    attempted = await attemptEdits(fix, trying, world);
  }
  return attempted;
}

/** What edits are tried for. */
export interface Trying {
  readonly finding: Finding;
  readonly source: SourceFile;
  readonly round: number;
  readonly conditions: AttemptConditions;
}

/** Tries edits on the copy, and gives the verdict. */
export async function attemptEdits(
  fix: Fix,
  { finding, source, round, conditions }: Trying,
  world: World,
): Promise<Attempted> {
  const newText = applyEdits(source.text, fix.edits);
  const diff = formatDiff({ file: source.path, old: source.text, new: newText }, world.cwd);
  if (conditions.isStrict && fix.assumes.length > 0) {
    const verdict = notApplicable(
      finding.ceiling,
      "It assumes something about what was not seen, and --strict was given.",
    );
    return { attempt: { round, finding, fix, diff, verdict } };
  }
  const contradicted = contradictionOf(fix, world.cwd);
  if (contradicted !== undefined) {
    const verdict = { ...notApplicable(finding.ceiling, contradicted), kind: "cannot-tell" } as const;
    return { attempt: { round, finding, fix, diff, verdict } };
  }
  const oldSource = encodeSource(source, source.text);
  const newSource = encodeSource(source, newText);
  const verdict = await verifyAttempt({ ...conditions, finding, fix, oldSource, newSource }, world);
  return { attempt: { round, finding, fix, diff, verdict }, newSource };
}

/** Where the source itself speaks against what the fix assumes. */
function contradictionOf({ assumes }: Fix, cwd: string): string | undefined {
  for (const { code, about, declared } of assumes) {
    const against = declared?.find(({ says }) => says === "contradicts");
    if (against === undefined) continue;
    const where = `${against.how} \`${against.text}\`, ${against.file === undefined ? "" : `${relative(cwd, against.file)} `}line ${against.line}`;
    return `The source speaks against what the fix assumes of \`${about}\` (${code}): ${where}.`;
  }
  return undefined;
}

function notApplicable(predicted: number, reason: string): Verdict {
  const compared = { calls: 0, harderCalls: 0, outputs: [], tests: "not-asked" as const, notCompared: [] };
  return { kind: "not-applicable", predicted, reason, compared };
}
