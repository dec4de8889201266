import { closeSync, openSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { arch } from "node:os";
import type { WaitKind } from "../../../profile/profile.ts";
import { openMemory, ProcessMemory } from "./process-memory.ts";

/** What a system call waits for: one descriptor (the first argument), several, or something that has none. */
type Waits = WaitKind | "descriptor" | "select" | "poll" | "epoll";

/** System calls that can wait, by number: x86-64. */
const X64: ReadonlyMap<number, Waits> = new Map([
  ...[0, 1, 16, 17, 18, 19, 20, 42, 44, 45, 46, 47, 295, 296, 299, 307].map(
    (number) => [number, "descriptor"] as const,
  ),
  ...[43, 288].map((number) => [number, "connection"] as const),
  ...[23, 270].map((number) => [number, "select"] as const),
  ...[7, 271].map((number) => [number, "poll"] as const),
  ...[232, 281, 441].map((number) => [number, "epoll"] as const),
  ...[35, 230].map((number) => [number, "sleep"] as const),
  ...[61, 247].map((number) => [number, "process"] as const),
  // fcntl, flock, fsync, fdatasync: the disk, or another process's lock on a file; open, openat.
  ...[72, 73, 74, 75].map((number) => [number, "descriptor"] as const),
  ...[2, 257].map((number) => [number, "file"] as const),
  [202, "lock"],
]);

/** The same: the generic table (aarch64). */
const GENERIC: ReadonlyMap<number, Waits> = new Map([
  ...[63, 64, 65, 66, 67, 68, 203, 206, 207, 211, 212, 243, 269].map((number) => [number, "descriptor"] as const),
  ...[202, 242].map((number) => [number, "connection"] as const),
  [72, "select"],
  [73, "poll"],
  ...[22, 441].map((number) => [number, "epoll"] as const),
  ...[101, 115].map((number) => [number, "sleep"] as const),
  ...[95, 260].map((number) => [number, "process"] as const),
  ...[25, 32, 82, 83].map((number) => [number, "descriptor"] as const),
  [56, "file"],
  [98, "lock"],
]);

/** Those that write: a client that does not take what it asked for is waited for as any socket is. */
const WRITES: ReadonlySet<number> = new Set(
  arch() === "x64" ? [1, 18, 20, 44, 46, 296, 307] : [64, 66, 68, 206, 211, 269],
);
const CALLS = arch() === "x64" ? X64 : GENERIC;
/** More descriptors than this are not looked at. */
const MOST_DESCRIPTORS = 4096;
/** Which sockets listen is read again after so many questions for one that is not known. */
const LISTENERS_HOLD = 64;
/** Many new sockets do not have it read again for each. */
const MOST_READ_EARLY = 4;
/** Of several things that a thread waits for at once the first that is among them names the wait. */
const NAMING: readonly WaitKind[] = ["connection", "socket", "process", "terminal", "pipe", "database", "file"];

/** Says what a system call of a process waits for, by what the kernel tells of its descriptors. */
export class AwaitedReader {
  readonly #pid: number;
  #memory: ProcessMemory | undefined;
  #sockets: Sockets = { all: new Set(), serving: new Set(), unnamed: new Set() };
  #asked = LISTENERS_HOLD;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** `words`: a line of `/proc/PID/task/TID/syscall`, the number and six arguments. */
  kindOf(words: readonly string[]): WaitKind {
    const waits = CALLS.get(Number(words[0]));
    const [first = 0, second = 0, third = 0, fourth = 0] = words.slice(1, 5).map(Number);
    if (waits === "descriptor") return kindOfCall(Number(words[0]), this.#kindOfDescriptor(first).kind);
    if (waits === "select") return this.#kindOfMany(this.#selected(first, [second, third, fourth]), true);
    if (waits === "poll") return this.#kindOfMany(this.#polled(first, second), true);
    if (waits === "epoll") return this.#kindOfMany(this.#watchedBy(first), !isEndless(fourth));
    return waits ?? "other";
  }

  close(): void {
    this.#memory?.close();
    this.#memory = undefined;
  }

  /** A pair of unnamed sockets of its own wakes a loop: what waits for nothing else sleeps, or waits for another thread. */
  #kindOfMany(descriptors: readonly number[] | undefined, ends: boolean): WaitKind {
    if (descriptors === undefined) return "other";
    const found = descriptors.map((descriptor) => this.#kindOfDescriptor(descriptor));
    const isAlone = found.length === 1 && found[0]?.isUnnamed === true;
    if (found.length === 0 || isAlone) return ends ? "sleep" : "lock";
    return (
      NAMING.find((kind) => found.some((each) => each.kind === kind && !each.isUnnamed)) ?? found[0]?.kind ?? "other"
    );
  }

  #kindOfDescriptor(descriptor: number): { readonly kind: WaitKind; readonly isUnnamed: boolean } {
    const target = this.#linkOf(descriptor);
    const inode = /^socket:\[(\d+)\]$/u.exec(target)?.[1];
    if (inode !== undefined) {
      const { serving, unnamed } = this.#socketsNow(inode);
      return { kind: serving.has(inode) ? "connection" : "socket", isUnnamed: unnamed.has(inode) };
    }
    const kind = kindOfTarget(target);
    const isDatabase = kind === "file" && isOfDatabase(`/proc/${this.#pid}/fd/${descriptor}`, target);
    return { kind: isDatabase ? "database" : kind, isUnnamed: false };
  }

  #linkOf(descriptor: number): string {
    try {
      return readlinkSync(`/proc/${this.#pid}/fd/${descriptor}`);
    } catch {
      return "";
    }
  }

  /** Of `select(2)`: the members of three sets of bits. */
  #selected(count: number, sets: readonly number[]): readonly number[] | undefined {
    if (count === 0) return [];
    if (count > MOST_DESCRIPTORS) return undefined;
    const found = new Set<number>();
    for (const address of sets) {
      if (address === 0) continue;
      const bits = this.#read(address, Math.ceil(count / 8));
      if (bits === undefined) return undefined;
      for (let at = 0; at < count; at += 1) if (((bits[at >> 3] ?? 0) >> (at & 7)) & 1) found.add(at);
    }
    return [...found];
  }

  /** Of `poll(2)`: eight bytes for each descriptor. */
  #polled(address: number, count: number): readonly number[] | undefined {
    if (count === 0) return [];
    const entries = count > MOST_DESCRIPTORS ? undefined : this.#read(address, count * 8);
    return entries && Array.from({ length: count }, (_, at) => entries.readInt32LE(at * 8)).filter((fd) => fd >= 0);
  }

  #watchedBy(descriptor: number): readonly number[] | undefined {
    try {
      const text = readFileSync(`/proc/${this.#pid}/fdinfo/${descriptor}`, "latin1");
      return [...text.matchAll(/^tfd:\s*(\d+)/gmu)].slice(0, MOST_DESCRIPTORS).map(([, fd]) => Number(fd));
    } catch {
      return undefined;
    }
  }

  #read(address: number, length: number): Buffer | undefined {
    if (this.#memory === undefined) {
      const descriptor = openMemory(this.#pid);
      if (typeof descriptor === "string") return undefined;
      this.#memory = new ProcessMemory(descriptor);
    }
    return this.#memory.read(address, length);
  }

  #socketsNow(inode: string): Sockets {
    this.#asked += this.#sockets.all.has(inode) ? 1 : LISTENERS_HOLD / MOST_READ_EARLY;
    if (this.#asked > LISTENERS_HOLD) {
      this.#asked = 0;
      this.#sockets = socketsOf(this.#pid);
    }
    return this.#sockets;
  }
}

