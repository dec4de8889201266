import type { World } from "../base/world.ts";
import { writeSources, type SourceChange } from "../fix/write-source.ts";
import type { FixRecord } from "./fix-record.ts";
import type { Store } from "./store.ts";

/** Writes what was kept to the user's files, each only if it is as it was read, and says so in the journal. */
export async function writeKept(
  record: FixRecord,
  changes: readonly SourceChange[],
  store: Store,
  world: World,
): Promise<FixRecord> {
  writeSources(changes, store.folder, world);
  const written: FixRecord = { ...record, written: true };
  await store.saveFix(written);
  const at = new Date(world.now()).toISOString();
  const { id: fix, files, patch } = record;
  await store.append({ schema: "hasten.journal/1", kind: "written", at, fix, files, patch });
  return written;
}
