import { Refusal } from "../../base/refusal.ts";
import type { MemoryRecord } from "../../journal/memory-record.ts";
import { compareMemory, isOther } from "../../memory/compare-memory.ts";
import { memoryComparisonDocument } from "../../present/json/memory-comparison-document.ts";
import { memoryComparisonReport } from "../../present/text/memory-comparison-report.ts";
import { createSession, type Session } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption } from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten compare --memory 20260314-101500-k3f9 20260314-113000-p0qz   (hasten show --list names them)

Both are runs of hasten memory. The exit status is 1 where the second takes more memory at its peak.`;

/** `hasten compare --memory`: two memory runs side by side. */
export const compare: Verb = {
  name: "compare",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("two memory runs side by side")
      .description("Compares two runs of hasten memory: peaks, and what holds more or less.")
      .argument("<old>", "id of a memory run")
      .argument("<new>", "id of another one")
      .option(
        "--memory",
        "compare what they took (there is nothing else yet: two versions' times are for hasten verify)",
      )
      .option("--json", "print one JSON document on stdout")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print, paint }, [old = "", now = ""]) => {
    if (!flagOption(options, "memory")) {
      const hint = "Add --memory; two versions' times are compared by: hasten verify OLD NEW -- program";
      throw new Refusal("usage", "compare knows memory only.", hint);
    }
    const session = createSession(world);
    const comparison = compareMemory(await memoryRun(session, old), await memoryRun(session, now));
    const document = memoryComparisonDocument([old, now], comparison);
    print(
      flagOption(options, "json")
        ? `${JSON.stringify(document, undefined, 2)}\n`
        : memoryComparisonReport(comparison, paint),
    );
    const peak = comparison.resident ?? comparison.peak;
    return isOther(peak) && peak.now > peak.old ? EXIT.found : EXIT.done;
  },
};

async function memoryRun(session: Session, id: string): Promise<MemoryRecord> {
  const record = await session.record(id);
  if (record.schema === "hasten.memory-record/1") return record;
  throw new Refusal("usage", `${id} is no memory run.`, "Make one with: hasten memory app.py");
}
