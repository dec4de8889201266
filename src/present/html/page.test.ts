import { expect, test } from "vitest";
import type { FixRecord } from "../../journal/fix-record.ts";
import { renderPage } from "./page.tsx";

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">\u202e`;

const finding = {
  rule: "list-membership",
  rung: "algorithm",
  function: HOSTILE,
  file: `/app/${HOSTILE}.py`,
  line: 2,
  column: 3,
  endLine: 2,
  endColumn: 10,
  share: 0.5,
  ceiling: 2,
  evidence: [],
  automatic: true,
  obstacles: [],
};
const compared = { calls: 3, harderCalls: 4, outputs: ["stdout"], tests: "not-asked", notCompared: [HOSTILE] };
const speedup = { ratio: 2.5, low: 2.2, high: 2.9, pairs: 5 };
const kept = {
  round: 1,
  finding,
  fix: { rule: "list-membership", edits: [], assumes: [] },
  diff: `--- a\n+++ b\n-old ${HOSTILE}\n+new`,
  verdict: { kind: "kept", speedup, times: { old: [5, 5.1], new: [2, 2.1] }, predicted: 2.1, reason: "", compared },
};
const refused = {
  ...kept,
  verdict: { kind: "within-noise", predicted: 1.2, reason: `Too little ${HOSTILE}.`, compared },
};
const record = {
  schema: "hasten.fix-record/1",
  id: "id",
  startedAt: "2026-01-01T00:00:00Z",
  command: ["app.py", HOSTILE],
  cwd: "/app",
  run: {
    id: "id",
    command: ["app.py", HOSTILE],
    cwd: "/app",
    startedAt: "2026-01-01T00:00:00Z",
    python: { version: "3.12.1", executable: "python3", gil: "on" },
    exitCode: 0,
    wall: 5,
    cpu: 5,
    peakRss: 1e6,
    collector: "sampler",
    notes: [],
  },
  attempts: [kept, refused],
  total: { before: 5, after: 2, speedup },
  patch: "",
  written: true,
  files: [],
  ranking: {
    schema: "hasten.ranking/1",
    nature: { kind: "computing", computing: 1, waiting: 0, gilWait: 0, allocating: 0 },
    top: [],
    outside: { share: 0, ceiling: 1 },
    owned: "project",
    elsewhere: 0,
    total: 2,
    samples: 900,
  },
  passedOver: [],
  ended: "nothing-left",
  notes: [HOSTILE],
} as unknown as FixRecord;

const assets = { script: "start()", style: "body{}" };

test("a fix is told from its first time to its last, with the prediction, the interval and what was refused", () => {
  const { html, policy } = renderPage({ record, profiles: [] }, assets);
  const words = html.replaceAll(/<[^>]*>/gu, " ").replaceAll(/\s+/gu, " ");
  for (const told of [
    "5.00 s → 2.00 s: 2.5× as fast",
    "as it was",
    "round 1: membership test scans a list",
    "predicted 2.1×",
    "95 %: 2.2× to 2.9×, 5 pairs",
    "within the noise",
    "Too little",
    "not compared:",
    "Nothing in the top five has a fix (or another fix) worth making",
  ]) {
    expect(words).toContain(told);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
});

test("no name, path, argument, diff or note becomes markup, or turns the text around it", () => {
  const { html } = renderPage({ record, profiles: [] }, assets);
  expect(html.match(/<(?:script|img)\b/gu)).toBeNull();
  expect(html).not.toContain("\u202e");
  expect(html).toContain("&lt;/script>");
  expect(html).toContain("\\u202e");
});

test("a record of an older version is told without what it lacks", () => {
  const { firstRanking: _ranking, ...older } = record;
  const bare = { ...kept, verdict: { ...kept.verdict, times: undefined } };
  const { html } = renderPage({ record: { ...older, attempts: [bare] } as unknown as FixRecord, profiles: [] }, assets);
  expect(html).toContain("What was kept");
});
