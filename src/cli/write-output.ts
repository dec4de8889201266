import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, Refusal, systemCode } from "../base/refusal.ts";

/** Writes what -o asked for, by a path as the user names it; refuses where it cannot be written. */
export async function writeOutput(file: string, content: string | Uint8Array, cwd: string): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), content);
  } catch (error) {
    const code = systemCode(error) === "ENOSPC" ? "no-space" : "not-writable";
    throw new Refusal(code, `${file} cannot be written (${messageOf(error)}).`, "Name another file with -o.", error);
  }
}
