import { readFileSync, statSync, writeFileSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashBytes } from "../src/fix/replace-file.ts";
import type { FixRecord } from "../src/journal/fix-record.ts";
import { openStore } from "../src/journal/store.ts";
import { undoFix } from "../src/journal/undo.ts";
import { writeKept } from "../src/journal/write-kept.ts";
import { makeProject } from "./command/hasten.ts";
import { makeWorld } from "./launch/world.ts";

const OLD = "\uFEFFprint('old')\r\n";

/** A project of two files, and a way to write a fix into them. */
function project() {
  const made = makeProject({ "a.py": OLD, "b.py": OLD });
  const store = openStore(made.folder);
  const file = (name: string): string => join(made.folder, name);
  const fix = async (id: string, names: readonly string[], text: string): Promise<void> => {
    const changes = names.map((name) => {
      const path = file(name);
      return { path, hash: hashBytes(readFileSync(path)), content: Buffer.from(text) };
    });
    await store.openRun(id);
    const record = { schema: "hasten.fix-record/1", id, files: names.map(file), patch: "" } as unknown as FixRecord;
    await writeKept(record, changes, store, makeWorld());
  };
  const undo = async (id?: string) => undoFix(id, store, makeWorld());
  return { ...made, store, file, fix, undo, read: (name: string) => readFileSync(file(name), "utf8") };
}

describe("undo", () => {
  it("gives the bytes and modes of the last fix back, then of the one before, and says so in the journal", async () => {
    const { fix, undo, read, file, store, hasten } = project();
    chmodSync(file("b.py"), 0o755);
    await fix("20260101-000000-aaaa", ["a.py", "b.py"], "first\r\n");
    await fix("20260102-000000-bbbb", ["b.py"], "second\r\n");
    expect(await undo()).toMatchObject({ fix: "20260102-000000-bbbb" });
    expect([read("a.py"), read("b.py")]).toEqual(["first\r\n", "first\r\n"]);
    const { stdout, status } = await hasten(["undo", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      schema: "hasten.undo/1",
      fix: "20260101-000000-aaaa",
      files: ["a.py", "b.py"],
    });
    expect(status).toBe(0);
    expect([read("a.py"), read("b.py")]).toEqual([OLD, OLD]);
    expect(statSync(file("b.py")).mode & 0o777).toBe(0o755);
    expect((await store.readJournal()).map(({ kind }) => kind)).toEqual(["written", "written", "undone", "undone"]);
    await expect(undo()).rejects.toThrow("No fix of this folder stands in the source");
    await expect(undo("20260101-000000-aaaa")).rejects.toThrow("undone already");
  });

  it("is refused for all files where one of them changed since, or a later fix stands on it", async () => {
    const { fix, undo, read, file } = project();
    await fix("20260101-000000-aaaa", ["a.py", "b.py"], "first");
    writeFileSync(file("b.py"), "mine");
    await expect(undo()).rejects.toThrow("b.py changed since the fix was written");
    expect([read("a.py"), read("b.py")]).toEqual(["first", "mine"]);
    await expect(undo("20260103-000000-none")).rejects.toThrow("wrote nothing that could be undone");
  });

  it("is refused where what it would restore is damaged", async () => {
    const { fix, undo, read, store } = project();
    await fix("20260101-000000-aaaa", ["a.py"], "first");
    writeFileSync(join(store.folder, "runs", "20260101-000000-aaaa", "original-0"), "other");
    await expect(undo()).rejects.toThrow("not kept whole");
    expect(read("a.py")).toBe("first");
  });
});
