import { column, lineNumber, seconds } from "../../base/units.ts";
import { ProfileBuilder } from "../../profile/profile-builder.ts";
import { WAIT_KINDS, type Position, type Profile, type StackWeight } from "../../profile/profile.ts";
import type { OperandSample } from "../observation.ts";
import { SourceColumns } from "../source-columns.ts";
import type { RecordedNode, RecordedProcess, RecordedWeight, Recording } from "./recording.ts";

/** Makes a profile of what the sampler has seen. */
export function profileOf({ processes }: Recording): Profile {
  const builder = new ProfileBuilder();
  const columns = new SourceColumns();
  const begin = Math.min(
    ...processes.flatMap(({ moments = [] }) => moments.map(({ starts }) => starts[0] ?? Infinity)),
  );
  for (const process of processes) addProcess(builder, process, columns, begin);
  return builder.build();
}

/** What operands of expressions were, with columns in characters. */
export function operandsOf({ processes }: Recording): readonly OperandSample[] {
  const columns = new SourceColumns();
  return processes.flatMap(({ operands }) => operands.map((sample) => inCharacters(sample, columns)));
}

function inCharacters(sample: OperandSample, columns: SourceColumns): OperandSample {
  const { file, line, place } = sample;
  if (place?.columns === undefined) return sample;
  const { start, endLine, end } = place.columns;
  const [first, last] = [columns.characterColumn(file, line, start), columns.characterColumn(file, endLine, end)];
  return { ...sample, place: { ...place, columns: { start: first, endLine, end: last } } };
}

function addProcess(builder: ProfileBuilder, recorded: RecordedProcess, columns: SourceColumns, begin: number): void {
  const { pid, parentPid, argv, version, executable, gil, libraryFolders, tally } = recorded;
  const { samples, missed, errors, impossible } = tally;
  builder.addTruth({ samples, missed, errors, impossible });
  const process = builder.addProcess({
    pid,
    parentPid,
    argv,
    version,
    executable,
    gil,
    libraryFolders,
    wall: since(tally.wall),
    cpu: since(tally.cpu),
    collecting: since(tally.collecting),
    gilWait: since(tally.gilWait),
    computing: since(tally.computing),
  });
  const threads = recorded.threads.map((thread) => builder.addThread({ process, ...thread }));
  const stacks = addStacks(builder, recorded, columns);
  for (const { thread, node, samples: seen, squares, waits, ...spent } of recorded.weights) {
    const [owner, stack] = [threads[thread], stacks[node]];
    if (owner === undefined || stack === undefined) continue;
    const { wall, cpu, blocked, gil: held, gilWait } = spent;
    const times = { wall: since(wall), cpu: since(cpu), blocked: since(blocked) };
    const locked = { gil: since(held), gilWait: since(gilWait) };
    builder.addWeight({ stack, thread: owner, samples: seen, ...times, ...locked, waits: waitsOf(waits), squares });
  }
  addTimeline(builder, recorded, { threads, stacks, begin });
}

/** Whole microseconds: looks are further apart, and the file stays small. */
function addTimeline(
  builder: ProfileBuilder,
  { moments = [] }: RecordedProcess,
  places: { readonly threads: readonly number[]; readonly stacks: readonly number[]; readonly begin: number },
): void {
  for (const { thread, starts, nodes } of moments) {
    const owner = places.threads[thread];
    if (owner === undefined) continue;
    builder.addTimeline({
      thread: owner,
      starts: [...starts].map((start) => seconds(Math.round((start - places.begin) / 1000) / 1e6)),
      stacks: [...nodes].map((node) => places.stacks[node] ?? -1),
    });
  }
}

function waitsOf(waits: RecordedWeight["waits"]): StackWeight["waits"] & object {
  const entries = WAIT_KINDS.map((kind, index) => [kind, since(waits[index] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, time]) => time > 0));
}

/** The profile's stacks of the recorded nodes, by the nodes' indexes. */
function addStacks(builder: ProfileBuilder, recorded: RecordedProcess, columns: SourceColumns): readonly number[] {
  const functions = recorded.functions.map(({ file, qualname, module, firstLine }) =>
    builder.internFunction({ module, qualname, file, firstLine: lineNumber(firstLine) }),
  );
  const stacks: number[] = [];
  for (const node of recorded.nodes) {
    const file = recorded.functions[node.function]?.file ?? "";
    const caller = recorded.nodes[node.parent];
    const native = file === "<native>" && caller !== undefined ? nativeName(recorded, caller, columns) : undefined;
    const profiled =
      native === undefined
        ? (functions[node.function] ?? 0)
        : builder.internFunction({ module: "", qualname: native, file, firstLine: lineNumber(0) });
    const frame = builder.internFrame(profiled, positionOf(node, file, columns));
    stacks.push(builder.internStack(node.parent < 0 ? -1 : (stacks[node.parent] ?? -1), frame));
  }
  return stacks;
}

/** C code is called what the calling expression calls it; below 3.11 nobody knows which expression that is. */
function nativeName(
  { functions }: RecordedProcess,
  { function: called, line, column: start }: RecordedNode,
  columns: SourceColumns,
): string | undefined {
  const file = functions[called]?.file;
  return file === undefined || start < 0 ? undefined : columns.calleeAt(file, line, start);
}

function positionOf(node: RecordedNode, file: string, columns: SourceColumns): Position {
  const { line, column: start, endLine, endColumn: end } = node;
  if (start < 0 || endLine < 0 || end < 0) return { line: lineNumber(line) };
  return {
    line: lineNumber(line),
    column: column(columns.characterColumn(file, line, start)),
    endLine: lineNumber(endLine),
    endColumn: column(columns.characterColumn(file, endLine, end)),
  };
}

const since = (nanoseconds: number): ReturnType<typeof seconds> => seconds(nanoseconds / 1e9);
