import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { memorySource, type ByteSource } from "../src/collect/sampler/process/byte-source.ts";
import { loadBias, readElf, type ElfFile } from "../src/collect/sampler/process/elf.ts";
import { findSymbol } from "../src/collect/sampler/process/elf-symbols.ts";
import { findRuntime } from "../src/collect/sampler/process/find-runtime.ts";
import { mappedCode, parseMaps } from "../src/collect/sampler/process/memory-maps.ts";
import { ProcessMemory, openMemory } from "../src/collect/sampler/process/process-memory.ts";
import type { FoundRuntime } from "../src/collect/sampler/process/runtime-outcome.ts";
import { findCookies, scanForRuntime } from "../src/collect/sampler/process/scan-for-runtime.ts";
import { describedPythons, type TestPython } from "./pythons.ts";
import { copiedPython, realExecutable, type CopiedPython } from "./sampler/copied-python.ts";
import { embeddingProgram } from "./sampler/embedding-program.ts";
import { functionNames } from "./sampler/walk-frames.ts";
import { startProgram, startWith, type StartedProgram } from "./sampler/watched-process.ts";

const PROGRAM = `
import time
def here(): time.sleep(60)
print("ready", flush=True)
here()
`;

/** How long a program may take to get to where it stays. */
const LOADED_MACHINE = { timeout: 10_000 };

const started: StartedProgram[] = [];
const folder = mkdtempSync(join(tmpdir(), "hasten-places-"));

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
  rmSync(folder, { recursive: true });
});

const pythons = describedPythons().filter(({ number }) => number <= 315);

function keep(program: StartedProgram): number {
  started.push(program);
  return program.pid;
}

function expectReadable(pid: number): Promise<FoundRuntime> {
  return vi.waitFor(() => {
    const runtime = findRuntime(pid);
    if (runtime.kind !== "found") throw new Error(JSON.stringify(runtime));
    expect(functionNames(runtime)).toEqual([["here", "<module>"]]);
    return runtime;
  }, LOADED_MACHINE);
}

async function startCopy({ executable, environment }: CopiedPython): Promise<number> {
  return keep(await startWith({ env: environment }, executable, "-c", PROGRAM));
}

describe.runIf(process.platform === "linux" && pythons.length > 0)("a Python in a hard place", () => {
  it.each(pythons)("is read where the files of a $minor were deleted after its start", async (python) => {
    const copy = copiedPython(python, join(folder, `deleted-${python.minor}`));
    const pid = await startCopy(copy);
    rmSync(copy.folder, { recursive: true });
    const { executable } = await expectReadable(pid);
    expect(existsSync(executable)).toBe(false);
  });

  it.each(pythons)("is read where the section headers of a $minor were stripped off", async (python) => {
    const copy = copiedPython(python, join(folder, `stripped-${python.minor}`));
    for (const path of copy.files) stripSectionHeaders(path);
    await expectReadable(await startCopy(copy));
  });

  it.for(pythons)("is read where a $minor has no symbol that names its runtime", async (python, { skip }) => {
    const copy = copiedPython(python, join(folder, `nameless-${python.minor}`));
    if (copy.files.length > 1) skip("a shared library does not load without its symbols");
    for (const path of copy.files) {
      stripSectionHeaders(path);
      renameSymbols(path, ["_PyRuntime", "Py_GetVersion"]);
    }
    const runtime = await expectReadable(await startCopy(copy));
    expect(runtime.version[1]).toBe(python.number - 300);
    expect(runtime.version[2]).toBeGreaterThanOrEqual(0);
  });

  it.each(pythons)(
    "of $minor has its symbols in memory, and its runtime among its variables",
    async ({ executable }) => {
      const { pid, runtimeAddress, layout } = await expectReadable(keep(await startProgram(executable, "-c", PROGRAM)));
      const { elf, bias, memory, address } = imageInMemory(pid);
      expect(address).toBe(runtimeAddress);
      expect(findCookies(elf, bias, memory)).toEqual(layout.version[1] >= 13 ? [runtimeAddress] : []);
      if (layout.version[1] < 13) expect(scanForRuntime(elf, bias, memory, layout)).toBe(runtimeAddress);
      memory.close();
    },
  );

  it.for(pythons)("is read where a program has $minor in a library of another name", async (python, { skip }) => {
    const copy = copiedPython(python, join(folder, `embedded-${python.minor}`));
    const built = embeddingProgram(copy);
    if (built === undefined) skip("no shared library, or no compiler");
    else {
      const { program, library } = built;
      await expectReadable(keep(await startWith({ env: copy.environment }, program, library, PROGRAM)));
    }
  });

  it("is read through the symbolic links of a virtual environment", async () => {
    const { executable } = youngest();
    const link = join(folder, "venv/bin/python");
    await new Promise((resolve) =>
      spawn(executable, ["-m", "venv", "--without-pip", join(folder, "venv")]).once("exit", resolve),
    );
    await expectReadable(keep(await startProgram(link, "-c", PROGRAM)));
  });

  it("is read in a mount namespace of its own", async ({ skip }) => {
    const { executable } = youngest();
    const inside = join(folder, "inside");
    mkdirSync(inside);
    const home = dirname(dirname(realExecutable(executable)));
    const script = `mount --bind ${home} ${inside} && exec ${inside}/bin/${basename(realExecutable(executable))} -c "$0"`;
    const program = await startProgram("unshare", "--map-root-user", "--mount", "sh", "-c", script, PROGRAM);
    if (program.firstLine !== "ready") skip("no mount namespaces for this user");
    const runtime = await expectReadable(keep(program));
    expect(runtime.executable).toContain(inside);
    expect(existsSync(runtime.executable)).toBe(false);
  });

  it("is told as starting, or as nothing yet, until it runs", async () => {
    const child = spawn(youngest().executable, ["-c", "import time; time.sleep(60)"], { stdio: "ignore" });
    const kinds = new Set<string>();
    await vi.waitFor(
      () => {
        const { kind } = findRuntime(child.pid ?? 0);
        kinds.add(kind);
        expect(kind).toBe("found");
      },
      { ...LOADED_MACHINE, interval: 1 },
    );
    child.kill("SIGKILL");
    expect([...kinds].filter((kind) => !["not-python", "starting", "found"].includes(kind))).toEqual([]);
  });

  it.each(pythons)("of $minor that ends while it is read is told as exiting or gone", async ({ executable }) => {
    const { child, pid } = await startProgram(executable, "-c", "print(1, flush=True); import time; time.sleep(0.15)");
    const kinds = new Set<string>();
    while (child.exitCode === null) {
      for (let count = 0; count < 20; count += 1) kinds.add(findRuntime(pid).kind);
      await new Promise(setImmediate);
    }
    expect(findRuntime(pid).kind).toBe("no-such-process");
    expect(kinds).toContain("found");
    expect([...kinds].filter((kind) => !["found", "exiting", "no-such-process"].includes(kind))).toEqual([]);
  });

  it("is refused where the system does not let us", async ({ skip }) => {
    const pid = keep(await startProgram(youngest().executable, "-c", PROGRAM));
    if (process.getuid?.() !== 0 || process.seteuid === undefined) skip("only root can become somebody else");
    process.seteuid?.(65_534);
    try {
      expect(findRuntime(pid).kind).toBe("no-permission");
    } finally {
      process.seteuid?.(0);
    }
  });
});

