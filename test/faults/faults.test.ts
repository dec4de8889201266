import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recoverPending } from "../../src/fix/pending.ts";
import { hashBytes } from "../../src/fix/replace-file.ts";
import type { SourceChange } from "../../src/fix/write-source.ts";
import type { FixRecord } from "../../src/journal/fix-record.ts";
import { openStore, type Store } from "../../src/journal/store.ts";
import { undoFix } from "../../src/journal/undo.ts";
import { writeKept } from "../../src/journal/write-kept.ts";
import { makeFolder, makeWorld, python } from "../launch/world.ts";
import { faulty, FAULTS, installFaults, READ_FAULTS, type Fault } from "./faulty-files.ts";

const FILES = ["a.py", "b.py"] as const;
const OLD = Buffer.from("\uFEFFprint('old')\r\n".repeat(200));
const NEW = Buffer.from("\uFEFFprint('new, and longer')\r\n".repeat(200));
const ID = "20260101-000000-test";

let uninstall: () => void;
beforeAll(() => {
  uninstall = installFaults();
});
afterAll(() => uninstall());

/** As a hasten that has ended by now would see it. */
const dead = makeWorld({ pid: spawnSync(python, ["-c", ""]).pid });
const folder = makeFolder();
const store: Store = openStore(folder);

/** The project as it was before the fix, with an empty journal folder. */
async function reset(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of FILES) writeFileSync(join(folder, name), OLD);
  chmodSync(join(folder, "b.py"), 0o754);
  await store.openRun(ID);
}

async function keep(): Promise<void> {
  const changes = FILES.map((name): SourceChange => ({ path: join(folder, name), hash: hashBytes(OLD), content: NEW }));
  const record = { schema: "hasten.fix-record/1", id: ID, files: changes.map(({ path }) => path), patch: "p" };
  await writeKept(record as unknown as FixRecord, changes, store, dead);
}

async function resetAndKeep(): Promise<void> {
  await reset();
  await keep();
}

async function undo(): Promise<void> {
  await undoFix(ID, store, dead);
}

/** "old" or "new" where all files are whole and agree; else what they are. */
function stateOf(): string {
  const states = FILES.map((name) => {
    const content = readFileSync(join(folder, name));
    if (content.equals(OLD)) return "old";
    return content.equals(NEW) ? "new" : `broken (${content.length} bytes)`;
  });
  return new Set(states).size === 1 ? (states[0] ?? "") : states.join(", ");
}

/** What is wrong after the fault and a next start of hasten; empty when nothing is. */
async function faultsAfter(fault: Fault): Promise<string[]> {
  const wrong: string[] = [];
  const isError = fault.startsWith("E");
  // A process that was not killed has cleaned up by itself.
  if (isError && !["old", "new"].includes(stateOf())) wrong.push(`left ${stateOf()}`);
  recoverPending(store.folder, makeWorld());
  const state = stateOf();
  if (!["old", "new"].includes(state)) wrong.push(state);
  if ((statSync(join(folder, "b.py")).mode & 0o777) !== 0o754) wrong.push("mode lost");
  const left = readdirSync(folder).filter((name) => name.startsWith(".hasten-"));
  if (left.length > 0) wrong.push(`left ${left.join()}`);
  if (readdirSync(store.folder).includes("pending.json")) wrong.push("left pending.json");
  for (const id of await store.list()) await store.read(id).catch((error: unknown) => wrong.push(String(error)));
  await store.append({ schema: "hasten.journal/1", kind: "undone", at: "", fix: "later", files: [] });
  const entries = await store.readJournal();
  if (entries.at(-1)?.fix !== "later") wrong.push("the journal's next entry is lost");
  return wrong;
}

/** Makes the action fail at each of its operations in each way; gives how often, and what went wrong. */
async function injectAll(prepare: () => Promise<void>, action: () => Promise<void>, again: () => Promise<void>) {
  await prepare();
  faulty.arm(Number.POSITIVE_INFINITY, "EIO");
  await action();
  const operations = faulty.count;
  const reads = new Set(faulty.reads);
  const failures: string[] = [];
  let injected = 0;
  let inReads = 0;
  for (const fault of FAULTS) {
    for (let at = 1; at <= operations; at += 1) {
      if (reads.has(at) && !READ_FAULTS.includes(fault)) continue;
      await prepare();
      faulty.arm(at, fault);
      await action().catch(() => undefined);
      faulty.disarm();
      injected += 1;
      inReads += Number(reads.has(at));
      const wrong = await faultsAfter(fault);
      // The next run works, whatever the fault has left.
      await again().catch((error: unknown) => wrong.push(`the next run fails: ${String(error)}`));
      if (wrong.length > 0) failures.push(`${fault} at ${at}: ${wrong.join("; ")}`);
    }
  }
  return { injected, inReads, failures };
}

/** What is there and cannot be read is not taken for absent. */
describe("what cannot be read of hasten's own state", () => {
  const looks: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["the list of runs", async () => store.list()],
    ["a record", async () => store.read(ID)],
    ["the journal", async () => store.readJournal()],
    ["the last fix to undo", async () => undoFix(undefined, store, dead)],
    ["a write that was begun", async () => recoverPending(store.folder, dead)],
  ];

  it.each(looks)("is refused and not said to be missing: %s", async (_, look) => {
    for (const fault of ["EIO", "EACCES"] as const) {
      await resetAndKeep();
      faulty.arm(1, fault);
      const error: unknown = await look().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      faulty.disarm();
      expect(error).toMatchObject({ code: "unreadable-data", message: expect.stringContaining(fault) as string });
      expect(stateOf()).toBe("new");
    }
  });
});

describe("faults at every file operation", () => {
  it("lose nothing and leave nothing half-written while kept fixes are written", async () => {
    const found = await injectAll(reset, keep, async () => {
      if (stateOf() === "old") await keep();
      expect(stateOf()).toBe("new");
      await undo();
      expect(stateOf()).toBe("old");
    });
    expect(found.failures).toEqual([]);
    expect(found.injected).toBeGreaterThan(450);
    expect(found.inReads).toBeGreaterThan(70);
  });

  it("lose nothing and leave nothing half-written while a fix is undone", async () => {
    const found = await injectAll(resetAndKeep, undo, async () => {
      // It may have come to its end.
      await undo().catch(() => undefined);
      expect(stateOf()).toBe("old");
    });
    expect(found.failures).toEqual([]);
    expect(found.injected).toBeGreaterThan(300);
    expect(found.inReads).toBeGreaterThan(80);
  });
});
