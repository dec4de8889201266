import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { describeNode } from "../describe.ts";
import { readColours, shadesOf, type Colours } from "../flame/colours.ts";
import { FlameGraph } from "../flame/flame-graph.tsx";
import type { Chart } from "../model/chart.ts";
import { changeStep } from "../model/compare.ts";
import type { Matches } from "../model/search.ts";
import type { Choice, Scene } from "../scene.ts";
import { Legend } from "./legend.tsx";

/** What every view of a profile is told. */
export interface ViewProps {
  readonly scene: Scene;
  readonly choice: Choice;
  readonly matches: Matches | undefined;
  readonly chosen: number | undefined;
  /** What something but the flame graph chose: it has to be looked for there. */
  readonly goal: number | undefined;
  readonly onChoose: (called: number | undefined) => void;
  /** Chosen in the flame graph itself. */
  readonly onPick: (called: number | undefined) => void;
}

interface FlameProps extends ViewProps {
  readonly chart: Chart;
  readonly title: string;
  readonly mostRows: number;
  readonly isUpward?: boolean;
}

/** A flame graph with what it says of the box that is selected, or under the pointer. */
export function Flame(props: FlameProps): JSX.Element {
  const { scene, choice, matches, goal, onPick, chart, title, mostRows, isUpward = false } = props;
  const { profile } = scene;
  const colours = useColours();
  const [selected, setSelected] = useState(-1);
  const [hovered, setHovered] = useState(-1);
  useEffect(() => {
    setSelected(-1);
    setHovered(-1);
  }, [chart]);
  const fill = useFill(scene, chart, colours);
  const select = (node: number): void => {
    setSelected(node);
    if (choice.mode !== "sandwich") onPick(node < 0 ? undefined : chart.tree.called[node]);
  };
  const told = hovered >= 0 ? hovered : selected;
  const describe = (node: number): string => describeNode({ scene, chart, weight: choice.weight }, node);
  return (
    <div>
      <FlameGraph
        {...{ chart, colours, fill, matches, isUpward, title, mostRows }}
        goal={choice.mode === "sandwich" ? undefined : goal}
        label={(node) => profile.names[chart.tree.called[node] ?? -1] ?? ""}
        onSelect={select}
        onReveal={setSelected}
        onHover={setHovered}
        description={selected < 0 ? "" : describe(selected)}
      />
      <p class="told">
        <bdi>
          {told < 0
            ? `${title}: click to select, double-click or Enter to zoom, Ctrl + wheel, drag, Escape for all`
            : describe(told)}
        </bdi>
      </p>
      {!isUpward && <Legend scene={scene} />}
    </div>
  );
}

/** The colour of a box: whose code it is, or how it changed. */
function useFill({ profile, comparison }: Scene, chart: Chart, colours: Colours): (node: number) => string {
  const shades = useMemo(() => shadesOf(profile.names), [profile]);
  if (comparison !== undefined) {
    const { before, after } = comparison;
    return (node) => colours.changes[changeStep(before[node] ?? 0, after[node] ?? 0)] ?? "";
  }
  return (node) => {
    const called = chart.tree.called[node] ?? -1;
    return colours.kinds[profile.kindOf[called] ?? 0]?.[shades[called] ?? 0] ?? "";
  };
}

/** The style's colours, read anew when the scheme changes. */
function useColours(): Colours {
  const [colours, setColours] = useState(() => readColours(document.documentElement));
  useEffect(() => {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const read = (): void => setColours(readColours(document.documentElement));
    scheme.addEventListener("change", read);
    return () => scheme.removeEventListener("change", read);
  }, []);
  return colours;
}
