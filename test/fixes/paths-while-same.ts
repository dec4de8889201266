import type { Case } from "./old-and-new.ts";
import { DICT, NAME, ofDict, rowCase, rowsSeen } from "./rows-while-same.ts";

/** The same, where a path leads to the list. */
const led = (asked: string, made: string, { make = "Row", add = "" } = {}): Case => {
  const each = rowCase(asked, make, asked);
  return { ...each, text: `${each.text.replaceAll("self.rows = rows", made)}${add}` };
};
const tables = "self.tables = {'a': {'b': rows}}";
const page = "self.page = Page(rows)";
const PAGE = "class Page:\n    def __init__(self, rows):\n        self.rows = rows\n        self.none = None\n";
const walkOf = (path: string): string => `for row in ${path}:\n            if row.key == x: return row.at`;

const ofPage = (each: Case): Case => ({ ...each, setup: (each.setup ?? "").replaceAll("box.rows", "box.page.rows") });

/** Scans of what paths lead to, with what is written in their place. */
export const pathWalks: readonly (readonly [Case, string])[] = [
  [led(walkOf("self.page.rows"), page, { add: PAGE }), "for row in _equal_in_by_key(self.page.rows, x):"],
  [led(walkOf("self.page.rows or []"), page, { add: PAGE }), "for row in _equal_in_by_key(self.page.rows or [], x):"],
  [
    led("for i, row in enumerate((self.page.rows or [])):\n            if row.key == x: return i", page, { add: PAGE }),
    "for i, row in _equal_pairs_by_key((self.page.rows or []), x):",
  ],
  [
    led("return [row.at for row in (self.tables['a'].get('b') or []) if row.key == x]", tables),
    "for row in _equal_in_by_key(self.tables['a'].get('b') or [], x) if",
  ],
  [led(walkOf("self.tables['a']['b']"), tables), "for row in _equal_in_by_key(self.tables['a']['b'], x):"],
  [
    led(walkOf("self.tables.get('a', {}).get('b', [])"), tables),
    "for row in _equal_in_by_key(self.tables.get('a', {}).get('b', []), x):",
  ],
  [
    led(`name = 'b'\n        ${walkOf("self.tables['a'].get(name, ())")}`, tables),
    "for row in _equal_in_by_key(self.tables['a'].get(name, ()), x):",
  ],
  [
    led(`rows = self.tables['a'].get('b', [])\n        ${walkOf("rows")}`, tables),
    "for row in _equal_in_by_key(rows, x):",
  ],
  [
    led(`rows = self.tables['a'].get('b') or []\n        ${walkOf("rows")}`, tables),
    "for row in _equal_in_by_key(rows, x):",
  ],
  [
    led(`rows = self.page.rows\n        return next((row for row in rows if x == row.key), None)`, page, { add: PAGE }),
    "for row in _equal_in_by_key(rows, x) if",
  ],
  [
    led(
      "for i, row in enumerate(self.tables['a']['b']):\n            if row.key == x and row.at: return i, row",
      tables,
    ),
    "for i, row in _equal_pairs_by_key(self.tables['a']['b'], x):",
  ],
  [
    led("return [row['at'] for row in self.tables['a']['b'] if row.get('key') == x]", tables, { make: DICT }),
    "for row in _equal_in_by_key(self.tables['a']['b'], x) if",
  ],
  [
    {
      ...led("return [row for row in self.page.rows if row.lower() == x.lower()]", page, { make: NAME, add: PAGE }),
      seen: rowsSeen("str"),
    },
    "for row in _equal_in_by_lower_both(self.page.rows, x) if",
  ],
  [
    ofPage(ofDict(led("return [row.at for row in self.page.rows.values() if row.key == x]", page, { add: PAGE }))),
    "in _equal_values_by_key(self.page.rows, x) if",
  ],
];