describe("a file that is not for us", () => {
  it("is told by its header", () => {
    const elf = Buffer.alloc(64);
    elf.write("\u007FELF", "latin1");
    elf.set([1, 1, 1], 4);
    expect(readElf(source(elf))).toBe("not-64-bit");
    expect(readElf(source(Buffer.from("#!/bin/sh\n")))).toBe("not-elf");
    elf.set([2, 2], 4);
    expect(readElf(source(elf))).toBe("not-64-bit");
  });
});

describe.runIf(process.platform === "linux")("a damaged file", () => {
  it("is read without a failure, and without an end that does not come", () => {
    const whole = readFileSync("/bin/sh");
    // A fixed sequence of pseudo-random numbers (Lehmer's).
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const bytes = Buffer.from(whole);
      // Headers and tables lie at the start and, those of the sections, at the end.
      for (let count = 0; count < 20; count += 1) bytes[random(1024)] = random(256);
      for (let count = 0; count < 20; count += 1) bytes[bytes.length - 1 - random(2048)] = random(256);
      bytes.write("\u007FELF\u0002\u0001", "latin1");
      const elf = readElf(source(bytes.subarray(0, bytes.length - random(2) * random(bytes.length))));
      if (typeof elf !== "string") expect(findSymbol(elf, "_PyRuntime", 0)).toBeUndefined();
    }
  });
});

function source(bytes: Buffer): ByteSource {
  return {
    read: (offset, length) =>
      offset >= 0 && offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : undefined,
    close: () => undefined,
  };
}

function youngest(): TestPython {
  const python = pythons.at(-1);
  if (python === undefined) throw new Error("no Python");
  return python;
}

function stripSectionHeaders(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeBigUInt64LE(0n, 40);
  bytes.writeUInt16LE(0, 60);
  bytes.writeUInt16LE(0, 62);
  writeFileSync(path, bytes);
}

/** Changes the last letter: a symbol's name no longer leads to it. */
function renameSymbols(path: string, names: readonly string[]): void {
  const bytes = readFileSync(path);
  for (const name of names) {
    const wanted = `\0${name}\0`;
    for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) bytes[at + name.length] = 0x58;
  }
  writeFileSync(path, bytes);
}

/** The file that has the runtime, read from nothing but the memory of the process. */
function imageInMemory(pid: number): { elf: ElfFile; bias: number; memory: ProcessMemory; address: number } {
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") throw new Error(descriptor);
  const memory = new ProcessMemory(descriptor);
  for (const file of mappedCode(parseMaps(readFileSync(`/proc/${pid}/maps`, "utf8")))) {
    const elf = readElf(memorySource(file, memory));
    const bias = typeof elf === "string" ? undefined : loadBias(elf, file);
    if (typeof elf === "string" || bias === undefined) continue;
    const symbol = findSymbol(elf, "_PyRuntime", bias);
    if (symbol !== undefined) return { elf, bias, memory, address: symbol.address + bias };
  }
  throw new Error("no runtime among the symbols");
}
