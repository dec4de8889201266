import { Refusal } from "./base/refusal.ts";
import type { Snapshot } from "./journal/snapshot.ts";
import type { Store, StoredRecord } from "./journal/store.ts";
import type { PageContent } from "./present/html/page-content.ts";
import { pageProfileOf } from "./present/html/page-profile.ts";
import type { PageProfile } from "./protocol/page-profile.ts";
import { frameKindsOf } from "./rank/frame-kinds.ts";
import { readHeat } from "./rank/heat.ts";

/** Gathers what a page shows of a stored run or fix. */
export async function gatherPage(store: Store, record: StoredRecord): Promise<PageContent> {
  if (record.schema === "hasten.scale-record/1") {
    const hint = "See it with hasten show; pages are made of what hasten run and hasten fix kept.";
    throw new Refusal("no-run", `${record.id} is a scale, of which there is no page yet.`, hint);
  }
  if (record.schema === "hasten.run-record/1") {
    const seen = await store.readSnapshot(record.run.id);
    return contentOf(record, [["profile", seen]], record.run.cwd);
  }
  const first = await store.readSnapshot(record.id, "first");
  const last = await store.readSnapshot(record.id, "last");
  return contentOf(record, [["before", first], ...(last ? [["after", last] as const] : [])], record.cwd);
}

function contentOf(
  record: PageContent["record"],
  seen: readonly (readonly [title: string, snapshot: Snapshot | undefined])[],
  cwd: string,
): PageContent {
  const sources = seen[0]?.[1]?.sources;
  const profiles = seen.flatMap(([title, snapshot]) => (snapshot ? [pageOf(snapshot, title, cwd)] : []));
  return { record, profiles, ...(sources && { sources }) };
}

function pageOf(snapshot: Snapshot, title: string, cwd: string): PageProfile {
  const { profile } = snapshot;
  const costs = readHeat(profile).costs.weights.map(({ cost }) => cost);
  return pageProfileOf({ ...snapshot, title, cwd, kinds: frameKindsOf(profile), costs });
}
