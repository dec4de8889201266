import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { disabledLogging } from "../../src/diagnose/rules/disabled-logging/rule.ts";
import { fixDisabledLogging } from "../../src/fix/fixes/disabled-logging.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const logger: Seen = { type: "logging.Logger" };
const head = "import logging\nlog = logging.getLogger('case')\nlog.propagate = False\n";
/** Every handler's records are seen; levels, `disable` and children change as the calls go on. */
const setup = `
import logging
SEEN = []
class Keeping(logging.Handler):
    def emit(self, record):
        SEEN.append((record.levelno, record.getMessage(), record.funcName))
logging.getLogger('case').handlers[:] = [Keeping()]
logging.getLogger('case.child').propagate = True
logging.disable(logging.NOTSET)
def at(level, off=logging.NOTSET):
    logging.getLogger('case').setLevel(level)
    logging.disable(off)
    return f
`;
const calls = [
  "at(logging.DEBUG)([1, 'a'])",
  "at(logging.INFO)([1, 'a'])",
  "at(logging.WARNING)((3,))",
  "at(logging.ERROR)(None)",
  "at(logging.DEBUG, logging.INFO)({'a': 2})",
  "at(logging.NOTSET)(float('nan'))",
  "at(5)([])",
  "f('%s %d {}')",
];
const shapes: readonly (readonly [name: string, text: string])[] = [
  ["an f-string", `${head}def f(x):\n    log.debug(f"got {x!r:>9}")\n    return x\n`],
  [
    "a text that % makes",
    `${head}def f(x):\n    for _ in range(2):\n        log.info("got %r %s" % (x, 2))  # twice\n`,
  ],
  [
    "several lines",
    `${head}def f(x):\n    log.warning(\n        "got {}: %s".format(x)\n        + str(x), 'y',\n    )\n    return 1\n`,
  ],
  [
    "a child by a parameter",
    "import logging as lg\ndef g(log, x):\n\tif x:\n\t\tlog.info(f\"{x}\", exc_info=False)\n\telse:\n\t\treturn 3\ndef f(x): return g(lg.getLogger('case.child'), x)\n",
  ],
  [
    "an attribute",
    "import logging\nclass C:\n    def __init__(self):\n        self.log = logging.getLogger('case')\n    def tell(self, x):\n        self.log.debug('%s', repr(x))\ndef f(x): C().tell(x)\n",
  ],
];
const cases = shapes.map(([name, text]): Case => ({ name, text, calls, setup, seen: logger, fixes: 1 }));

function fixedText(index: number): string {
  return fixAll(shapes[index]?.[1] ?? "", disabledLogging, fixDisabledLogging, logger).text;
}

describe("disabled-logging", () => {
  test("asks first, and tells the same", () => {
    for (const each of cases)
      expect(fixAll(each.text, disabledLogging, fixDisabledLogging, logger).fixes, each.name).toBe(1);
    expectSame(cases, disabledLogging, fixDisabledLogging);
  });

  test("keeps lines, blanks and comments as they are", () => {
    expect(fixedText(1)).toContain(
      '        if log.isEnabledFor(logging.INFO):\n            log.info("got %r %s" % (x, 2))  # twice\n',
    );
    expect(fixedText(3)).toContain(
      '\t\tif log.isEnabledFor(lg.INFO):\n\t\t\tlog.info(f"{x}", exc_info=False)\n\telse:',
    );
  });
});

const left: readonly (readonly [why: string, obstacles: readonly string[], code: string])[] = [
  ["calls that may do something", ["left-out"], 'log.debug(f"{x} {told(x)}")'],
  ["methods that may do something", ["left-out"], 'log.debug("%s", x.describe())'],
  ["what uses an iterator up", ["left-out"], 'log.debug(", ".join(x))'],
  ["what binds a name", ["left-out"], 'log.debug(f"{(y := x)}")'],
  ["what takes the next", ["left-out"], 'log.debug(f"{next(x)}")'],
  ["a statement beside", ["other-use"], 'log.debug(f"{x}"); x.clear()'],
  ["a statement on its condition's line", ["other-use"], 'if x: log.debug(f"{x}")'],
  ["a text without work", [], 'log.debug("%s" "!", x)'],
  ["what is asked already", [], 'if log.isEnabledFor(10):\n        log.debug(f"{x}")'],
  ["functions of the module, which may set logging up", [], 'logging.debug(f"{x}")'],
  ["what the call gives", [], 'return log.debug(f"{x}")'],
  ["errors, which are wanted", [], 'log.error(f"{x}")'],
  ["loggers that have to be looked for", [], 'logging.getLogger("a").debug(f"{x}")'],
  ["a property", [], 'x.logger.debug(f"{x}")'],
];

test.each(left)("leaves %s", (_, obstacles, code) => {
  const text = `${head}from m import told\ndef f(x):\n    ${code}\n`;
  const done = fixAll(text, disabledLogging, fixDisabledLogging, logger);
  expect(done).toMatchObject({ fixes: 0, text });
  expect([...new Set(done.obstacles)]).toEqual(obstacles);
});

test("fixtures are fixed or left as they are", () => {
  const folder = join(import.meta.dirname, "../../fixtures/rules/disabled-logging");
  const seen: Readonly<Record<string, Seen>> = { "near-miss-own.py": { type: "__main__.Log" } };
  for (const name of readdirSync(folder)) {
    // Only measuring tells that the log is read.
    if (name === "near-miss-heard.py") continue;
    const text = readFileSync(join(folder, name), "utf8");
    const done = fixAll(text, disabledLogging, fixDisabledLogging, seen[name] ?? logger);
    expect(done.fixes, name).toBe(name === "slow.py" ? 2 : 0);
  }
});
