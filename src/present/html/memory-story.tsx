import type { JSX } from "preact";
import type { MemoryRecord } from "../../journal/memory-record.ts";
import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatCount, formatPercent } from "../format/number.ts";
import { plain } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { memoryReport } from "../text/memory-report.ts";
import { LinePlot } from "./line-plot.tsx";
import { Name } from "./name.tsx";
import { Report, Title } from "./report.tsx";

/** Lines that hold less of the peak are in the report alone. */
const LEAST = 0.01;

/** The story of a memory run: what holds the peak, how it came to be, and the report. */
export function MemoryStory({ record }: { readonly record: MemoryRecord }): JSX.Element {
  const { run, peak, held, course } = record;
  const [most] = held;
  const named = held.filter(({ share }) => share >= LEAST);
  return (
    <>
      <Title kind="memory" command={run.command} facts={[`Python ${run.python.version}`, `run ${run.id}`]}>
        {most === undefined ? (
          <>Peak {formatBytes(peak.bytes)}</>
        ) : (
          <>
            <Name of={most.function} /> holds {formatPercent(most.share)} of the peak of {formatBytes(peak.bytes)}
          </>
        )}
      </Title>
      {course.length > 1 && (
        <section>
          <h2>Held by Python over the run</h2>
          <LinePlot
            lines={[{ name: "held", points: course.map(([x, y]) => ({ x, y })) }]}
            across={(x) => formatDuration(x)}
            up={(y) => formatBytes(y)}
            words={`held memory over time, ${formatBytes(peak.bytes)} at its peak, ${formatDuration(peak.at)} into the run`}
          />
        </section>
      )}
      {named.length > 0 && (
        <section>
          <h2>Held at the peak, by line</h2>
          <Held lines={named} cwd={run.cwd} />
        </section>
      )}
      <Report text={memoryReport(record, plain)} />
    </>
  );
}

interface HeldProps {
  readonly lines: MemoryRecord["held"];
  readonly cwd: string;
}

function Held({ lines, cwd }: HeldProps): JSX.Element {
  return (
    <table class="held">
      <thead>
        <tr>
          <th scope="col">held</th>
          <th scope="col">share</th>
          <th scope="col">blocks</th>
          <th scope="col">line</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr>
            <td>{formatBytes(line.bytes)}</td>
            <td>
              <svg width="120" height="10" aria-hidden="true">
                <rect class="fill allocating" width={(120 * line.share).toFixed(1)} height="10" rx="2" />
              </svg>{" "}
              {formatPercent(line.share)}
            </td>
            <td>{formatCount(line.blocks)}</td>
            <td>
              <Name of={line.function} />{" "}
              <span class="quiet">
                <Name of={`${shortPath(line.file, cwd)}:${line.line}`} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
