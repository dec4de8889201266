import { open, rename, rm } from "node:fs/promises";
import { messageOf, Refusal, systemCode } from "../base/refusal.ts";

/** Written beside and renamed, so that a kill or a crash of the machine leaves the old record or the new one. */
export async function saveJson(path: string, value: unknown): Promise<void> {
  const staged = `${path}.new`;
  try {
    const file = await open(staged, "w");
    try {
      await file.writeFile(`${JSON.stringify(value)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(staged, path);
  } catch (error) {
    await rm(staged, { force: true });
    throw explain(error, path);
  }
}

/** Adds a line to a file of lines; where a kill has left a torn one, it does not take this one along. */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      const last = size === 0 ? "\n" : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString("latin1");
      await file.appendFile(`${last === "\n" ? "" : "\n"}${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explain(error, path);
  }
}

/** What a read gives, or `absent` where there is nothing to read; what is there and cannot be read is refused. */
export async function readOr<Read>(path: string, absent: Read, read: (path: string) => Promise<Read>): Promise<Read> {
  try {
    return await read(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return absent;
    throw new Refusal("unreadable-data", `${path} cannot be read (${messageOf(error)}).`, READ_HINT, error);
  }
}

const READ_HINT = "Give yourself the right to read it, or look whether the disk is sound.";

function explain(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    const fact = `There is no space left to write ${path}.`;
    return new Refusal("no-space", fact, "Free some space and try again.", error);
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const hint = "Give yourself the right to write there, and run hasten again.";
    return new Refusal("not-writable", `${path} cannot be written.`, hint, error);
  }
  return error;
}
