import { describe, expect, it } from "vitest";
import { parseShebang } from "./shebang.ts";

describe("a #! line", () => {
  it.each([
    ["#!/usr/bin/python3", "/usr/bin/python3", true],
    ["#! /opt/py/bin/python3.12 -u", "/opt/py/bin/python3.12", true],
    ["#!/usr/bin/env python3", "python3", false],
    ["#!/usr/bin/env python", "python", false],
    ["#!/usr/bin/env python3.11\r", "python3.11", true],
    ["#!/usr/bin/env -S python3 -u", "python3", false],
    ["#!/usr/bin/env -S PYTHONHASHSEED=0 python3.9 -O", "python3.9", true],
    ["#!/usr/bin/env -Spython3.13t", "python3.13t", true],
    ["#!/usr/bin/env pypy3", "pypy3", true],
  ])("%s names %s", (line, interpreter, isSpecific) => {
    expect(parseShebang(line)).toEqual({ interpreter, isSpecific });
  });

  it.each([
    "#!/bin/sh",
    "#!/usr/bin/env -S uv run --script",
    "#!/usr/bin/env",
    "#!",
    "",
    "print('#!/usr/bin/python')",
    "#!/usr/bin/pythonic",
  ])("%j names no Python", (line) => {
    expect(parseShebang(line)).toBeUndefined();
  });
});
