import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { layOut } from "./model/chart.ts";
import { functionTimes } from "./model/functions.ts";
import type { Loaded } from "./model/profile.ts";
import { search } from "./model/search.ts";
import { calleeTree, callerTree } from "./model/tree.ts";
import { CallTree } from "./panels/call-tree.tsx";
import { Functions } from "./panels/functions.tsx";
import { Flame, type ViewProps } from "./panels/flame.tsx";
import { SourcePanel } from "./panels/source.tsx";
import { Timeline } from "./panels/timeline.tsx";
import { Toolbar } from "./panels/toolbar.tsx";
import { sceneOf, type Choice, type Scene } from "./scene.ts";

/** The profile below the story: flame graph, sandwich, call tree and source, linked. */
export function Explorer({ profiles }: { readonly profiles: readonly Loaded[] }): JSX.Element {
  const [choice, setChoice] = useState<Choice>({
    shown: 0,
    mode: "flame",
    weight: firstWeight(profiles),
    thread: undefined,
  });
  const [query, setQuery] = useState("");
  const [kept, setKept] = useState<{ readonly profile: Loaded; readonly called: number }>();
  const [goal, setGoal] = useState<number>();
  const box = useRef<HTMLDivElement>(null);
  const scene = useMemo(() => sceneOf(profiles, choice), [profiles, choice]);
  const matches = useMemo(() => {
    const profile = scene?.profile;
    return (
      scene &&
      search(query, scene.chart, scene.profile.names, (called) => profile?.files[profile.fileOf[called] ?? -1] ?? "")
    );
  }, [scene, query]);
  useSearchKey(box);
  const chosen = scene && kept && sameFunction(kept, scene.profile);
  const setChosen = (called: number | undefined): void =>
    setKept(called === undefined || scene === undefined ? undefined : { profile: scene.profile, called });
  const choose = (called: number | undefined): void => {
    setChosen(called);
    setGoal(called);
  };
  const pick = (called: number | undefined): void => {
    setChosen(called);
    setGoal(undefined);
  };
  useFollowing(scene, choose, box);
  if (scene === undefined) return <p class="quiet">There is no profile.</p>;
  const change = (next: Choice): void => {
    if (next.shown !== choice.shown) choose(undefined);
    setChoice(next);
  };
  // In time order a box is as wide as the clock says.
  const shown: Choice = scene.lane === undefined ? choice : { ...choice, weight: "wall" };
  const views: ViewProps = { scene, choice: shown, matches, chosen, goal, onChoose: choose, onPick: pick };
  return (
    <div class="explorer" ref={box}>
      <Toolbar {...{ profiles, profile: scene.profile, choice, query, matches }} onChoice={change} onQuery={setQuery} />
      <div class={choice.mode === "sandwich" ? "panes beside" : "panes"}>
        <View {...views} onThread={(thread) => setChoice({ ...choice, mode: "time", thread })} />
        <SourcePanel {...views} profile={scene.profile} totals={scene.totals} whole={scene.whole} />
      </div>
    </div>
  );
}

/** A live profile is another one every second: the chosen function is looked for by its name and file. */
function sameFunction(
  { profile, called }: { readonly profile: Loaded; readonly called: number },
  now: Loaded,
): number | undefined {
  if (profile === now) return called;
  const [name, file] = [profile.names[called], profile.files[profile.fileOf[called] ?? -1]];
  const found = now.names.findIndex((one, index) => one === name && now.files[now.fileOf[index] ?? -1] === file);
  return found < 0 ? undefined : found;
}

const firstWeight = (profiles: readonly Loaded[]): Choice["weight"] => profiles[0]?.measures[0] ?? "samples";

interface TimelineChoice {
  readonly onThread: (thread: number) => void;
}

function View({ onThread, ...props }: ViewProps & TimelineChoice): JSX.Element {
  const { scene, choice, onChoose } = props;
  if (choice.mode === "tree") {
    const select = (node: number): void => onChoose(scene.chart.tree.called[node]);
    return <CallTree chart={scene.chart} weight={choice.weight} names={scene.profile.names} onSelect={select} />;
  }
  if (choice.mode === "lanes" && scene.comparison === undefined)
    return <Timeline profile={scene.profile} onThread={onThread} />;
  if (choice.mode === "sandwich") return <Sandwich {...props} />;
  return <Flame {...props} chart={scene.chart} title={titleOf(scene, choice)} mostRows={30} />;
}

function titleOf({ lane, profile }: Scene, { mode }: Choice): string {
  if (lane !== undefined) return `Time order of ${profile.threads[lane.thread] ?? "the thread"}`;
  return mode === "inverted" ? "Inverted flame graph" : "Flame graph";
}

/** The functions to choose of, with the callers of the chosen one above it and what it calls below. */
function Sandwich(props: ViewProps): JSX.Element {
  const { scene, choice, matches, chosen, onChoose } = props;
  const { profile, weights, totals, whole } = scene;
  const times = useMemo(() => functionTimes(profile, weights, totals), [profile, weights, totals]);
  const slices = useMemo(() => {
    if (chosen === undefined) return undefined;
    return { up: layOut(callerTree(profile, weights, chosen)), down: layOut(calleeTree(profile, weights, chosen)) };
  }, [profile, weights, chosen]);
  return (
    <div class="sandwich">
      <Functions {...{ times, whole, weight: choice.weight, names: profile.names, matches, chosen, onChoose }} />
      <div class="slices">
        {slices === undefined ? (
          <p class="quiet hint">Choose a function: its callers stand above it, what it calls below.</p>
        ) : (
          <>
            <Flame {...props} chart={slices.up} title="Callers" mostRows={14} isUpward />
            <Flame {...props} chart={slices.down} title="Callees" mostRows={14} />
          </>
        )}
      </div>
    </div>
  );
}

/** `/` goes to the search, from anywhere on the page but fields. */
function useSearchKey(box: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      box.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** A function's name in the story leads to it in the profile. */
function useFollowing(
  scene: Scene | undefined,
  choose: (called: number) => void,
  box: { readonly current: HTMLElement | null },
): void {
  useEffect(() => {
    const clicked = (event: Event): void => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-function]") : null;
      const [line, ...path] = (target?.dataset["function"] ?? "").split(" ");
      if (target === null || scene === undefined) return;
      const { fileOf, lineOf, files } = scene.profile;
      const found = lineOf.findIndex(
        (one, called) => one === Number(line) && files[fileOf[called] ?? -1] === path.join(" "),
      );
      if (found < 0) return;
      choose(found);
      box.current?.scrollIntoView({ block: "start" });
    };
    document.addEventListener("click", clicked);
    return () => document.removeEventListener("click", clicked);
  }, [scene]);
}
