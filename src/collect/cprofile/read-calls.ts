import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { lineNumber } from "../../base/units.ts";
import { parseRecords } from "../../protocol/parse-records.ts";
import type { CallRecord } from "../../protocol/sample-record.ts";
import type { CallCount } from "../observation.ts";

/** Reads how often each function was called, summed over the processes of a run. */
export async function readCalls(folder: string): Promise<CallCount[]> {
  const counts = new Map<string, CallCount>();
  for (const name of (await readdir(folder)).filter((one) => one.endsWith(".calls")).sort()) {
    const text = await readFile(path.join(folder, name), "latin1");
    for (const record of parseRecords<CallRecord>(text, { call: 5, note: 2, end: 1 })) {
      if (record[0] !== "call") continue;
      const [, file, firstLine, qualname, calls] = record;
      const key = JSON.stringify([file, firstLine, qualname]);
      const before = counts.get(key)?.calls ?? 0;
      counts.set(key, { file, firstLine: lineNumber(firstLine), name: qualname, calls: before + calls });
    }
  }
  return [...counts.values()];
}
