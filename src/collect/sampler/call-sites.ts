import { callDistances, callOpcodes, type CallOpcodes } from "./call-opcodes.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { positionAt } from "./line-table.ts";
import type { ValueReader } from "./read-values.ts";

/**
 * What an instruction does: `call` – calls what lies on the evaluation stack; `python-call` – the same, specialised for
 * Python functions; `iterate` – resumes a generator or coroutine on it; `other` – code may still be entered, by C code
 * (operators, attributes, imports); `quiet` – calls nothing, but a finalizer or a signal handler may run there.
 */
export type SiteKind = "call" | "python-call" | "iterate" | "other" | "quiet";

/** Reads the instructions at which frames stand, each once. */
export class CallSites {
  readonly #codes: CodeTable;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #kinds = new Map<number, SiteKind>();
  readonly #byOpcode: readonly SiteKind[];
  readonly #distances: readonly number[];

  constructor(codes: CodeTable, layout: Layout, values: ValueReader) {
    this.#codes = codes;
    this.#layout = layout;
    this.#values = values;
    const [, minor] = layout.version;
    this.#byOpcode = kindsByOpcode(minor);
    this.#distances = callDistances[minor] ?? [0];
  }

  /** The kind of an instruction of a code object, as it was when it was first asked for: instructions specialise early. */
  kindOf(code: number, instruction: number): SiteKind {
    if (instruction < 0) return "other";
    const key = code * 0x100000 + instruction;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.#read(code, instruction);
    this.#kinds.set(key, kind);
    return kind;
  }

  /**
   * Whether the frame points behind the inline cache of a call. In 3.11 that is where it points while a Python function runs that
   * it called itself; at the call's own instruction, none does.
   */
  isBehindCall(code: number, instruction: number): boolean {
    const distance = this.#distances[0] ?? 0;
    if (instruction < distance || !this.#isOneInstruction(code, instruction, distance)) return false;
    const kind = this.kindOf(code, instruction - distance);
    return kind === "call" || kind === "python-call";
  }

  #read(code: number, instruction: number): SiteKind {
    const start = this.#startOf(code);
    if (start === undefined) return "other";
    for (const distance of this.#distances) {
      if (distance > instruction || !this.#isOneInstruction(code, instruction, distance)) continue;
      const opcode = this.#values.bytesAt(start + 2 * (instruction - distance), 2)?.[0] ?? 0;
      const kind = this.#byOpcode[opcode] ?? "other";
      if (kind !== "other" && (kind !== "quiet" || distance === 0)) return kind;
    }
    return "other";
  }

  /** An instruction and its inline cache come from the same place in the source. What lies in a cache can look like an opcode. */
  #isOneInstruction(code: number, instruction: number, distance: number): boolean {
    const lines = this.#codes.objects[code]?.lines;
    if (distance === 0 || lines === undefined) return true;
    const [here, there] = [positionAt(lines, instruction), positionAt(lines, instruction - distance)];
    return here?.line === there?.line && here?.column === there?.column && here?.endColumn === there?.endColumn;
  }

  #startOf(number: number): number | undefined {
    const code = this.#codes.objects[number];
    if (code === undefined) return undefined;
    const { instructions } = this.#layout.code;
    if (this.#layout.version[1] >= 11) return code.address + instructions;
    const bytes = this.#values.pointer(code.address + instructions);
    return bytes === undefined ? undefined : bytes + this.#layout.bytes.data;
  }
}

const NOTHING_KNOWN: CallOpcodes = { calls: [], pythonCalls: [], iterates: [], quiet: [] };

function kindsByOpcode(minor: number): readonly SiteKind[] {
  const kinds = Array<SiteKind>(256).fill("other");
  const { calls, pythonCalls, iterates, quiet } = callOpcodes[minor] ?? NOTHING_KNOWN;
  for (const opcode of calls) kinds[opcode] = "call";
  for (const opcode of pythonCalls) kinds[opcode] = "python-call";
  for (const opcode of iterates) kinds[opcode] = "iterate";
  for (const opcode of quiet) kinds[opcode] = "quiet";
  return kinds;
}
