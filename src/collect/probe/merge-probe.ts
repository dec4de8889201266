import { seconds } from "../../base/units.ts";
import type {
  ProbedAnswers,
  ProbedHashability,
  ProbedKinds,
  ProbedRepeats,
  ProbeRecord,
  TimedStretch,
  WeightedSize,
} from "./probe-record.ts";
import type { ProbedProcess } from "./read-probe.ts";

type ProcessWatch = ProbedProcess["watches"][number];

/** Adds the processes' records up, watch by watch. */
export function mergeProbe(processes: readonly ProbedProcess[]): readonly ProbeRecord[] {
  const merged = new Map<number, ProbeRecord>();
  for (const process of processes) {
    for (const watch of process.watches) {
      const record = recordOf(watch, process.wall);
      const known = merged.get(watch.watch);
      merged.set(watch.watch, known === undefined ? record : add(known, record));
    }
  }
  return [...merged.values()].toSorted((a, b) => a.watch - b.watch);
}

function recordOf(watch: ProcessWatch, wall: number): ProbeRecord {
  const { time, sizes, sized, least, most, stretches, turns, answers, repeats, ...rest } = watch;
  return {
    ...rest,
    ...(time !== null && { time: seconds(time / 1e9) }),
    sizes: sizes.map((size) => ({ size, weight: sized / sizes.length })),
    stretches: stretches.filter(([executions]) => executions > 1).map(meanOf),
    ...(least !== null && { least }),
    ...(most !== null && { most }),
    turns: { looked: turns[0], another: turns[1] },
    ...(answers && { answers: { asked: answers[0], held: answers[1] } }),
    ...(repeats && { repeats: repeatsOf(repeats) }),
    processWall: seconds(wall / 1e9),
    processes: 1,
  };
}

function repeatsOf([looked, plain, repeated, distinct, same]: NonNullable<ProcessWatch["repeats"]>): ProbedRepeats {
  return { looked, plain, repeated, distinct, same };
}

function meanOf([executions, sizes, time, squares]: ProcessWatch["stretches"][number]): TimedStretch {
  const mean = time / executions;
  const variance = Math.max(0, squares / executions - mean ** 2) / (executions - 1);
  return { executions, size: sizes / executions, time: seconds(mean / 1e9), variance: variance / 1e18 };
}

function add(a: ProbeRecord, b: ProbeRecord): ProbeRecord {
  const time = a.time === undefined && b.time === undefined ? undefined : seconds((a.time ?? 0) + (b.time ?? 0));
  const least = smallest(a.least, b.least);
  const most = largest(a.most, b.most);
  return {
    watch: a.watch,
    executions: a.executions + b.executions,
    exact: a.exact && b.exact,
    estimated: a.estimated + b.estimated,
    ...(time !== undefined && { time }),
    looks: a.looks + b.looks,
    operand: addKinds(a.operand, b.operand),
    elements: addKinds(a.elements, b.elements),
    needle: addKinds(a.needle, b.needle),
    sizes: [...a.sizes, ...b.sizes].toSorted(bySize),
    stretches: [...a.stretches, ...b.stretches],
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    changes: a.changes || b.changes,
    compared: a.compared + b.compared,
    same: a.same + b.same,
    again: a.again + b.again,
    walked: a.walked || b.walked,
    turns: { looked: a.turns.looked + b.turns.looked, another: a.turns.another + b.turns.another },
    ...addAnswers(a.answers, b.answers),
    ...addRepeats(a.repeats, b.repeats),
    processWall: seconds(Math.max(a.processWall, b.processWall)),
    processes: a.processes + b.processes,
  };
}

function addAnswers(a: ProbedAnswers | undefined, b: ProbedAnswers | undefined): Pick<ProbeRecord, "answers"> {
  const one = a ?? b;
  if (one === undefined) return {};
  if (a === undefined || b === undefined) return { answers: one };
  return { answers: { asked: a.asked + b.asked, held: a.held + b.held } };
}

/** Each process would have a cache of its own, so what is new to one is new. */
function addRepeats(a: ProbedRepeats | undefined, b: ProbedRepeats | undefined): Pick<ProbeRecord, "repeats"> {
  const one = a ?? b;
  if (one === undefined) return {};
  if (a === undefined || b === undefined) return { repeats: one };
  return {
    repeats: {
      looked: a.looked + b.looked,
      plain: a.plain + b.plain,
      repeated: a.repeated + b.repeated,
      distinct: a.distinct + b.distinct,
      same: a.same + b.same,
    },
  };
}

function bySize(a: WeightedSize, b: WeightedSize): number {
  return a.size - b.size;
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function addKinds(a: ProbedKinds, b: ProbedKinds): ProbedKinds {
  const counts = new Map(a.types);
  for (const [name, count] of b.types) counts.set(name, (counts.get(name) ?? 0) + count);
  return {
    types: [...counts].toSorted((one, other) => other[1] - one[1]),
    hashable: joinHashability(a, b),
    partial: a.partial || b.partial,
  };
}

const careful: readonly ProbedHashability[] = ["builtin", "proven", "unknown", "custom", "unhashable"];

/** The more careful of the two; a process that saw nothing has no say. */
function joinHashability(a: ProbedKinds, b: ProbedKinds): ProbedHashability {
  if (a.types.length === 0) return b.hashable;
  if (b.types.length === 0) return a.hashable;
  return careful[Math.max(careful.indexOf(a.hashable), careful.indexOf(b.hashable))] ?? "unknown";
}
