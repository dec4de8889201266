import type { JSX } from "preact";
import { visible } from "../format/visible.ts";

/** A line of a plot; what is predicted is drawn dashed. */
export interface PlottedLine {
  readonly name: string;
  readonly points: readonly PlottedPoint[];
}

interface PlottedPoint {
  readonly x: number;
  readonly y: number;
  /** 95 % interval. */
  readonly low?: number;
  readonly high?: number;
  readonly isPredicted?: boolean;
}

interface LinePlotProps {
  readonly lines: readonly PlottedLine[];
  /** Both axes by powers: a straight line is a power, its slope the exponent. */
  readonly isLogarithmic?: boolean;
  readonly across: (x: number) => string;
  readonly up: (y: number) => string;
  /** What is read out. */
  readonly words: string;
}

const [WIDTH, HEIGHT, LEFT, FOOT, TOP] = [720, 240, 74, 22, 10] as const;

/** Lines on two axes, with their intervals. */
export function LinePlot({ lines, isLogarithmic = false, across, up, words }: LinePlotProps): JSX.Element {
  const points = lines.flatMap((line) => line.points);
  const isPositive = ({ x, y }: PlottedPoint): boolean => !isLogarithmic || (x > 0 && y > 0);
  const drawn = points.filter(isPositive);
  if (drawn.length < 2) return <></>;
  const xs = axisOf(
    drawn.map(({ x }) => x),
    isLogarithmic,
  );
  const heights = drawn.flatMap(({ y, high = y }) => [y, high]);
  const ys = axisOf(isLogarithmic ? heights : [0, ...heights], isLogarithmic);
  const place: Place = {
    x: (x) => LEFT + xs.part(x) * (WIDTH - LEFT - 8),
    y: (y) => HEIGHT - FOOT - ys.part(y) * (HEIGHT - FOOT - TOP),
  };
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={visible(words)}>
        <line class="axis" x1={LEFT} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {[ys.low, ys.high].map((y) => (
          <text class="label" x={LEFT - 8} y={place.y(y) + 4} text-anchor="end">
            {up(y)}
          </text>
        ))}
        {[xs.low, xs.high].map((x, index) => (
          <text class="label" x={place.x(x)} y={HEIGHT - 6} text-anchor={index === 0 ? "start" : "end"}>
            {across(x)}
          </text>
        ))}
        {lines.map((line, index) => (
          <Line points={line.points.filter(isPositive)} place={place} index={index} />
        ))}
      </svg>
      {lines.length > 1 && (
        <ul class="legend">
          {lines.map(({ name }, index) => (
            <li>
              <svg width="18" height="10" aria-hidden="true">
                <line class={`line line-${index % 5}`} x1="0" x2="18" y1="5" y2="5" />
              </svg>
              <bdi>{visible(name)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

interface Place {
  readonly x: (x: number) => number;
  readonly y: (y: number) => number;
}

function Line({
  points,
  place,
  index,
}: {
  readonly points: readonly PlottedPoint[];
  readonly place: Place;
  readonly index: number;
}): JSX.Element {
  const style = `line line-${index % 5}`;
  const known = points.filter(({ isPredicted }) => isPredicted !== true);
  const ahead = points.slice(Math.max(0, known.length - 1));
  return (
    <>
      <path class={style} d={pathOf(known, place)} />
      {ahead.length > 1 && <path class={`${style} dashed`} d={pathOf(ahead, place)} />}
      {points.map(({ x, low, high }) =>
        low === undefined || high === undefined || low <= 0 ? undefined : (
          <line class={style} x1={place.x(x)} x2={place.x(x)} y1={place.y(low)} y2={place.y(high)} />
        ),
      )}
    </>
  );
}

const pathOf = (points: readonly PlottedPoint[], place: Place): string =>
  points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${place.x(x).toFixed(1)} ${place.y(y).toFixed(1)}`)
    .join("");

function axisOf(values: readonly number[], isLogarithmic: boolean): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const scale = isLogarithmic ? Math.log : (value: number): number => value;
  const span = scale(high) - scale(low) || 1;
  return { low, high, part: (value) => Math.min(1, Math.max(0, (scale(value) - scale(low)) / span)) };
}

interface Axis {
  readonly low: number;
  readonly high: number;
  /** Where a value lies between both, 0 to 1. */
  readonly part: (value: number) => number;
}
