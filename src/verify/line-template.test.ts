import { describe, expect, it } from "vitest";
import { findDeparture, loosenTemplate, templateOf } from "./line-template.ts";

/** What the unchanged program printed in some runs, then what the new version prints: the first line that departs. */
function departure(runs: readonly string[], now: string): number | undefined {
  const [first = [], ...others] = runs.map((run) => run.split("\n"));
  const template = others.reduce((loosened, lines) => loosenTemplate(loosened, lines), templateOf(first));
  return findDeparture(template, now.split("\n"));
}

describe("a text of which runs of the unchanged program differ", () => {
  const fitting: Record<string, [string[], string]> = {
    "in a time": [["a\ntook 0.91 s\nb", "a\ntook 0.92 s\nb"], "a\ntook 1.20 s\nb"],
    "in a time whose unit changes": [["took 0.98 s", "took 1.02 s"], "took 980 ms"],
    "in an address": [["<O at 0x7f3a12> ok", "<O at 0x7f3b99> ok"], "<O at 0x55aa01> ok"],
    "in the width of a number": [["n:  9.8 x", "n: 10.2 x"], "n:   1.5 x"],
    "in a date": [["2024-01-01 10:00:00,123 done", "2024-01-01 10:00:01,456 done"], "2024-01-01 23:59:59,999 done"],
    "in a UUID": [
      ["id 123e4567-e89b-12d3-a456-426614174000", "id 00000000-e89b-12d3-a456-426614174000"],
      "id 9f3e4567-e89b-12d3-a456-4266141740ff",
    ],
    "in how many lines there are": [["start\n.\n.\nend", "start\n.\n.\n.\n.\nend"], "start\n.\nend"],
  };
  for (const [where, [runs, now]] of Object.entries(fitting)) {
    it(`allows the new version to differ ${where}`, () => {
      expect(departure(runs, now)).toBeUndefined();
    });
  }

  const departing: Record<string, [string[], string, number]> = {
    "another word beside a time": [["a\ntook 0.91 s\nb", "a\ntook 0.92 s\nb"], "a\nlost 0.91 s\nb", 1],
    "another line": [["a\nt 1\nb", "a\nt 2\nb"], "a\nt 3\nc", 2],
    "a line more": [["a\nt 1", "a\nt 2"], "a\nt 3\nmore", 2],
    "a line less": [["a\nt 1\nb", "a\nt 2\nb"], "a\nt 3", 2],
    "another end behind what differs": [["start\n.\nend 1", "start\n.\n.\nend 1"], "start\n.\nend 2", 2],
  };
  for (const [what, [runs, now, line]] of Object.entries(departing)) {
    it(`finds ${what}`, () => {
      expect(departure(runs, now)).toBe(line);
    });
  }
});
