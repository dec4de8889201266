import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname } from "node:path";

/** What happens at one file operation. */
export type Fault =
  /** The operation fails; a write has been done by half. */
  | "ENOSPC"
  | "EACCES"
  | "EIO"
  /** Nothing happens any more from this operation on, or from behind it, or from the middle of it. */
  | "kill-before"
  | "kill-after"
  | "kill-torn"
  /** The machine stops there: data that was not synced is gone, names that were not synced are there. */
  | "power-data"
  /** The same, and names that were not synced are as they were. */
  | "power-names";

/** Every kind of fault. */
export const FAULTS: readonly Fault[] = [
  "ENOSPC",
  "EACCES",
  "EIO",
  "kill-before",
  "kill-after",
  "kill-torn",
  "power-data",
  "power-names",
];

/** The process has been killed: no code of it does anything any more. */
class Killed extends Error {}

/** A read has nothing by half, and nothing of it is on a disk: of the others it would show what these do. */
export const READ_FAULTS: readonly Fault[] = ["EACCES", "EIO", "kill-before"];

interface Saved {
  readonly path: string;
  readonly folder: string;
  readonly content: Buffer | undefined;
  readonly mode: number;
}

const real = { ...fs };
const realOpen = fs.promises.open;
const CHANGES = ["openSync", "writeSync", "fsyncSync", "chmodSync", "renameSync", "rmSync", "mkdirSync"] as const;
const READS = ["readFileSync", "statSync", "realpathSync"] as const;
const ASYNC = ["mkdir", "writeFile", "rename", "rm", "open", "readFile", "readdir"] as const;

/**
 * Stands between the code and the file system: counts what reads or changes files, makes one operation fail, and knows what
 * would be lost with the machine. Syncs nothing really, so that thousands of cases take seconds.
 */
class FaultyFiles {
  count = 0;
  /** The numbers of operations that only read. */
  readonly reads = new Set<number>();
  #at = Number.POSITIVE_INFINITY;
  #fault: Fault = "EIO";
  #isDead = false;
  #isInside = false;
  /** Length that is safe on the disk, of files with data that is not. */
  readonly #dirty = new Map<string, number>();
  /** Names as they were, newest last, since their folder was synced. */
  readonly #names: Saved[] = [];
  readonly #open = new Map<number, string>();

  /** Forgets everything; the fault comes at the operation with this number. */
  arm(at: number, fault: Fault): void {
    this.count = 0;
    this.#at = at;
    this.#fault = fault;
    this.#isDead = false;
    this.reads.clear();
    this.#dirty.clear();
    this.#names.length = 0;
  }

