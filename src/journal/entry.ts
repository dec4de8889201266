import type { CompileRecord } from "./compile-record.ts";
import type { Attempt } from "../verify/attempt.ts";

/** A line of the append-only journal, `.hasten/journal.jsonl`. */
export type JournalEntry =
  | {
      readonly schema: "hasten.journal/1";
      readonly kind: "attempt";
      readonly at: string;
      /** The `fix` that it belongs to. */
      readonly fix: string;
      readonly attempt: Attempt;
    }
  | {
      readonly schema: "hasten.journal/1";
      readonly kind: "compiled";
      readonly at: string;
      readonly fix: string;
      readonly native: CompileRecord;
    }
  | {
      readonly schema: "hasten.journal/1";
      readonly kind: "written";
      readonly at: string;
      readonly fix: string;
      readonly files: readonly string[];
      readonly patch: string;
    }
  | {
      readonly schema: "hasten.journal/1";
      readonly kind: "undone";
      readonly at: string;
      readonly fix: string;
      readonly files: readonly string[];
    };
