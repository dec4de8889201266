import { Refusal } from "./base/refusal.ts";
import type { Snapshot } from "./journal/snapshot.ts";
import type { Store, StoredRecord } from "./journal/store.ts";
import type { PageContent } from "./present/html/page-content.ts";
import { pageProfileOf } from "./present/html/page-profile.ts";
import type { PageProfile } from "./protocol/page-profile.ts";
import { homesOf } from "./rank/code-kinds.ts";
import { costsOf } from "./rank/costs.ts";
import { frameKindsOf } from "./rank/frame-kinds.ts";
import { waitsOf } from "./rank/waits.ts";

/** Gathers what a page shows of a record; with another one, its last profile lies beside the first's. */
export async function gatherPage(store: Store, record: StoredRecord, other?: StoredRecord): Promise<PageContent> {
  return { ...(await gatherStory(store, record)), profiles: await gatherProfiles(store, record, other) };
}

/** What stands above the profiles: it is there long before a large profile is read. */
export async function gatherStory(store: Store, record: StoredRecord): Promise<PageContent> {
  const isFix = record.schema === "hasten.fix-record/1";
  const sources = await store.readSources(idOf(record), isFix ? "first" : undefined);
  return { record, profiles: [], ...(sources && { sources }) };
}

/** The profiles of a run or fix as the page reads them; with another one, the last of each. */
export async function gatherProfiles(
  store: Store,
  record: StoredRecord,
  other?: StoredRecord,
): Promise<readonly PageProfile[]> {
  const seen = await snapshotsOf(store, record);
  const cwd = "cwd" in record ? record.cwd : record.run.cwd;
  const shown = other === undefined ? seen : await besideOther(store, seen, [record, other]);
  return shown.map(({ title, snapshot }) => pageOf(snapshot, title, cwd));
}

interface Titled {
  readonly title: string;
  readonly snapshot: Snapshot;
}

async function snapshotsOf(store: Store, record: StoredRecord): Promise<readonly Titled[]> {
  if (record.schema !== "hasten.fix-record/1") return titled("profile", await store.readSnapshot(idOf(record)));
  const [first, last] = [await store.readSnapshot(record.id, "first"), await store.readSnapshot(record.id, "last")];
  return [...titled("before", first), ...titled("after", last)];
}

const titled = (title: string, snapshot: Snapshot | undefined): readonly Titled[] =>
  snapshot === undefined ? [] : [{ title, snapshot }];

async function besideOther(
  store: Store,
  seen: readonly Titled[],
  [one, other]: readonly [StoredRecord, StoredRecord],
): Promise<readonly Titled[]> {
  const [left, right] = [seen.at(-1), (await snapshotsOf(store, other)).at(-1)];
  if (left === undefined || right === undefined) {
    const without = idOf(left === undefined ? one : other);
    throw new Refusal(
      "no-run",
      `${without} keeps no profile to compare.`,
      "Compare two runs: hasten show --list names them.",
    );
  }
  return [
    { ...left, title: idOf(one) },
    { ...right, title: idOf(other) },
  ];
}

/** The id under which a record is kept. */
export const idOf = (record: StoredRecord): string => ("id" in record ? record.id : record.run.id);

/** A profile with its sources, as the page reads it. */
export function pageOf(snapshot: Snapshot, title: string, cwd: string): PageProfile {
  const { profile } = snapshot;
  const costs = costsOf(profile, waitsOf(profile, homesOf(profile.processes, profile.functions)));
  return pageProfileOf({
    ...snapshot,
    title,
    cwd,
    kinds: frameKindsOf(profile),
    costs: costs.weights.map(({ cost }) => cost),
  });
}
