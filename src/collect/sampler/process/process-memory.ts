import { closeSync, openSync, readSync } from "node:fs";
import { systemCode } from "../../../base/refusal.ts";

/** The upper half of a 64-bit value counts this much. Addresses of programs stay below 2^53, so doubles hold them exactly. */
const UPPER = 2 ** 32;

/** Another process's memory, for reads that are not many. A read that fails gives undefined: the address is none, or the process is gone. */
export class ProcessMemory {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  read(address: number, length: number): Buffer | undefined {
    // Beyond the addresses of programs, and beyond what `pread` takes.
    if (!Number.isSafeInteger(address) || address <= 0 || !isReadableLength(length)) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    try {
      return readSync(this.#descriptor, bytes, 0, length, address) === length ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  pointer(address: number): number | undefined {
    const bytes = this.read(address, 8);
    return bytes && pointerAt(bytes, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Lengths come from files and memory that may be damaged: nothing that is read has more than a quarter of a gigabyte. */
export function isReadableLength(length: number): boolean {
  return length >= 0 && length <= 256 << 20;
}

/** The 64-bit value in a buffer, as a double. */
export function pointerAt(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * UPPER;
}

/** A descriptor of `/proc/PID/mem`, or the system's code ("EACCES", "ENOENT") why there is none. The caller closes it. */
export function openMemory(pid: number): number | string {
  try {
    return openSync(`/proc/${pid}/mem`, "r");
  } catch (failure) {
    return systemCode(failure) ?? "EIO";
  }
}
