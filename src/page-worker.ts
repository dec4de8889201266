import { parentPort, workerData } from "node:worker_threads";
import { Refusal, assert } from "./base/refusal.ts";
import { openStore } from "./journal/store.ts";
import type { PackedReply, PackOrder } from "./pack-profiles.ts";
import { packColumns } from "./protocol/packed-columns.ts";
import { gatherProfiles } from "./report.ts";

// Runs as a worker: reading a large profile takes seconds, in which the server has to answer.
const port = parentPort;
assert(port !== null, "the page's worker is started as one");
const { cwd, id, other } = workerData as PackOrder;
try {
  const store = openStore(cwd);
  const beside = other === undefined ? undefined : await store.read(other);
  const profiles = await gatherProfiles(store, await store.read(id), beside);
  const packed = packColumns(profiles);
  port.postMessage({ kind: "packed", packed } satisfies PackedReply, [packed.buffer]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  const { code, message, hint } = error;
  port.postMessage({ kind: "refused", code, fact: message, hint } satisfies PackedReply);
}
