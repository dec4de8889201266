import { bytes, type Bytes } from "../base/units.ts";
import type { ClassRow } from "../collect/memory/memory-files.ts";
import type { HeldLine, Peak, Resident } from "./memory-facts.ts";

/** What is compared of a memory run. */
export interface ComparedMemory {
  readonly peak: Peak;
  readonly end: Bytes;
  readonly resident: Resident;
  readonly held: readonly HeldLine[];
  readonly classes: readonly ClassRow[];
}

/** A number of bytes in both runs. */
export interface OldAndNew {
  readonly old: Bytes;
  readonly now: Bytes;
}

/** What a function's lines, or a class's instances, took at the peak. Lines move from version to version; names stay. */
export interface HeldChange extends OldAndNew {
  readonly name: string;
}

/** Two memory runs side by side. */
export interface MemoryComparison {
  /** The peak of the resident set in the runs without tracing; absent where one of them had none. */
  readonly resident?: OldAndNew;
  readonly peak: OldAndNew;
  readonly end: OldAndNew;
  /** The largest differences first. */
  readonly held: readonly HeldChange[];
  readonly classes: readonly HeldChange[];
}

/** The peak of the resident set differs by up to a hundredth between two runs of the same program (measured): twice that is a difference. */
const SAME_WITHIN = 0.02;

/** What differs between two memory runs. */
export function compareMemory(old: ComparedMemory, now: ComparedMemory): MemoryComparison {
  const [before, after] = [old.resident.peak, now.resident.peak];
  return {
    ...(before !== undefined && after !== undefined && { resident: { old: before, now: after } }),
    peak: { old: old.peak.bytes, now: now.peak.bytes },
    end: { old: old.end, now: now.end },
    held: changes(heldByFunction(old), heldByFunction(now)),
    classes: changes(byClass(old), byClass(now)),
  };
}

function heldByFunction({ held }: ComparedMemory): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of held) found.set(row.function, (found.get(row.function) ?? 0) + row.bytes);
  return found;
}

function byClass({ classes }: ComparedMemory): ReadonlyMap<string, number> {
  return new Map(classes.map(({ class: name, count, each }) => [name, count * each]));
}

function changes(old: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): readonly HeldChange[] {
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const rows = names.map((name) => ({
    name,
    old: bytes(old.get(name) ?? 0),
    now: bytes(now.get(name) ?? 0),
  }));
  return rows
    .filter((row) => isOther(row))
    .sort((one, other) => Math.abs(other.now - other.old) - Math.abs(one.now - one.old));
}

/** Do two amounts differ by more than two runs of one program do? */
export function isOther({ old, now }: OldAndNew): boolean {
  return Math.abs(now - old) > SAME_WITHIN * Math.max(old, now);
}