  /** Lets everything pass, after taking away what the stop of the machine took. */
  disarm(): void {
    const isStopped = this.#isDead && this.#fault.startsWith("power");
    this.#isDead = false;
    this.#at = Number.POSITIVE_INFINITY;
    if (isStopped) for (const [file, length] of this.#dirty) if (real.existsSync(file)) real.truncateSync(file, length);
    if (isStopped && this.#fault === "power-names") for (const saved of this.#names.toReversed()) restore(saved);
    this.arm(Number.POSITIVE_INFINITY, "EIO");
  }

  /** One operation: `whole` does it, `half` the first half of it. */
  step<Result>(whole: () => Result, half?: () => void): Result {
    // What Node's own functions call of each other is one operation.
    if (this.#isInside) return whole();
    if (this.#isDead) throw new Killed();
    this.#isInside = true;
    try {
      this.count += 1;
      return this.count === this.#at ? this.#fail(whole, half) : whole();
    } finally {
      this.#isInside = false;
    }
  }

  /** One operation that changes nothing. */
  read<Result>(operation: () => Result): Result {
    if (!this.#isInside) this.reads.add(this.count + 1);
    return this.step(operation);
  }

  #fail<Result>(whole: () => Result, half?: () => void): Result {
    const fault = this.#fault;
    if (fault === "ENOSPC" || fault === "EACCES" || fault === "EIO") {
      if (fault === "ENOSPC") half?.();
      throw Object.assign(new Error(`${fault}: injected`), { code: fault });
    }
    this.#isDead = true;
    if (fault === "kill-after") whole();
    if (fault === "kill-torn") half?.();
    throw new Killed();
  }

  opened(descriptor: number, path: string): void {
    this.#open.set(descriptor, path);
  }

  pathOf(descriptor: number): string {
    return this.#open.get(descriptor) ?? "";
  }

  /** Remembers a name before it changes. */
  willName(path: string): void {
    const content = real.existsSync(path) && real.statSync(path).isFile() ? real.readFileSync(path) : undefined;
    const mode = content === undefined ? 0 : real.statSync(path).mode;
    this.#names.push({ path, folder: dirname(path), content, mode });
  }

  willWrite(path: string, safe: number): void {
    if (!this.#dirty.has(path)) this.#dirty.set(path, safe);
  }

  moved(from: string, to: string): void {
    const length = this.#dirty.get(from);
    this.#dirty.delete(from);
    this.#dirty.delete(to);
    if (length !== undefined) this.#dirty.set(to, length);
  }

  synced(path: string): void {
    this.#dirty.delete(path);
    for (let index = this.#names.length - 1; index >= 0; index -= 1) {
      if (this.#names[index]?.folder === path) this.#names.splice(index, 1);
    }
  }
}

function restore({ path, content, mode }: Saved): void {
  real.rmSync(path, { force: true });
  if (content !== undefined) {
    real.mkdirSync(dirname(path), { recursive: true });
    real.writeFileSync(path, content, { mode });
  }
}

/** The one that stands there once `installFaults` was called. */
export const faulty = new FaultyFiles();

function name<Result>(path: string, action: () => Result): Result {
  return faulty.step(() => {
    faulty.willName(path);
    return action();
  });
}

function write(path: string, safe: number, data: Uint8Array, put: (data: Uint8Array) => number): number {
  const put2 = (part: Uint8Array): number => {
    faulty.willWrite(path, safe);
    return put(part);
  };
  return faulty.step(
    () => put2(data),
    () => put2(data.subarray(0, Math.floor(data.length / 2))),
  );
}

const sizeOf = (path: string): number => (real.existsSync(path) ? real.statSync(path).size : 0);
const textOf = (value: unknown): string => String(value);

/** Puts the faulty files in the place of `node:fs`, for the modules that are loaded already as well; gives the way back. */
export function installFaults(): () => void {
  const before = { files: picked(fs, [...CHANGES, ...READS]), promises: picked(fs.promises, ASYNC) };
  for (const read of READS) Object.assign(fs, { [read]: failing(real[read] as Operation) });
  Object.assign(fs, {
    openSync: (path: fs.PathLike, flags: string, mode?: fs.Mode) => {
      const open = (): number => real.openSync(path, flags, mode);
      const descriptor = flags === "r" ? faulty.read(open) : name(textOf(path), open);
      faulty.opened(descriptor, textOf(path));
      return descriptor;
    },
    writeSync: (descriptor: number, data: Uint8Array, offset = 0) =>
      write(faulty.pathOf(descriptor), 0, data.subarray(offset), (part) => real.writeSync(descriptor, part)),
    fsyncSync: (descriptor: number) => faulty.step(() => faulty.synced(faulty.pathOf(descriptor))),
    chmodSync: (path: fs.PathLike, mode: fs.Mode) => faulty.step(() => real.chmodSync(path, mode)),
    renameSync: (from: string, to: string) => faulty.step(() => rename(from, to)),
    rmSync: (path: string, options: fs.RmOptions) =>
      real.existsSync(path) ? name(path, () => real.rmSync(path, options)) : undefined,
    mkdirSync: (path: string, options: fs.MakeDirectoryOptions) => faulty.step(() => real.mkdirSync(path, options)),
  });
  Object.assign(fs.promises, {
    mkdir: async (path: string, options: fs.MakeDirectoryOptions) => faulty.step(() => real.mkdirSync(path, options)),
    writeFile: async (path: string, text: string) => {
      const put = (part: Uint8Array): number => (real.writeFileSync(path, part), part.length);
      faulty.willName(path);
      write(path, 0, Buffer.from(text), put);
    },
    rename: async (from: string, to: string) => faulty.step(() => rename(from, to)),
    rm: async (path: string) =>
      real.existsSync(path) ? name(path, () => real.rmSync(path, { force: true })) : undefined,
    open: async (path: string, flags: string) => openFile(path, flags),
    readFile: async (path: string, encoding: BufferEncoding) => faulty.read(() => real.readFileSync(path, encoding)),
    readdir: async (path: string) => faulty.read(() => real.readdirSync(path)),
  });
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs, before.files);
    Object.assign(fs.promises, before.promises);
    syncBuiltinESMExports();
  };
}

type Operation = (...given: readonly unknown[]) => unknown;

function failing(operation: Operation): Operation {
  return (...given) => faulty.read(() => operation(...given));
}

function picked<From>(from: From, names: readonly (keyof From)[]): Partial<From> {
  const found: Partial<From> = {};
  for (const one of names) found[one] = from[one];
  return found;
}

function rename(from: string, to: string): void {
  faulty.willName(to);
  faulty.willName(from);
  real.renameSync(from, to);
  faulty.moved(from, to);
}

async function openFile(path: string, flags: string): Promise<fs.promises.FileHandle> {
  if (!real.existsSync(path)) name(path, () => real.writeFileSync(path, ""));
  const handle = await realOpen(path, flags);
  const put = (safe: number) => (text: string) => {
    write(path, safe, Buffer.from(text), (part) => (real.appendFileSync(path, part), part.length));
  };
  return Object.assign(handle, {
    writeFile: async (text: string) => put(0)(text),
    appendFile: async (text: string) => put(sizeOf(path))(text),
    sync: async () => faulty.step(() => faulty.synced(path)),
  });
}
