import { expect } from "vitest";
import { elementLoop } from "../../src/diagnose/rules/element-loop/rule.ts";
import { agrees, toleranceOf } from "../../src/verify/tolerance.ts";
import { fixElementLoop } from "../../src/fix/fixes/element-loop.ts";
import { fixAll, type Fixed, type Seen } from "./old-and-new.ts";
import { runWithNumpy, RUN_BOTH } from "./with-numpy.ts";

/** Fixes every loop over arrays that can be fixed. */
export const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, elementLoop, fixElementLoop, { type: "numpy.ndarray", elements: ["numpy.float64"], ...seen });

/** Of numbers from 0 to 1, always the same. */
export const random = "np.random.RandomState(7).rand";

/** One statement a line: of `if x: a; b; else: c; d` the last one, where it stores or returns, is the loop's own. */
export function lines(body: string): string {
  const made: string[] = [];
  let depth = 0;
  for (const part of body.split("; ")) {
    const isElse = /^el(?:se|if)\b/u.test(part);
    if (isElse) depth = 0;
    const [, header, rest] = /^((?:if|elif|else|for)\b[^:]*:) ?(.*)$/u.exec(part) ?? [];
    if (depth > 0 && /^(?:out|count)\b/u.test(part)) depth = 0;
    if (header === undefined) made.push(`${"    ".repeat(depth)}${part}`);
    else {
      made.push(header, ...(rest ? [`    ${rest}`] : []));
      depth = 1;
    }
  }
  return made.map((line) => `        ${line}\n`).join("");
}

/** So few turns at once that the small arrays take several times. */
function inParts(text: string | undefined): string | undefined {
  return text?.replaceAll("32768", "8");
}

/** What lies close enough is as good as the same, where something was agreed to. */
function isNear(old: unknown, now: unknown, { program }: Seen): boolean {
  const tolerance = program?.agreed?.tolerance;
  return tolerance !== undefined && agrees(JSON.stringify(old), JSON.stringify(now), toleranceOf(tolerance));
}

/** Old and new answer alike; gives what became of each text. */
export function expectSameAnswers(
  all: readonly (readonly [text: string, call: string])[],
  seen: Seen = {},
): readonly Fixed[] {
  return expectAlike(all, (text) => fix(text, seen), seen);
}

/** The same for another way to fix. */
export function expectAlike(
  all: readonly (readonly [text: string, call: string])[],
  fixing: (text: string) => Fixed,
  seen: Seen = {},
): readonly Fixed[] {
  const fixed = new Map([...new Set(all.map(([text]) => text))].map((text) => [text, fixing(text)]));
  const input = JSON.stringify(all.map(([text, call]) => [text, inParts(fixed.get(text)?.text), call]));
  const outcomes = JSON.parse(runWithNumpy(["-c", RUN_BOTH], input)) as readonly (readonly [unknown, unknown])[];
  for (const [index, [old, now]] of outcomes.entries()) {
    expect(
      isNear(old, now, seen) ? old : now,
      `${all[index]?.[1] ?? ""}\n${fixed.get(all[index]?.[0] ?? "")?.text ?? ""}`,
    ).toEqual(old);
  }
  expect(outcomes.length).toBe(all.length);
  return [...fixed.values()];
}
