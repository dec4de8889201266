import type { JSX } from "preact";
import type { Attempt } from "../../verify/attempt.ts";
import type { VerdictKind } from "../../verify/verdict.ts";
import { formatRatio } from "../format/number.ts";
import { shortPath } from "../format/path.ts";
import { agreedLines, comparedLines, resourceLines } from "../text/fix-report.ts";
import { assumptionWords } from "../words/assumption-words.ts";
import { reasonWords, ruleTitle } from "../words/rule-words.ts";
import { Diff } from "./diff.tsx";
import { Name, Sentence } from "./name.tsx";
import { Rungs } from "./rungs.tsx";
import { Speedup } from "./speedup.tsx";

/** What an attempt is shown with. */
export interface AttemptProps {
  readonly attempt: Attempt;
  readonly cwd: string;
}

/** A kept fix: the diff, the old and new times, the prediction beside the result, what was compared. */
export function KeptFix({ attempt, cwd }: AttemptProps): JSX.Element {
  const { round, finding, fix, verdict, diff } = attempt;
  return (
    <article class="card kept">
      <h3>
        <span class="badge good">round {round}: kept</span> {capitalise(ruleTitle(finding.rule))}
      </h3>
      <p class="place">
        <Name of={`${finding.function} · ${shortPath(finding.file, cwd)}:${finding.line}`} />
      </p>
      <Speedup verdict={verdict} />
      <Diff of={diff} />
      <Rungs rung={finding.rung} />
      <ul class="quiet">
        {fix.assumes.map((assumption) => (
          <li>
            <Sentence of={assumptionWords(assumption, cwd)} />
          </li>
        ))}
        {[
          ...(verdict.resources ? resourceLines(verdict.resources) : []),
          ...agreedLines(attempt),
          ...comparedLines(verdict.compared),
        ].map((line) => (
          <li>
            <Sentence of={line} />
          </li>
        ))}
      </ul>
    </article>
  );
}

const VERDICT_WORDS: Record<VerdictKind, string> = {
  kept: "kept",
  "within-noise": "within the noise",
  slower: "slower",
  "changed-behaviour": "changed behaviour",
  "cannot-tell": "cannot tell",
  "not-applicable": "not tried",
};

/** What was tried, or would have been, and why it was not kept. */
export function RefusedFixes({
  attempts,
  cwd,
}: {
  readonly attempts: readonly Attempt[];
  readonly cwd: string;
}): JSX.Element {
  return (
    <ul class="refused">
      {attempts.map(({ round, finding, verdict, diff }) => (
        <li class="card">
          <h3>
            <span class="badge">{VERDICT_WORDS[verdict.kind]}</span> {capitalise(ruleTitle(finding.rule))}
          </h3>
          <p class="place">
            <Name of={`round ${round} · ${finding.function} · ${shortPath(finding.file, cwd)}:${finding.line}`} />
          </p>
          <p>
            <Sentence of={reasonWords(verdict, finding)} />
            {verdict.speedup &&
              ` Measured ${formatRatio(verdict.speedup.ratio)}, predicted ${formatRatio(verdict.predicted)}.`}
          </p>
          {diff !== "" && (
            <details>
              <summary>The diff that was not kept</summary>
              <Diff of={diff} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
