import type { JSX } from "preact";
import type { PageWeight } from "../../src/protocol/page-profile.ts";
import type { Loaded } from "../model/profile.ts";
import type { Matches } from "../model/search.ts";
import type { Choice, Mode, Shown } from "../scene.ts";
import { percent, WEIGHT_WORDS, weightWord } from "../words.ts";

/** What the toolbar changes. */
export interface ToolbarProps {
  readonly profiles: readonly Loaded[];
  /** The profile that is shown. */
  readonly profile: Loaded;
  readonly choice: Choice;
  readonly query: string;
  readonly matches: Matches | undefined;
  readonly onChoice: (choice: Choice) => void;
  readonly onQuery: (query: string) => void;
}

const MODES: readonly (readonly [Mode, string])[] = [
  ["flame", "Flame graph"],
  ["time", "Time order"],
  ["lanes", "Timeline"],
  ["inverted", "Inverted"],
  ["sandwich", "Sandwich"],
  ["tree", "Call tree"],
];

/** The ways to look, the weights, threads, profiles, and the search. */
export function Toolbar(props: ToolbarProps): JSX.Element {
  const { profiles, profile, choice, query, matches, onChoice, onQuery } = props;
  const hasOrder = profile.timeline.length > 0;
  const isOnClock = choice.mode === "time" || choice.mode === "lanes";
  const isDifference = typeof choice.shown !== "number";
  const modes = MODES.filter(([mode]) =>
    isDifference ? mode === "flame" || mode === "tree" : (mode !== "time" && mode !== "lanes") || hasOrder,
  );
  return (
    <div class="toolbar">
      <div class="segments" role="group" aria-label="View">
        {modes.map(([mode, word]) => (
          <button type="button" aria-pressed={choice.mode === mode} onClick={() => onChoice({ ...choice, mode })}>
            {word}
          </button>
        ))}
      </div>
      {profiles.length > 1 && <Profiles {...props} />}
      {!isOnClock && <Weights {...props} />}
      {!isDifference && choice.mode !== "lanes" && profile.threads.length > 1 && <Threads {...props} />}
      <label class="search">
        <output aria-live="polite">{matches && `${matches.functions} found · ${percent(matches.share, 1)}`}</output>
        <input
          type="search"
          placeholder="Search ( / )"
          aria-label="Search functions and files"
          value={query}
          onInput={({ currentTarget }) => onQuery(currentTarget.value)}
        />
      </label>
    </div>
  );
}

function Weights({ profile, choice, onChoice }: ToolbarProps): JSX.Element {
  return (
    <label title={WEIGHT_WORDS[choice.weight][1]}>
      <span>by</span>
      <select
        aria-label="Weight"
        value={choice.weight}
        onChange={({ currentTarget }) => onChoice({ ...choice, weight: currentTarget.value as PageWeight })}
      >
        {profile.measures.map((weight) => (
          <option value={weight}>{weightWord(weight, profile.measures)}</option>
        ))}
      </select>
    </label>
  );
}

function Profiles({ profiles, choice, onChoice }: ToolbarProps): JSX.Element {
  const choose = (value: string): void => {
    const shown: Shown = value === "difference-before" || value === "difference-after" ? value : Number(value);
    const mode = choice.mode === "tree" ? "tree" : "flame";
    onChoice({ ...choice, shown, mode, thread: undefined });
  };
  const [first, second] = profiles;
  return (
    <label>
      <span>of</span>
      <select
        aria-label="Profile"
        value={String(choice.shown)}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {profiles.map(({ title }, index) => (
          <option value={String(index)}>{title}</option>
        ))}
        <option value="difference-before">difference, as wide as {first?.title}</option>
        <option value="difference-after">difference, as wide as {second?.title}</option>
      </select>
    </label>
  );
}

function Threads({ profile, choice, onChoice }: ToolbarProps): JSX.Element {
  const choose = (value: string): void => onChoice({ ...choice, thread: value === "" ? undefined : Number(value) });
  return (
    <label>
      <span>in</span>
      <select
        aria-label="Thread"
        value={String(choice.thread ?? "")}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">{choice.mode === "time" ? "the busiest thread" : "all threads"}</option>
        {profile.threads.map((name, index) => (
          <option value={String(index)}>{name}</option>
        ))}
      </select>
    </label>
  );
}
