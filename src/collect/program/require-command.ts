import { closeSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { findExecutable, isExecutable, isFolder, isReadableFile } from "./find-executable.ts";

/** Refuses a command that a shell would refuse too, with the way to start it if there is one. */
export function requireCommand(word: string, world: World): void {
  if (word === "") throw new Refusal("usage", "No command was given.", "Name a command after --.");
  const file = resolve(world.cwd, word);
  const executable = findExecutable(word, world.cwd, world.env["PATH"]);
  if (executable === undefined) throw word.includes("/") ? refusePath(word, file) : refuseName(word, file);
  if (executable.endsWith(".py") && !startsWithShebang(executable)) {
    throw new Refusal(
      "cannot-start",
      `${word} has no #! line, so a shell would not run it with Python.`,
      `Start it as a script: leave out the -- before ${word}.`,
    );
  }
}

function refusePath(word: string, file: string): Refusal {
  if (isFolder(file)) {
    return new Refusal("cannot-start", `${word} is a folder.`, "Name a command after --, or a script without --.");
  }
  if (!isReadableFile(file)) {
    return new Refusal(
      "no-such-file",
      `There is no file ${word}.`,
      "Check the path; it is taken from the working directory.",
    );
  }
  const way = word.endsWith(".py") ? `Leave out the -- before ${word} to run it with Python, or make` : "Make";
  return new Refusal("cannot-start", `${word} is not executable.`, `${way} it executable: chmod +x ${word}.`);
}

function refuseName(word: string, file: string): Refusal {
  if (!isReadableFile(file) || isFolder(file)) {
    return new Refusal("cannot-start", `There is no command ${word} on PATH.`, "Check the name, or give its path.");
  }
  const hint = isExecutable(file)
    ? `Give its path: ./${word}.`
    : `Leave out the -- before ${word} to run it with Python.`;
  return new Refusal("cannot-start", `${word} is a file here and not a command on PATH.`, hint);
}

function startsWithShebang(file: string): boolean {
  const start = Buffer.alloc(2);
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    // Executable and not readable: the kernel decides.
    return true;
  }
  try {
    readSync(descriptor, start, 0, 2, 0);
    return start.toString("latin1") === "#!";
  } finally {
    closeSync(descriptor);
  }
}
