import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { lanesOf, type LaneRow } from "../model/lanes.ts";
import type { Loaded } from "../model/profile.ts";
import { amount, percent } from "../words.ts";

const HEIGHT = 26;
/** Of a lane's height, at its foot: the GIL. */
const GIL = 4;

const LAYERS = ["computing", "gilWait", "waiting"] as const;
const WORDS = { computing: "computing", gilWait: "waiting for the GIL", waiting: "waiting", gil: "GIL held" } as const;

interface TimelineProps {
  readonly profile: Loaded;
  /** A thread was chosen: its calls in time order. */
  readonly onThread: (thread: number) => void;
}

/** What threads, children and tasks did when: a lane each, on one clock. */
export function Timeline({ profile, onThread }: TimelineProps): JSX.Element {
  const lanes = useMemo(() => lanesOf(profile), [profile]);
  if (lanes === undefined) return <p class="quiet">In which order it happened was not kept.</p>;
  const hasGil = lanes.rows.some(({ gil }) => gil.some((part) => part > 0));
  const hasGilWait = lanes.rows.some(({ gilWait }) => gilWait.some((part) => part > 0.005));
  return (
    <div class="lanes">
      <ol>
        {lanes.rows.map((row) => (
          <li class={row.kind}>
            <LaneName row={row} onThread={onThread} />
            <Lane row={row} />
          </li>
        ))}
      </ol>
      <p class="clock" aria-hidden="true">
        <span>0</span>
        <span>{amount(lanes.span / 2, "wall")}</span>
        <span>{amount(lanes.span, "wall")}</span>
      </p>
      <ul class="legend">
        {LAYERS.filter((layer) => layer !== "gilWait" || hasGilWait).map((layer) => (
          <Swatch layer={layer} />
        ))}
        {hasGil && <Swatch layer="gil" />}
        {lanes.leftOut > 0 && <li>{lanes.leftOut} more lanes, seen for less, are not drawn</li>}
      </ul>
      <p class="quiet">
        Each look tells the stack; that it computed or waited is the share that the thread had with this stack in the
        whole run.
      </p>
    </div>
  );
}

function Swatch({ layer }: { readonly layer: keyof typeof WORDS }): JSX.Element {
  return (
    <li>
      <svg width="10" height="10" aria-hidden="true">
        <rect class={`fill ${layer}`} width="10" height="10" rx="2" />
      </svg>
      {WORDS[layer]}
    </li>
  );
}

function LaneName({ row, onThread }: { readonly row: LaneRow } & Pick<TimelineProps, "onThread">): JSX.Element {
  const { thread, kind, name } = row;
  const word = kind === "task" ? `task ${name}` : name;
  if (thread === undefined || kind === "task") return <bdi title={word}>{word}</bdi>;
  return (
    <button type="button" title={`${word}: its calls in time order`} onClick={() => onThread(thread)}>
      <bdi>{word}</bdi>
    </button>
  );
}

function Lane({ row }: { readonly row: LaneRow }): JSX.Element {
  const steps = row.computing.length;
  const below = new Float64Array(steps);
  const drawn = LAYERS.map((layer) => {
    const path = pathOf(row[layer], below, HEIGHT - GIL);
    for (const [step, part] of row[layer].entries()) below[step] = (below[step] ?? 0) + part;
    return <path class={`fill ${layer}`} d={path} />;
  });
  return (
    <svg viewBox={`0 0 ${steps} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={spoken(row)}>
      {drawn}
      <path class="fill gil" d={gilPath(row.gil)} />
    </svg>
  );
}

/** A bar for each step, on top of what is below it. */
function pathOf(parts: Float64Array, below: Float64Array, height: number): string {
  let path = "";
  for (const [step, part] of parts.entries()) {
    if (part < 0.005) continue;
    const top = (height * (1 - (below[step] ?? 0) - part)).toFixed(1);
    path += `M${step} ${top}h1v${(height * part).toFixed(1)}h-1z`;
  }
  return path;
}

function gilPath(parts: Float64Array): string {
  let path = "";
  for (const [step, part] of parts.entries()) {
    const height = (GIL - 1) * part;
    if (part >= 0.005) path += `M${step} ${(HEIGHT - height).toFixed(1)}h1v${height.toFixed(1)}h-1z`;
  }
  return path;
}

function spoken(row: LaneRow): string {
  const whole = LAYERS.reduce((total, layer) => total + sum(row[layer]), 0);
  const words = LAYERS.map((layer) => `${WORDS[layer]} ${percent(sum(row[layer]), whole)}`);
  return `${row.name}: seen for ${amount(row.seen, "wall")}, ${words.join(", ")}`;
}

const sum = (parts: Float64Array): number => parts.reduce((total, part) => total + part, 0);
