import type { JSX } from "preact";
import type { FunctionGrowth } from "../../growth/function-growth.ts";
import type { ScaleRecord } from "../../journal/scale-record.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount, formatPercent } from "../format/number.ts";
import { plain } from "../format/paint.ts";
import { scaleReport } from "../text/scale-report.ts";
import { growthWords } from "../words/growth-words.ts";
import { LinePlot } from "./line-plot.tsx";
import { Name } from "./name.tsx";
import { Report, Title } from "./report.tsx";

/** Functions whose growth is drawn: more lines cannot be told apart. */
const DRAWN = 5;

/** The story of a scale: which function will dominate, how each grows, and the report. */
export function ScaleStory({ record }: { readonly record: ScaleRecord }): JSX.Element {
  const { command, python, sizes, growth, id } = record;
  const [first] = growth.functions;
  const drawn = growth.functions.filter(({ course }) => course.length > 1).slice(0, DRAWN);
  const facts = [
    `Python ${python.version}`,
    `n = ${sizes.map(({ size }) => formatCount(size)).join(", ")}`,
    `scale ${id}`,
  ];
  return (
    <>
      <Title kind="scale" command={command} facts={facts}>
        {first === undefined ? <>No function’s growth can be told.</> : <Answer first={first} />}
      </Title>
      {drawn.length > 0 && (
        <section>
          <h2>How each function grows</h2>
          <p class="quiet">
            Own time by size, both by powers of ten: a straight line is a power of n, dashed is predicted, bars are 95
            %.
          </p>
          <LinePlot
            isLogarithmic
            lines={drawn.map(lineOf)}
            across={(size) => formatCount(size)}
            up={(time) => formatDuration(time)}
            words={drawn.map((part) => `${part.function} grows with ${growthWords(part.self)}`).join("; ")}
          />
        </section>
      )}
      <Report text={scaleReport(record, plain)} />
    </>
  );
}

function Answer({ first }: { readonly first: FunctionGrowth }): JSX.Element {
  const ahead = first.course.find(({ predicted }) => predicted);
  return (
    <>
      <Name of={first.function} /> grows with {growthWords(first.self)}
      {ahead !== undefined && (
        <>
          : {formatPercent(ahead.share.value).replace(" ", "\u00a0")} of the time at {formatCount(ahead.size)}
        </>
      )}
    </>
  );
}

const lineOf = (part: FunctionGrowth): Parameters<typeof LinePlot>[0]["lines"][number] => ({
  name: `${part.function} · ${growthWords(part.self)}`,
  points: part.course.map(({ size, self, predicted }) => ({
    x: size,
    y: self.value,
    low: self.low,
    high: self.high,
    isPredicted: predicted,
  })),
});
