import type { VerifyRecord } from "../../journal/verify-record.ts";
import { relativePath } from "../format/path.ts";
import { splitAssumed } from "../words/assumed-words.ts";
import { resourcesObject, speedupObject } from "./fix-document.ts";
import type { JsonObject } from "./run-document.ts";

/** The document that `hasten verify --json` prints: `docs/formats/verify.schema.json`. */
export function verifyDocument(record: VerifyRecord): JsonObject {
  const { outcome, cwd } = record;
  const { compared } = outcome;
  return {
    schema: "hasten.verify/1",
    id: record.id,
    command: record.command,
    old: record.old,
    new: record.new,
    place: relativePath(record.place, cwd) || ".",
    files: record.files.map((file) => ({
      file: relativePath(file.file, cwd),
      change: file.change,
      functions: {
        changed: file.changed ?? [],
        added: file.added ?? [],
        removed: file.removed ?? [],
        renamed: file.renamed ?? [],
        redecorated: file.redecorated ?? [],
      },
      top_level: topLevel(file),
    })),
    proven: outcome.kind === "kept",
    verdict: {
      kind: outcome.kind === "kept" ? "proven" : outcome.kind,
      speedup: outcome.speedup === undefined ? null : speedupObject(outcome.speedup),
      noise: outcome.noise ?? null,
      resources: outcome.resources === undefined ? null : resourcesObject(outcome.resources),
      reason: outcome.reason,
    },
    replay_only: record.isReplayOnly,
    compared: {
      calls: compared.calls,
      harder_calls: compared.harderCalls,
      outputs: compared.outputs,
      tests: compared.tests,
      not_compared: splitAssumed(compared).others,
    },
    assumes: splitAssumed(compared).assumed,
    runs: record.runs,
  };
}

function topLevel(file: VerifyRecord["files"][number]): string {
  if (file.isTopLevelChanged === true) return "changed";
  return file.isTopLevelAdded === true ? "added" : "same";
}
