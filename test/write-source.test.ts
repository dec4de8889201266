import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../src/base/refusal.ts";
import { recoverPending } from "../src/fix/pending.ts";
import { hashBytes } from "../src/fix/replace-file.ts";
import { checkEditable, writeSources, type SourceChange } from "../src/fix/write-source.ts";
import { makeFolder, makeWorld, packageFolder } from "./launch/world.ts";

function change(path: string, text: string): SourceChange {
  return { path, hash: hashBytes(readFileSync(path)), content: Buffer.from(text) };
}

function codeOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
  return "done";
}

function leftovers(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith(".hasten-"));
}

describe("writing kept fixes", () => {
  it("replaces the file, keeps its mode, leaves nothing else", () => {
    const folder = makeFolder();
    const file = join(folder, "app.py");
    writeFileSync(file, "old");
    chmodSync(file, 0o754);
    writeSources([change(file, "new")], join(folder, ".hasten"), makeWorld());
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(statSync(file).mode & 0o777).toBe(0o754);
    expect(leftovers(folder)).toEqual([]);
    expect(readdirSync(join(folder, ".hasten"))).toEqual([]);
  });

  it("replaces a link's target and keeps the link", () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "real.py"), "old");
    symlinkSync("real.py", join(folder, "link.py"));
    writeSources([change(join(folder, "link.py"), "new")], join(folder, ".hasten"), makeWorld());
    expect(lstatSync(join(folder, "link.py")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real.py"), "utf8")).toBe("new");
  });

  it("refuses what changed meanwhile, and then writes none of the files", () => {
    const folder = makeFolder();
    for (const name of ["a.py", "b.py"]) writeFileSync(join(folder, name), "old");
    const changes = ["a.py", "b.py"].map((name) => change(join(folder, name), "new"));
    writeFileSync(join(folder, "b.py"), "mine");
    expect(codeOf(() => writeSources(changes, join(folder, ".hasten"), makeWorld()))).toBe("source-changed");
    expect(readFileSync(join(folder, "a.py"), "utf8")).toBe("old");
    expect(readFileSync(join(folder, "b.py"), "utf8")).toBe("mine");
    expect(leftovers(folder)).toEqual([]);
  });

  it("refuses read-only files, hard links and installed packages", () => {
    const folder = makeFolder();
    const packages = join(folder, "lib", "site-packages");
    mkdirSync(packages, { recursive: true });
    for (const file of [join(folder, "a.py"), join(folder, "b.py"), join(packages, "c.py")]) writeFileSync(file, "old");
    chmodSync(join(folder, "a.py"), 0o444);
    linkSync(join(folder, "b.py"), join(folder, "b2.py"));
    expect(codeOf(() => checkEditable(join(folder, "a.py")))).toBe("not-writable");
    expect(codeOf(() => checkEditable(join(folder, "b.py")))).toBe("not-editable");
    expect(codeOf(() => checkEditable(join(packages, "c.py")))).toBe("not-editable");
  });

  it("leaves the old files whole on a full disk", () => {
    const small = mountSmallDisk();
    if (small === undefined) return;
    try {
      for (const name of ["a.py", "b.py"]) writeFileSync(join(small, name), "old");
      const big = "x".repeat(700_000);
      const changes = ["a.py", "b.py"].map((name) => change(join(small, name), big));
      expect(codeOf(() => writeSources(changes, join(small, ".hasten"), makeWorld()))).toBe("no-space");
      for (const name of ["a.py", "b.py"]) expect(readFileSync(join(small, name), "utf8")).toBe("old");
      expect(leftovers(small)).toEqual([]);
    } finally {
      execFileSync("umount", [small]);
    }
  });
});

/** A disk of 1 MB; undefined where this user may not mount one. */
function mountSmallDisk(): string | undefined {
  const folder = makeFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    return undefined;
  }
}

describe("a kill at any instant", () => {
  let compiled = "";
  beforeAll(() => {
    compiled = compileWriting();
  });

  it("leaves every file old or new and whole, and the next start makes them agree", async () => {
    const folder = makeFolder();
    const journal = join(folder, ".hasten");
    mkdirSync(journal);
    for (const name of ["one.py", "two.py"]) writeFileSync(join(folder, name), "A".repeat(200_000));
    const seen = { split: 0, recorded: 0 };
    for (let round = 0; round < 40; round++) {
      await killWhileWriting(compiled, folder, journal, Math.random() * 40);
      const first = ["one.py", "two.py"].map((name) => wholeLetter(join(folder, name)));
      if (first[0] !== first[1]) seen.split++;
      if (readdirSync(journal).includes("pending.json")) seen.recorded++;
      recoverPending(journal, makeWorld());
      const then = ["one.py", "two.py"].map((name) => wholeLetter(join(folder, name)));
      expect(then[0]).toBe(then[1]);
      expect(leftovers(folder)).toEqual([]);
    }
    // The kills must have hit writes under way, or nothing was tried.
    expect(seen.recorded).toBeGreaterThan(5);
  });
});

function wholeLetter(file: string): string {
  const text = readFileSync(file, "utf8");
  expect(text.length).toBe(200_000);
  expect(new Set(text).size).toBe(1);
  return text[0] ?? "";
}

async function killWhileWriting(compiled: string, folder: string, journal: string, after: number): Promise<void> {
  const script = join(dirname(fileURLToPath(import.meta.url)), "verify/write-loop.mjs");
  const child = spawn(process.execPath, [script, compiled, folder, journal], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, after));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

function compileWriting(): string {
  const folder = makeFolder();
  const config = {
    extends: join(packageFolder, "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      declaration: false,
      isolatedDeclarations: false,
      sourceMap: false,
      rootDir: join(packageFolder, "src"),
      outDir: folder,
      typeRoots: [join(packageFolder, "node_modules/@types")],
    },
    files: [join(packageFolder, "src/fix/write-source.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  execFileSync(process.execPath, [join(packageFolder, "node_modules/typescript/bin/tsc"), "-p", folder]);
  return folder;
}
