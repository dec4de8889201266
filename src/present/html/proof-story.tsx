import type { JSX } from "preact";
import type { CompileRecord } from "../../journal/compile-record.ts";
import type { VerifyRecord } from "../../journal/verify-record.ts";
import { formatRatio } from "../format/number.ts";
import { plain } from "../format/paint.ts";
import { compileReport } from "../text/compile-report.ts";
import { verifyReport } from "../text/verify-report.ts";
import { Diff } from "./diff.tsx";
import { Name } from "./name.tsx";
import { Report, Title } from "./report.tsx";
import { MeasuredGain } from "./speedup.tsx";

/** The story of a verify: same behaviour and faster, or why not. */
export function VerifyStory({ record }: { readonly record: VerifyRecord }): JSX.Element {
  const { outcome, command, id } = record;
  const { speedup } = outcome;
  return (
    <>
      <Title kind="verify" command={command} facts={[`verify ${id}`]}>
        <Name of={record.new} />: {outcome.kind === "kept" ? "same behaviour" : outcome.kind.replaceAll("-", " ")}
        {speedup !== undefined && `, ${formatRatio(speedup.ratio)} as fast`}
      </Title>
      {speedup !== undefined && (
        <section>
          <h2>How sure that is</h2>
          <MeasuredGain speedup={speedup} {...(outcome.times && { times: outcome.times })} />
        </section>
      )}
      <Report text={verifyReport(record, plain)} />
    </>
  );
}

/** The story of a compile: whether a compiled module is worth it. */
export function CompileStory({ record }: { readonly record: CompileRecord }): JSX.Element {
  const { command, best, patch, id, run } = record;
  return (
    <>
      <Title kind="compile" command={command} facts={[`Python ${run.python.version}`, `compile ${id}`]}>
        {best === undefined ? "Nothing compiled was proven faster" : `${best} is faster, and does the same`}
      </Title>
      {patch !== "" && (
        <section>
          <h2>What it was compiled with</h2>
          <Diff of={patch} />
        </section>
      )}
      <Report text={compileReport(record, plain)} />
    </>
  );
}
