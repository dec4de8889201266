import { column, lineNumber, seconds } from "../../base/units.ts";
import type { ProfileBuilder } from "../../profile/profile-builder.ts";
import type { Position } from "../../profile/profile.ts";
import type {
  CodeRecord,
  NodeRecord,
  OperandRecord,
  ProcessRecord,
  SampleRecord,
  TallyRecord,
  WeightRecord,
} from "../../protocol/sample-record.ts";
import type { OperandSample } from "../observation.ts";
import type { SourceColumns } from "../source-columns.ts";

/** Adds one process's records to a profile. What refers to a record that was lost is left out. */
export class ProcessReader {
  readonly #builder: ProfileBuilder;
  readonly #operands: Map<string, OperandSample>;
  readonly #columns: SourceColumns;
  readonly #codes = new Map<number, { readonly record: CodeRecord; readonly index: number }>();
  readonly #stacks = new Map<number, number>([[0, -1]]);
  readonly #threads = new Map<number, number>();

  constructor(builder: ProfileBuilder, operands: Map<string, OperandSample>, columns: SourceColumns) {
    this.#builder = builder;
    this.#operands = operands;
    this.#columns = columns;
  }

  /** Gives the notes among the records. */
  read(records: readonly SampleRecord[]): string[] {
    const process = records.find((record): record is ProcessRecord => record[0] === "process");
    if (process === undefined) return [];
    const tally = records.findLast((record): record is TallyRecord => record[0] === "tally");
    const index = this.#addProcess(process, tally);
    for (const record of records) this.#add(record, index);
    return records.flatMap((record) => (record[0] === "note" ? [record[1]] : []));
  }

  #addProcess(process: ProcessRecord, tally: TallyRecord | undefined): number {
    const [, pid, parentPid, argv, version, executable, gil, libraryFolders] = process;
    const [, samples = 0, missed = 0, errors = 0, wall = 0, cpu = 0, collecting = 0, gilWait = 0, computing = 0] =
      tally ?? [];
    this.#builder.addTruth({ samples, missed, errors, impossible: 0 });
    const times = { wall: since(wall), cpu: since(cpu), collecting: since(collecting) };
    const shares = { gilWait: since(gilWait), computing: since(computing) };
    return this.#builder.addProcess({
      pid,
      parentPid,
      argv,
      version,
      executable,
      gil,
      libraryFolders,
      ...times,
      ...shares,
    });
  }

  #add(record: SampleRecord, process: number): void {
    switch (record[0]) {
      case "thread":
        this.#threads.set(record[1], this.#builder.addThread({ process, name: record[2], isMain: record[3] === 1 }));
        break;
      case "code":
        this.#codes.set(record[1], { record, index: this.#internCode(record) });
        break;
      case "node":
        this.#addNode(record);
        break;
      case "weight":
        this.#addWeight(record);
        break;
      case "operand":
        this.#addOperand(record);
        break;
      case "process":
      case "tally":
      case "note":
      case "end":
        break;
    }
  }

  #internCode([, , file, , qualname, firstLine, module]: CodeRecord): number {
    return this.#builder.internFunction({ module, qualname, file, firstLine: lineNumber(firstLine) });
  }

  #addNode(record: NodeRecord): void {
    const [, node, parent, code] = record;
    const caller = this.#stacks.get(parent);
    const known = this.#codes.get(code);
    if (caller === undefined || known === undefined) return;
    const frame = this.#builder.internFrame(known.index, this.#positionOf(record, known.record[2]));
    this.#stacks.set(node, this.#builder.internStack(caller, frame));
  }

  #positionOf([, , , , line, start, endLine, end]: NodeRecord, file: string): Position {
    if (start === null || endLine === null || end === null) return { line: lineNumber(line) };
    return {
      line: lineNumber(line),
      column: column(this.#columns.characterColumn(file, line, start)),
      endLine: lineNumber(endLine),
      endColumn: column(this.#columns.characterColumn(file, endLine, end)),
    };
  }

  #addWeight([, thread, node, samples, wall, cpu, blocked, gil, gilWait, squares]: WeightRecord): void {
    const owner = this.#threads.get(thread);
    const stack = this.#stacks.get(node);
    if (owner === undefined || stack === undefined || stack === -1) return;
    const locked = { gil: since(gil), gilWait: since(gilWait) };
    const spent = { wall: since(wall), cpu: since(cpu), blocked: since(blocked), ...locked, squares };
    this.#builder.addWeight({ stack, thread: owner, samples, ...spent });
  }

  #addOperand([, code, line, name, type, size, elements, seen]: OperandRecord): void {
    const known = this.#codes.get(code);
    if (known === undefined) return;
    const [, , file, , , firstLine] = known.record;
    const key = JSON.stringify([file, firstLine, line, name, type, size, elements]);
    const before = this.#operands.get(key)?.seen ?? 0;
    this.#operands.set(key, {
      file,
      functionLine: lineNumber(firstLine),
      line: lineNumber(line),
      name,
      type,
      ...(size !== null && { size }),
      elements,
      seen: before + seen,
    });
  }
}

const since = (nanoseconds: number): ReturnType<typeof seconds> => seconds(nanoseconds / 1e9);
