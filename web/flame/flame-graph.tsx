import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { rowCount, tellingRows } from "../model/chart.ts";
import { FlameView, type FlameEvents, type FlameInput } from "./flame-view.ts";
import { ROW } from "./paint.ts";

/** A flame graph in the page. */
export interface FlameGraphProps extends FlameInput, FlameEvents {
  readonly title: string;
  readonly mostRows: number;
  /** A function that something else on the page chose: it is looked for. */
  readonly goal: number | undefined;
  /** Says what the selected box is. */
  readonly description: string;
}

/** A flame graph on a canvas, with keys: arrows, Enter, + and −, Escape. */
export function FlameGraph(props: FlameGraphProps): JSX.Element {
  const { chart, colours, fill, label, matches, isUpward, title, mostRows, goal, description } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRef<FlameView>(undefined);
  const events = useRef<FlameEvents>(props);
  events.current = props;
  useEffect(() => {
    if (canvas.current === null || scroller.current === null) return;
    view.current = new FlameView(canvas.current, scroller.current, {
      onSelect: (node) => events.current.onSelect(node),
      onReveal: (node) => events.current.onReveal(node),
      onHover: (node) => events.current.onHover(node),
    });
  }, []);
  useEffect(() => view.current?.show({ chart, colours, fill, label, matches, isUpward }));
  useEffect(() => {
    if (goal !== undefined) view.current?.selectFunction(goal);
  }, [goal, chart]);
  const height = rowCount(chart) * ROW;
  const shown = useMemo(() => Math.min(mostRows, Math.max(6, tellingRows(chart) + 2)) * ROW, [chart, mostRows]);
  return (
    <>
      <div
        class="flame"
        ref={scroller}
        tabIndex={0}
        role="application"
        aria-roledescription="flame graph"
        aria-label={`${title}. Arrow keys go to callers, callees and neighbours; Enter zooms, Escape shows all.`}
        style={{ height: `${Math.max(ROW * 3, Math.min(height, shown))}px` }}
      >
        <div style={{ height: `${height}px` }}>
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
      <span class="hidden" aria-live="polite">
        {description}
      </span>
    </>
  );
}
