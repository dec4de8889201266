import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { visible } from "../../src/present/format/visible.ts";
import { heatSegments, heatStep } from "../../src/present/html/heat-line.ts";
import { fileHeat, hottestLine, neighboursOfLine, type HotPlace, type Neighbour } from "../model/lines.ts";
import type { Loaded } from "../model/profile.ts";
import { percent } from "../words.ts";

/** The source of a function. */
export interface SourcePanelProps {
  readonly profile: Loaded;
  /** By stack node. */
  readonly totals: Float64Array;
  readonly whole: number;
  readonly chosen: number | undefined;
  readonly onChoose: (called: number) => void;
}

/** Lines around the line in question that are in the page at once. */
const AROUND = 150;

/** The chosen function's file with its heat, at its hottest line; a line tells who calls it and what it calls. */
export function SourcePanel({ profile, totals, whole, chosen, onChoose }: SourcePanelProps): JSX.Element {
  const file = chosen === undefined ? -1 : (profile.fileOf[chosen] ?? -1);
  const hottest = useMemo(
    () => (chosen === undefined ? 0 : hottestLine(profile, totals, chosen)),
    [profile, totals, chosen],
  );
  const [picked, setPicked] = useState<number>();
  useEffect(() => setPicked(undefined), [chosen, profile]);
  const line = picked ?? hottest;
  const heat = useMemo(() => linesOf(fileHeat(profile, totals, file)), [profile, totals, file]);
  if (chosen === undefined) return <p class="quiet hint">Select a box, a row or a function to see its source.</p>;
  const text = profile.sources.get(file);
  return (
    <div class="source-panel">
      <h3>
        <bdi>{profile.names[chosen]}</bdi>
      </h3>
      <p class="place">
        <bdi>
          {profile.files[file]}:{profile.lineOf[chosen]}
        </bdi>
      </p>
      {text === undefined ? (
        <p class="quiet">The source of this file was not kept: it is not the project’s own.</p>
      ) : (
        <Lines text={text} line={line} centre={hottest} heat={heat} whole={whole} onPick={setPicked} />
      )}
      <Neighbours profile={profile} totals={totals} whole={whole} place={{ file, line }} onChoose={onChoose} />
    </div>
  );
}

type LineHeat = ReadonlyMap<number, readonly HotPlace[]>;

/** By every line that a place touches. */
function linesOf(places: readonly HotPlace[]): LineHeat {
  const lines = new Map<number, HotPlace[]>();
  for (const place of places) {
    for (let line = place.line; line <= Math.min(Math.max(place.line, place.endLine), place.line + 50); line += 1) {
      lines.set(line, [...(lines.get(line) ?? []), place]);
    }
  }
  return lines;
}

interface LinesProps {
  readonly text: readonly string[];
  readonly line: number;
  readonly centre: number;
  readonly heat: LineHeat;
  readonly whole: number;
  readonly onPick: (line: number) => void;
}

function Lines({ text, line, centre, heat, whole, onPick }: LinesProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const found = box.current?.querySelector<HTMLElement>(`[data-line="${centre}"]`);
    if (box.current && found) box.current.scrollTop = found.offsetTop - box.current.clientHeight / 2;
  }, [centre, text]);
  const first = Math.max(1, centre - AROUND);
  return (
    <div class="code" ref={box} role="region" aria-label="Source" tabIndex={0}>
      {text.slice(first - 1, centre + AROUND).map((code, index) => {
        const number = first + index;
        const places = heat.get(number) ?? [];
        const share =
          places.filter((place) => place.line === number).reduce((sum, { value }) => sum + value, 0) /
          Math.max(1, whole);
        return (
          <div
            key={number}
            data-line={number}
            class={number === line ? "line here" : "line"}
            onClick={() => onPick(number)}
          >
            {places.length > 0 ? (
              <button type="button" class="at" aria-label={`Line ${number}: who calls it, and what it calls`}>
                {number}
              </button>
            ) : (
              <span class="at">{number}</span>
            )}
            <span class={`heat h${heatStep(share)}`}>{share >= 0.005 ? percent(share, 1) : ""}</span>
            <code>{codeOf(code.slice(0, 2000), number, places, whole)}</code>
          </div>
        );
      })}
    </div>
  );
}

function codeOf(code: string, line: number, places: readonly HotPlace[], whole: number): JSX.Element[] {
  const expressions = places
    .filter(({ column, endLine }) => column >= 0 && endLine >= 0)
    .map((place) => ({
      position: {
        line: place.line,
        column: place.column,
        endLine: place.endLine,
        endColumn: place.endColumn,
      },
      share: place.value / Math.max(1, whole),
    }));
  return heatSegments(code, line, expressions).map(({ text, share }, index) => {
    const step = heatStep(share);
    return step === 0 ? (
      <span key={index}>{visible(text)}</span>
    ) : (
      <mark key={index} class={`h${step}`} title={`${percent(share, 1)} with all that it calls`}>
        {visible(text)}
      </mark>
    );
  });
}

interface NeighboursProps {
  readonly profile: Loaded;
  readonly totals: Float64Array;
  readonly whole: number;
  readonly place: { readonly file: number; readonly line: number };
  readonly onChoose: (called: number) => void;
}

function Neighbours({ profile, totals, whole, place, onChoose }: NeighboursProps): JSX.Element {
  const { file, line } = place;
  const { callers, callees } = useMemo(
    () => neighboursOfLine(profile, totals, file, line),
    [profile, totals, file, line],
  );
  const list = (title: string, neighbours: readonly Neighbour[]): JSX.Element => (
    <div>
      <h4>{title}</h4>
      {neighbours.length === 0 && <p class="quiet">nothing seen</p>}
      <ul>
        {neighbours.slice(0, 8).map(({ called, value }) => (
          <li key={called}>
            <button type="button" class="follow" onClick={() => onChoose(called)}>
              <bdi>{profile.names[called]}</bdi>
            </button>{" "}
            <span class="quiet">{percent(value, whole)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <div class="neighbours">
      {list(`Who calls line ${line}`, callers)}
      {list(`What line ${line} calls`, callees)}
    </div>
  );
}
