import { describe, expect, test } from "vitest";
import { fixSearches } from "./search-cases.ts";

describe("attributes of self", () => {
  test("are read before the loop where they are a dataclass's, also by a generator that the next statement uses up", () => {
    const fields =
      "from dataclasses import dataclass, field\n@dataclass\nclass A:\n names: list = field(default_factory=list)\n other: int = 0\n" +
      " def __post_init__(self): self.more = sorted(self.names)\n" +
      " def f(self, xs):\n  found = (x for x in xs if x in self.names and x in self.more)\n  # in order\n  return sorted(found)\n";
    const { text, fixed, obstacles } = fixSearches(fields);
    expect(fixed, obstacles.join("\n")).toEqual(["list-membership", "list-membership"]);
    expect(text).toContain("in names_set and x in more_set)");
  });

  test("are not where a class only annotates a name, which its objects need not have", () => {
    const text = "CLASS\n names: list\n def f(self, xs):\n  return [x for x in xs if x in self.names]\n";
    for (const head of ["class A:", "@dataclass(init=False)\nclass A:"]) {
      expect(fixSearches(text.replace("CLASS", head)).obstacles).toEqual(["list-membership: dynamic-names self.names"]);
    }
    const isClassVar = text.replace("CLASS", "@dataclass\nclass A:").replace("list", "ClassVar[list]");
    expect(fixSearches(isClassVar).obstacles).toEqual(["list-membership: dynamic-names self.names"]);
  });
});
