import { expect, it } from "vitest";
import { fraction } from "../base/units.ts";
import { blameBlockedLoop } from "./blame-blocked-loop.ts";
import { drawProfile } from "./drawn-profile.ts";
import { rank } from "./rank.ts";
import type { AwaitedKind, Ranking } from "./ranking.ts";

const none = fraction(0);

/** `ask` waits for that, `serve` works half as long. */
function ranked(kind: AwaitedKind): Ranking {
  const ranking = rank(drawProfile("\n ask  serve\n cpu  8  4\n"));
  const waits = [{ kind, fraction: fraction(0.97), file: "/x.py", line: ranking.top[0]?.line }].flatMap(
    ({ line, ...wait }) => (line === undefined ? [] : [{ ...wait, line }]),
  );
  const nature = { computing: none, native: none, gilWait: none, io: fraction(1), sleeping: none, threads: none };
  const top = ranking.top.map((row) => (row.isWorst ? { ...row, nature: { ...nature, of: row.self, waits } } : row));
  return { ...ranking, top };
}

const worstOf = ({ top }: Ranking): readonly string[] =>
  top.filter(({ isWorst }) => isWorst).map((row) => row.qualname);

it("takes what blocked a loop for the worst, where that is a wait for sockets", () => {
  const seen = ranked("socket");
  const blockers = seen.top.filter(({ qualname }) => qualname === "serve");
  expect(worstOf(seen)).toEqual(["ask"]);
  expect(worstOf(blameBlockedLoop(seen, blockers))).toEqual(["serve"]);
  expect(worstOf(blameBlockedLoop(seen, []))).toEqual(["ask"]);
  expect(worstOf(blameBlockedLoop(ranked("database"), blockers))).toEqual(["ask"]);
});
