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

/** Gathers what a page shows of a stored run or fix; with another one, its last profile lies beside the first's. */
export async function gatherPage(store: Store, record: StoredRecord, other?: StoredRecord): Promise<PageContent> {
  return { ...(await gatherStory(store, record)), profiles: await gatherProfiles(store, record, other) };
}

/** What stands above the profiles: it is there long before a large profile is read. */
export async function gatherStory(store: Store, record: StoredRecord): Promise<PageContent> {
  refuseOthers(record);
  const isRun = record.schema === "hasten.run-record/1";
  const sources = isRun ? await store.readSources(record.run.id) : await store.readSources(record.id, "first");
  return { record, profiles: [], ...(sources && { sources }) };
}

/** The profiles of a run or fix as the page reads them; with another one, the last of each. */
export async function gatherProfiles(
  store: Store,
  record: StoredRecord,
  other?: StoredRecord,
): Promise<readonly PageProfile[]> {
  refuseOthers(record);
  const seen = await snapshotsOf(store, record);
  const cwd = record.schema === "hasten.run-record/1" ? record.run.cwd : record.cwd;
  const shown = other === undefined ? seen : await besideOther(store, seen, [record, other]);
  return shown.map(({ title, snapshot }) => pageOf(snapshot, title, cwd));
}

interface Titled {
  readonly title: string;
  readonly snapshot: Snapshot;
}

async function snapshotsOf(store: Store, record: PageContent["record"]): Promise<readonly Titled[]> {
  if (record.schema === "hasten.run-record/1") return titled("profile", await store.readSnapshot(record.run.id));
  const [first, last] = [await store.readSnapshot(record.id, "first"), await store.readSnapshot(record.id, "last")];
  return [...titled("before", first), ...titled("after", last)];
}

const titled = (title: string, snapshot: Snapshot | undefined): readonly Titled[] =>
  snapshot === undefined ? [] : [{ title, snapshot }];

async function besideOther(
  store: Store,
  seen: readonly Titled[],
  [one, other]: readonly [PageContent["record"], StoredRecord],
): Promise<readonly Titled[]> {
  refuseOthers(other);
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

const idOf = (record: PageContent["record"]): string =>
  record.schema === "hasten.run-record/1" ? record.run.id : record.id;

/** Pages are made of what `run` and `fix` kept. */
export function hasPage(record: StoredRecord): record is PageContent["record"] {
  return record.schema === "hasten.run-record/1" || record.schema === "hasten.fix-record/1";
}

function refuseOthers(record: StoredRecord): asserts record is PageContent["record"] {
  if (hasPage(record)) return;
  const hint = "See it with hasten show; pages are made of what hasten run and hasten fix kept.";
  throw new Refusal(
    "no-run",
    `${"id" in record ? record.id : record.run.id} is of another kind, of which there is no page yet.`,
    hint,
  );
}

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
