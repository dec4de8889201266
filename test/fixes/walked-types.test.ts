import { expect, test } from "vitest";
import { fixSearches } from "./search-cases.ts";

test.each(["dict_values", "collections.deque"])("a search through %s is named, and not changed", (type) => {
  const text = "def f(xs, names):\n    return [x for x in xs if x in names]\n";
  const done = fixSearches(text, { type });
  expect([done.fixed, done.obstacles]).toEqual([[], ["list-membership: not-a-list names"]]);
});
