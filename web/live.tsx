import { render, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { formatCount, formatPercent } from "../src/present/format/number.ts";
import { formatDuration } from "../src/present/format/duration.ts";
import type { LiveEvent } from "../src/present/html/live-event.ts";
import { Name } from "../src/present/html/name.tsx";
import { NatureBar } from "../src/present/html/nature.tsx";
import { visible } from "../src/present/format/visible.ts";
import { Explorer } from "./explorer.tsx";
import { load } from "./model/profile.ts";

/** Listens to the server, and draws what it says until the program has ended. */
export function listen(root: HTMLElement): void {
  const head = document.querySelector("#live");
  if (head === null) return;
  let newest: LiveEvent | undefined;
  let isFrozen = false;
  const draw = (lost?: string): void => {
    const toggle = (): void => {
      isFrozen = !isFrozen;
      draw();
    };
    render(<LiveHead event={newest} lost={lost} isFrozen={isFrozen} onFreeze={toggle} />, head);
    if (newest !== undefined && !isFrozen) render(<Explorer profiles={newest.profiles.map(load)} />, root);
  };
  head.replaceChildren();
  draw();
  const source = new EventSource("live");
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as LiveEvent;
    if (event.ended !== undefined) source.close();
    if (!isFrozen || event.ended !== undefined) newest = event;
    draw();
  });
  source.addEventListener("error", () => draw("hasten no longer answers: this is what was seen last."));
}

interface HeadProps {
  readonly event: LiveEvent | undefined;
  readonly lost: string | undefined;
  readonly isFrozen: boolean;
  readonly onFreeze: () => void;
}

/** Nature and top ten of the last seconds. */
function LiveHead({ event, lost, isFrozen, onFreeze }: HeadProps): JSX.Element {
  useFreezeKey(onFreeze);
  if (event === undefined) return <p class="quiet">{lost ?? "Looking …"}</p>;
  const { recent, whole, missed, ended } = event;
  const state = ended ?? lost ?? (isFrozen ? "frozen" : "live");
  return (
    <>
      <p class="live-state" role="status">
        {visible(state)}
      </p>
      <p class="facts quiet">
        {formatDuration(whole.wall)} watched · {formatCount(whole.samples)} samples, {formatCount(missed)} missed · GIL
        held {formatPercent(recent.gilHeld)} of the last {formatDuration(recent.wall)}{" "}
        {ended === undefined && (
          <button type="button" class="plain" aria-pressed={isFrozen} onClick={onFreeze}>
            Freeze (f)
          </button>
        )}
      </p>
      <section>
        <h2>What kind of slow, now</h2>
        <NatureBar nature={recent.nature} />
      </section>
      <section>
        <h2>The top, now and since the start</h2>
        <LiveRows rows={event.rows} />
      </section>
    </>
  );
}

function LiveRows({ rows }: Pick<LiveEvent, "rows">): JSX.Element {
  return (
    <div class="wide-table">
      <table class="live">
        <thead>
          <tr>
            <th scope="col">self now</th>
            <th scope="col">cumulative</th>
            <th scope="col">self since start</th>
            <th scope="col">cumulative</th>
            <th scope="col">function</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td>{formatPercent(row.recent.self)}</td>
              <td>{formatPercent(row.recent.cumulative)}</td>
              <td>{formatPercent(row.whole.self)}</td>
              <td>{formatPercent(row.whole.cumulative)}</td>
              <td>
                <Name of={row.function} />{" "}
                <span class="quiet">
                  <Name of={row.place} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `f` freezes, as in the terminal. */
function useFreezeKey(freeze: () => void): void {
  const [steady] = useState({ freeze });
  steady.freeze = freeze;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === "f" && !(event.target instanceof HTMLInputElement)) steady.freeze();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
