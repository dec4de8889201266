import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { finished } from "node:stream/promises";
import { bytes } from "../../base/units.ts";
import type { Captured } from "./ended.ts";

/** Size and checksum of a captured stream, read once from the disk. */
export async function describeCaptured(path: string): Promise<Captured> {
  const hash = createHash("sha256");
  let size = 0;
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  stream.on("data", (part) => {
    hash.update(part);
    size += part.length;
  });
  await finished(stream);
  return { path, bytes: bytes(size), sha256: hash.digest("hex") };
}
