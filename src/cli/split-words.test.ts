import { describe, expect, it } from "vitest";
import { splitWords } from "./split-words.ts";

describe("splitWords", () => {
  it.each([
    ["app.py {n}", ["app.py", "{n}"]],
    ['  app.py   --name \'a b\' "c \\"d\\"" e\\ f ', ["app.py", "--name", "a b", 'c "d"', "e f"]],
    ["a''b --x='1 2'", ["ab", "--x=1 2"]],
    ["'' end", ["", "end"]],
    ['"a\\b"', ["a\\b"]],
  ])("splits %s as a shell does", (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each(["app.py 'open", 'app.py "open', "app.py end\\"])("refuses %s, which is not closed", (text) => {
    expect(() => splitWords(text)).toThrow(/not closed/);
  });
});
