import { join } from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { writeSources, type SourceChange } from "../fix/write-source.ts";
import { keepOriginals } from "./undo.ts";
import type { FixRecord } from "./fix-record.ts";
import type { Store } from "./store.ts";

/** Writes what was kept to the user's files, each only if it is as it was read, and says so in the journal. */
export async function writeKept(
  record: FixRecord,
  changes: readonly SourceChange[],
  store: Store,
  world: World,
): Promise<FixRecord> {
  keepOriginals(join(store.folder, "runs", record.id), changes);
  writeSources(changes, store.folder, world);
  const written: FixRecord = { ...record, written: true };
  const at = new Date(world.now()).toISOString();
  const { id: fix, files, patch } = record;
  try {
    await store.saveFix(written);
    await store.append({ schema: "hasten.journal/1", kind: "written", at, fix, files, patch });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const fact = `The fixes are in the source, but could not be recorded: ${error.message}`;
    throw new Refusal(error.code, fact, "They can be taken back with: hasten undo", error);
  }
  return written;
}
