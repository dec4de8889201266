import { beforeAll, describe, expect, it } from "vitest";
import { createParser } from "../src/source/python-parser.ts";
import { makeFolder, packageFolder, python } from "./launch/world.ts";
import { testPythons } from "./pythons.ts";
import { diagnoseTraps, type Diagnosed, type Offered } from "./traps/offered.ts";
import { judge, TRAPS, type Answers } from "./traps/traps.ts";

interface Caught extends Diagnosed {
  readonly answers: Answers;
}

const caught = new Map<string, Caught>();

/** All in two Python processes that fork: one that watches a short run of each, one that asks every version's probe. */
beforeAll(async () => {
  const executable = testPythons()[0] ?? python;
  const diagnosed = await diagnoseTraps(TRAPS, executable, await createParser(packageFolder), makeFolder());
  const cases = diagnosed.map(({ trap, offered }) => ({ trap, versions: versionsOf(offered) }));
  for (const [index, answers] of judge(executable, cases).entries()) {
    const each = diagnosed[index];
    if (each !== undefined) caught.set(each.trap.name, { ...each, answers });
  }
}, 120_000);

function versionsOf(offered: readonly Offered[]): Readonly<Record<string, string>> {
  return Object.fromEntries(offered.map(({ text }, index) => [`offered ${index}`, text]));
}

/** Another answer than the unchanged program's; an error in its place is loud, and allowed where the fix says what it assumes. */
function isWrong({ answers }: Caught, { fix }: Offered, index: number): boolean {
  const { old } = answers;
  const now = answers[`offered ${index}`];
  const isLoud = fix.assumes.length > 0 && now?.run === old.run && now.probe.startsWith("raises ");
  return !isLoud && (now?.run !== old.run || now.probe !== old.probe);
}

describe("a trap", () => {
  it("is there in more than sixty kinds", () => expect(TRAPS.length).toBeGreaterThan(60));

  it.each(TRAPS.map(({ name }) => name))("%s: its own run does not show that the textbook is wrong", (name) => {
    const { old, wrong } = caught.get(name)?.answers ?? {};
    expect(old?.run).toMatch(/\S/u);
    expect(old?.run).not.toMatch(/^raises |^ended /u);
    expect(wrong?.run).toBe(old?.run);
    expect(wrong?.probe).not.toBe(old?.probe);
  });

  it.each(TRAPS.map(({ name }) => name))("%s: no fix is offered that gives another answer", (name) => {
    const each = caught.get(name);
    const wrong = each?.offered.filter((offered, index) => isWrong(each, offered, index)) ?? [];
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });

  it("tempts the rules: most have a finding, and many a fix that is right", () => {
    const all = [...caught.values()];
    expect(all.filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(TRAPS.length / 2);
    expect(all.filter(({ offered }) => offered.length > 0).length).toBeGreaterThan(TRAPS.length / 5);
  });
});
