import type { LeftCase } from "./old-and-new.ts";
import { rowsSeen } from "./rows-while-same.ts";

const row = "class Row:\n    def __init__(self, key):\n        self.key = key\n";
const box = `${row}class Box:\n    def __init__(self, page): self.page = page\n    def ask(self, x):\n`;
const walk = (path: string, key = "row.key"): string => `for row in ${path}:\n            if ${key} == x: return row`;
const seen = rowsSeen("app.Row");

const left = (why: string, code: string, obstacles: readonly string[] = []): LeftCase => [why, obstacles, code, seen];

/** Paths that are not asked for as lists that may be the same each time. */
export const pathsLeft: readonly LeftCase[] = [
  left("to what may be fetched", `${box}        ${walk("self.page.get('rows')")}`),
  left("to what may be waited for", `${box}        ${walk("self.page.get('rows', timeout=3)")}`),
  left("to what a default gives", `${box}        ${walk("self.page.get('rows', [x])")}`),
  left(
    "through a method of the file",
    `${box}        ${walk("self.page.get('rows', [])")}\n    def get(self, a, b): return []`,
  ),
  left("through a call", `${box}        ${walk("self.page.head().rows")}`),
  left("by two keys", `${box}        ${walk("self.page.rows[x, x]")}`),
  left("to a slice", `${box}        ${walk("self.page.rows[1:]")}`),
  left("from the element", `${row}def f(row, x):\n    for row in row.page.rows:\n        if row.key == x: return row`),
  left(
    "to another list in each turn",
    `${row}def f(pages, x):\n    for page in pages:\n        for row in page.head.rows:\n            if row.key == x: return row`,
  ),
  left(
    "that the walk changes",
    `${box}        for row in self.page.rows:\n            if row.key == x: self.page = None`,
  ),
  left("where what is sought may not be there", `${box}        ${walk("self.page.rows").replace("== x", "== x.key")}`, [
    "not-a-name",
  ]),
  left("of rows whose key is set", `${box}        ${walk("self.page.rows")}\ndef g(row): row.key = 1`, ["not-a-name"]),
  left("that what is done may change", `${box}        for row in self.page.rows:\n            if row.key == x: x.go()`),
  left(
    "where more is asked first",
    `${box}        for row in self.page.rows:\n            if row.at and row.key == x: return row`,
    ["not-a-name"],
  ),
  left("of what a local call gives", `${box}        rows = self.page.head()\n        ${walk("rows")}`),
];
