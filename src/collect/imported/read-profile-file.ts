import { open } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { Refusal, messageOf, systemCode } from "../../base/refusal.ts";
import type { Imported, Importer } from "../../profile/import/importer.ts";
import { IMPORTERS } from "../../profile/import/importers.ts";

/** A file's profile with the format that it was read as. */
export interface ReadProfile extends Imported {
  readonly format: string;
}

/** Reads another tool's profile; the format is told by name and first bytes where none is given. */
export async function readProfileFile(path: string, format: string | undefined, cwd: string): Promise<ReadProfile> {
  const named = format === undefined ? undefined : importerNamed(format);
  const bytes = unpack(await readBytes(resolve(cwd, path), path), path);
  const importer = named ?? recognise(path, bytes);
  try {
    return { format: importer.id, ...importer.read(bytes) };
  } catch (error) {
    // What the engine itself cannot hold: strings and tables have limits.
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal("too-large", `${path} holds more than can be read at once.`, SMALLER_HINT, error);
  }
}

/** The ids that `--format` takes. */
export const importFormats = (): readonly string[] => IMPORTERS.map(({ id }) => id);

/** Half a gigabyte: no string of the engine's can be longer. */
const mostBytes = 2 ** 29 - 64;
const SMALLER_HINT = "Record for a shorter time or at a lower rate, and import that.";

function importerNamed(format: string): Importer {
  const importer = IMPORTERS.find(({ id }) => id === format);
  if (importer !== undefined) return importer;
  throw new Refusal("usage", `There is no format "${format}".`, `The formats are: ${importFormats().join(", ")}.`);
}

function recognise(path: string, bytes: Uint8Array): Importer {
  const head = bytes.subarray(0, 4096);
  const text = new TextDecoder().decode(head).trimStart();
  if (text.startsWith("HCAT")) {
    throw unknownFormat(path, "Turn Tachyon's with: python3.15 -m profiling.sampling replay --collapsed FILE");
  }
  if (/^<(?:!doctype|html|\?xml|svg)/i.test(text)) {
    throw unknownFormat(path, "A page or picture cannot be read back: let the tool write its data instead.");
  }
  const importer = IMPORTERS.find(({ looksLikeMine }) => looksLikeMine(basename(path), head));
  if (importer !== undefined) return importer;
  throw unknownFormat(path, `--format names it; the formats are: ${importFormats().join(", ")}.`);
}

function unknownFormat(path: string, hint: string): Refusal {
  return new Refusal("unreadable-data", `${path} is in no format that hasten knows.`, hint);
}

async function readBytes(path: string, shown: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const stats = await file.stat();
      if (!stats.isFile() && !stats.isFIFO()) throw notAFile(shown);
      if (stats.size > mostBytes) throw tooLarge(shown);
      const bytes = await file.readFile();
      if (bytes.length === 0) {
        throw new Refusal(
          "unreadable-data",
          `${shown} is empty.`,
          "Write the profile again with the tool that made it.",
        );
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw refuseReading(error, shown);
  }
}

function refuseReading(error: unknown, shown: string): unknown {
  switch (systemCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new Refusal("no-such-file", `There is no file ${shown}.`, "Name the profile by its path.", error);
    case "EISDIR":
      return notAFile(shown);
    case "EACCES":
    case "EPERM":
      return new Refusal("unreadable-data", `${shown} may not be read.`, `Try: chmod u+r ${shown}`, error);
    case undefined:
    default:
      if (error instanceof Refusal) return error;
      return new Refusal(
        "unreadable-data",
        `${shown} cannot be read (${messageOf(error)}).`,
        "Copy it and try again.",
        error,
      );
  }
}

const notAFile = (shown: string): Refusal =>
  new Refusal("unreadable-data", `${shown} is not a file.`, "Name the file that the profiler wrote.");

const tooLarge = (shown: string): Refusal =>
  new Refusal("too-large", `${shown} is larger than the 512 MB that can be read at once.`, SMALLER_HINT);

/** Any format may come gzipped. */
function unpack(bytes: Uint8Array, shown: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if (systemCode(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(shown);
    const hint = "Write the profile again with the tool that made it; a copy may have been cut off on its way.";
    throw new Refusal("unreadable-data", `${shown} is gzipped and damaged (${messageOf(error)}).`, hint, error);
  }
}
