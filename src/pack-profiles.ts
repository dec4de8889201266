import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Refusal, type RefusalCode } from "./base/refusal.ts";

/** Whose profiles are to be packed. */
export interface PackOrder {
  readonly cwd: string;
  readonly id: string;
  readonly other: string | undefined;
}

/** What the worker answers. */
export type PackedReply =
  | { readonly kind: "packed"; readonly packed: Uint8Array }
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly fact: string; readonly hint: string };

/** The profiles of a page in columns, made beside the thread that serves it. The signal ends it. */
export async function packProfiles(order: PackOrder, signal: AbortSignal): Promise<Uint8Array> {
  const worker = new Worker(new URL("./page-worker.js", import.meta.url), {
    workerData: order,
    stdin: false,
  });
  try {
    const [reply] = (await once(worker, "message", { signal })) as [PackedReply];
    if (reply.kind === "packed") return reply.packed;
    throw new Refusal(reply.code, reply.fact, reply.hint);
  } finally {
    await worker.terminate();
  }
}
