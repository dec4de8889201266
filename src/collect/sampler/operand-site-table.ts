import { isSameCode, operandSites, type OperandSite } from "./bytecode/operand-sites.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";

/** Code objects with more instructions are not followed. */
const LONGEST_CODE = 1 << 17;

/** A code object as it was when the depth of its stack was followed. */
interface FollowedCode {
  readonly identity: string;
  readonly bytes: Uint8Array;
  readonly sites: ReadonlyMap<number, OperandSite>;
}

/** The instructions with operands of the code objects that frames run, each code object followed once. */
export class OperandSiteTable {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #codes: CodeTable;
  readonly #values: ValueReader;
  readonly #head: MemoryWindow;
  readonly #followed = new Map<number, FollowedCode>();

  constructor(memory: TargetMemory, layout: Layout, codes: CodeTable, values: ValueReader) {
    this.#memory = memory;
    this.#layout = layout;
    this.#codes = codes;
    this.#values = values;
    this.#head = new MemoryWindow(layout.code.size);
  }

  /** The operands of an instruction of a code object; undefined where it has none that are looked at, or their place is not known. */
  siteOf(code: number, instruction: number): OperandSite | undefined {
    // Free-threaded builds run copies of the code, and count references in two places.
    if (this.#layout.isFreeThreaded || instruction < 0) return undefined;
    const known = this.#followed.get(code) ?? this.#follow(code);
    this.#followed.set(code, known);
    return known.sites.get(instruction);
  }

  /** Whether the code is still what was followed: a freed code object's address can mean another one. */
  isStillCode(code: number): boolean {
    const followed = this.#followed.get(code);
    const bytes = this.#bytesOf(code);
    if (followed === undefined || bytes === undefined || followed.identity !== this.#identityOf(code)) return false;
    return isSameCode(followed.bytes, bytes, this.#layout.version[1]);
  }

  #follow(code: number): FollowedCode {
    const identity = this.#identityOf(code);
    const bytes = this.#bytesOf(code);
    const [, minor] = this.#layout.version;
    if (bytes === undefined) return { identity, bytes: new Uint8Array(0), sites: new Map() };
    return { identity, bytes, sites: operandSites(bytes, minor, this.#codes.stackSizes[code] ?? 0) };
  }

  /** Addresses of a code object's file, name and lines, and its first line. */
  #identityOf(number: number): string {
    const address = this.#codes.objects[number]?.address ?? 0;
    const { code } = this.#layout;
    if (!this.#head.fill(this.#memory, address, (code.size + 7) & ~7)) return "";
    const addresses = [code.filename, code.name, code.lineTable].map((field) => this.#head.pointer(field));
    return [...addresses, this.#head.integer(code.firstLine)].join(" ");
  }

  /** `co_code`, and from 3.11 on the instructions in the code object itself, `ob_size` of them. */
  #bytesOf(number: number): Uint8Array | undefined {
    const address = this.#codes.objects[number]?.address;
    if (address === undefined) return undefined;
    const { code, object, version } = this.#layout;
    if (version[1] < 11) return this.#values.bytes(this.#values.pointer(address + code.instructions) ?? 0);
    const units = this.#values.pointer(address + object.size) ?? 0;
    return units > LONGEST_CODE ? undefined : this.#values.bytesAt(address + code.instructions, 2 * units);
  }
}