/** Inodes of sockets that a process's network knows. */
interface Sockets {
  readonly all: ReadonlySet<string>;
  /** Those that listen, and those that were accepted: their own address is one that is listened on. */
  readonly serving: ReadonlySet<string>;
  /** Unix sockets without a path: ends of pairs, as a rule. */
  readonly unnamed: ReadonlySet<string>;
}

/** A row of one of the kernel's tables. */
interface SocketRow {
  readonly inode: string;
  /** Its own port or path. */
  readonly own: string;
  readonly isListening: boolean;
}

const inodes = (rows: readonly SocketRow[]): ReadonlySet<string> => new Set(rows.map(({ inode }) => inode));

function socketsOf(pid: number): Sockets {
  // sl, local, remote, state (0A: listens), queues, timer, retransmits, uid, timeout, inode
  const network = ["tcp", "tcp6"].flatMap((table) =>
    rowsOf(pid, table).map(([, local = "", , state, , , , , , inode = ""]): SocketRow => {
      return { inode, own: local.slice(local.lastIndexOf(":")), isListening: state === "0A" };
    }),
  );
  // Num, RefCount, Protocol, Flags (00010000: listens), Type, State, Inode, Path
  const unix = rowsOf(pid, "unix").map(([, , , flags, , , inode = "", own = ""]): SocketRow => {
    return { inode, own, isListening: flags === "00010000" };
  });
  const rows = [...network, ...unix];
  const listened = new Set(rows.filter(({ isListening, own }) => isListening && own !== "").map(({ own }) => own));
  return {
    all: inodes(rows),
    serving: inodes(rows.filter(({ own, isListening }) => isListening || listened.has(own))),
    unnamed: inodes(unix.filter(({ own, isListening }) => own === "" && !isListening)),
  };
}

function rowsOf(pid: number, table: string): readonly (readonly string[])[] {
  try {
    const [, ...lines] = readFileSync(`/proc/${pid}/net/${table}`, "latin1").split("\n");
    return lines.map((line) => line.trim().split(/\s+/u));
  } catch {
    return [];
  }
}

const kindOfCall = (number: number, kind: WaitKind): WaitKind =>
  kind === "connection" && WRITES.has(number) ? "socket" : kind;

function kindOfTarget(target: string): WaitKind {
  if (target.startsWith("pipe:")) return "pipe";
  if (target === "anon_inode:[pidfd]") return "process";
  if (/^\/dev\/(?:pts\/|tty|console)/u.test(target)) return "terminal";
  return target.startsWith("/") ? "file" : "other";
}

/** SQLite's own files, by their name or their first bytes. */
function isOfDatabase(link: string, target: string): boolean {
  if (/-(?:journal|wal|shm)$/u.test(target)) return true;
  try {
    const descriptor = openSync(link, "r");
    const head = Buffer.alloc(16);
    readSync(descriptor, head, 0, 16, 0);
    closeSync(descriptor);
    return head.toString("latin1") === "SQLite format 3\0";
  } catch {
    return false;
  }
}

/** A timeout of −1, as 32 or 64 bits. */
const isEndless = (timeout: number): boolean => timeout === 0xffffffff || timeout >= 2 ** 63;
