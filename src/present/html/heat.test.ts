import { expect, test } from "vitest";
import { visible } from "../format/visible.ts";
import { functionLines } from "./function-lines.ts";
import { heatSegments, heatStep, type HotStretch } from "./heat-line.ts";

const at = (column: number, endColumn: number, share: number): HotStretch => ({
  position: { line: 3, column, endLine: 3, endColumn },
  share,
});

test("expressions inside of each other add up, and what is between them has no heat", () => {
  const line = "    if x in ys: go(x)";
  const segments = heatSegments(line, 3, [at(7, 14, 0.5), at(12, 14, 0.1), at(16, 21, 0.05)]);
  expect(segments.map(({ text, share }) => [text, Number(share.toFixed(2))])).toEqual([
    ["    if ", 0],
    ["x in ", 0.5],
    ["ys", 0.6],
    [": ", 0],
    ["go(x)", 0.05],
  ]);
  expect(segments.map(({ text }) => text).join("")).toBe(line);
  expect([0, 0.006, 0.2, 0.9].map(heatStep)).toEqual([0, 1, 3, 5]);
});

test("an expression of several lines warms each from its first character on, and columns beyond a line are cut", () => {
  const position = { line: 1, column: 4, endLine: 3, endColumn: 99 };
  const texts = ["x = call(", "    a,", "  b)"];
  const hot = texts.map((text, index) =>
    heatSegments(text, index + 1, [{ position, share: 0.4 }])
      .filter(({ share }) => share > 0)
      .map(({ text: part }) => part)
      .join("|"),
  );
  expect(hot).toEqual(["call(", "a,", "b)"]);
  expect(heatSegments("", 2, [{ position, share: 0.4 }])).toEqual([]);
});

test("a function is shown to its end, a long one around what is hot", () => {
  const short = "import x\n\n@cache\ndef f(\n    a,\n):\n    return a\n\nprint(f(1))\n";
  expect(functionLines(short, 3, []).map((line) => line?.line)).toEqual([3, 4, 5, 6, 7]);
  const long = `def f():\n${"    step()\n".repeat(500)}`;
  const shown = functionLines(long, 1, [250]);
  expect(shown.filter((line) => line === undefined)).toHaveLength(2);
  expect(shown.at(-2)?.line).toBe(254);
  expect(functionLines("x".repeat(1e6), 1, [1])[0]?.text).toHaveLength(2001);
});

test("what cannot be seen, or turns what stands beside it, is written as an escape", () => {
  expect(visible("a\u202eb\u0000c\u200bd\u2028\u001b[1m\tend\n")).toBe(
    "a\\u202eb\\u0000c\\u200bd\\u2028\\u001b[1m\tend\n",
  );
  expect(visible("naïve 名前 😀")).toBe("naïve 名前 😀");
});
