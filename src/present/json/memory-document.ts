import type { MemoryRecord } from "../../journal/memory-record.ts";
import type { MemoryPlace } from "../../memory/memory-facts.ts";
import { relativePath } from "../format/path.ts";
import { growthKind } from "../words/holder-words.ts";
import type { JsonObject } from "./run-document.ts";

/** The document that `hasten memory --json` prints: `docs/formats/memory.schema.json`. */
export function memoryDocument(record: MemoryRecord): JsonObject {
  const { run, resident, churn } = record;
  const place = (at: MemoryPlace): JsonObject => ({
    file: relativePath(at.file, run.cwd),
    line: at.line,
    function: at.function,
  });
  return {
    schema: "hasten.memory/1",
    run: runObject(record),
    peak: peakObject(record.peak, place),
    end_bytes: record.end,
    resident: {
      peak_bytes: resident.peak ?? null,
      start_bytes: resident.start,
      traced_bytes: resident.traced,
      tracing_bytes: resident.tracing,
    },
    held: record.held.map((row) => ({
      ...place(row),
      bytes: row.bytes,
      blocks: row.blocks,
      share: row.share,
      inside: row.inside === undefined ? null : place(row.inside),
    })),
    churn: churn === undefined ? null : churnObject(churn, place),
    collector: {
      generations: record.collections.map(({ generation, times, seconds, freed }) => ({
        generation,
        collections: times,
        seconds,
        freed,
      })),
      tracked: record.tracked,
    },
    moments: record.moments,
    growing: record.growing.map((row) => growingObject(row, place)),
    classes: record.classes.map(classObject),
    numbers: (record.numbers ?? []).map(({ file, packed, bytes, ...row }) => ({
      ...row,
      file: relativePath(file, run.cwd),
      bytes,
      array_bytes: packed,
    })),
    records: (record.records ?? []).map(({ slotted, ...row }) => ({ ...row, slotted_bytes: slotted })),
    course: record.course.map(([at, bytes]) => ({ at_s: at, bytes })),
    notes: record.notes,
  };
}

type Place = (at: MemoryPlace) => JsonObject;

function runObject({ run, bareWall, frames, processes }: MemoryRecord): JsonObject {
  return {
    id: run.id,
    command: run.command,
    python: { version: run.python.version, executable: run.python.executable, gil: run.python.gil },
    exit_code: run.exitCode,
    wall_s: run.wall,
    bare_wall_s: bareWall ?? null,
    slowdown: bareWall === undefined ? null : run.wall / bareWall,
    frames: frames,
    processes: processes,
  };
}

function peakObject(peak: MemoryRecord["peak"], place: Place): JsonObject {
  return {
    bytes: peak.bytes,
    seen_bytes: peak.seen,
    at_s: peak.at,
    stack: peak.stack.map(place),
    exact:
      peak.exact === undefined
        ? null
        : {
            ...place(peak.exact.place),
            bytes: peak.exact.bytes,
            left_bytes: peak.exact.left,
            stack: peak.exact.stack.map(place),
          },
  };
}

function churnObject(churn: NonNullable<MemoryRecord["churn"]>, place: Place): JsonObject {
  return {
    allocated_bytes: churn.allocated,
    part: churn.isPart,
    sees_within_lines: churn.seesWithin,
    lines: churn.lines.map((row) => ({ ...place(row), bytes: row.bytes, kept_bytes: row.kept, times: row.times })),
  };
}

function classObject(row: MemoryRecord["classes"][number]): JsonObject {
  return {
    class: row.class,
    count: row.count,
    bytes: row.bytes,
    each_bytes: row.each,
    attributes: row.attributes ?? null,
    slotted_each_bytes: row.slotted ?? null,
  };
}

function growingObject(row: MemoryRecord["growing"][number], place: Place): JsonObject {
  const { sample } = row;
  return {
    ...place(row),
    from_bytes: row.from,
    to_bytes: row.to,
    bytes_per_s: row.bytesPerSecond,
    held: row.held.map(({ at, bytes, blocks }) => ({ at_s: at, bytes, blocks })),
    sample:
      sample === undefined
        ? null
        : {
            kind: growthKind(sample),
            type: sample.type,
            finalizer: sample.finalizer,
            chain: sample.chain.map(([[how, name], type, length]) => ({ how, name, type, length })),
            end: sample.end,
          },
  };
}
