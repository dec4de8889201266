import { Refusal } from "../../base/refusal.ts";
import type { StoredRecord } from "../../journal/store.ts";
import { compileDocument } from "../../present/json/compile-document.ts";
import { fixDocument } from "../../present/json/fix-document.ts";
import { memoryDocument } from "../../present/json/memory-document.ts";
import { memoryReport } from "../../present/text/memory-report.ts";
import { scaleDocument } from "../../present/json/scale-document.ts";
import { runDocument } from "../../present/json/run-document.ts";
import { verifyDocument } from "../../present/json/verify-document.ts";
import { verifyReport } from "../../present/text/verify-report.ts";
import { compileReport } from "../../present/text/compile-report.ts";
import { fixReport } from "../../present/text/fix-report.ts";
import { journalReport, recordList } from "../../present/text/journal-report.ts";
import { scaleReport } from "../../present/text/scale-report.ts";
import { runReport } from "../../present/text/run-report.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption } from "../options.ts";
import type { Verb, VerbContext } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten show                        the last run or fix of this folder
  hasten show --list                 all of them
  hasten show 20260314-101500-k3f9   one of them
  hasten show --journal              every attempt ever made here, kept or not
  hasten show --json > run.json`;

/** `hasten show`: a past run, fix or the journal. */
export const show: Verb = {
  name: "show",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("show the last run or fix again, or the journal")
      .description("Shows a past run or fix of this folder, or the journal of all attempts.")
      .argument("[run]", "id of a run or fix (default: the last)")
      .option("--list", "list the runs and fixes, newest first")
      .option("--journal", "list every attempt, kept or not")
      .option("--details", "open every row: folded callers, hottest lines")
      .option("--json", "print one JSON document on stdout")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, context, [id]) => {
    const session = createSession(context.world);
    const isJson = flagOption(options, "json");
    if (flagOption(options, "journal")) {
      const entries = await session.journal();
      context.print(isJson ? json({ schema: "hasten.journal/1", entries }) : journalReport(entries, context.paint));
      return EXIT.done;
    }
    if (flagOption(options, "list")) {
      const records = await session.records();
      context.print(isJson ? json({ schema: "hasten.runs/1", runs: records }) : recordList(records));
      return EXIT.done;
    }
    const record = id === undefined ? await session.last() : await session.record(id);
    if (record === undefined) {
      throw new Refusal("no-run", "Nothing has been run in this folder yet.", "Start with: hasten run app.py");
    }
    showRecord(record, isJson, flagOption(options, "details"), context);
    return EXIT.done;
  },
};

function showRecord(record: StoredRecord, isJson: boolean, details: boolean, { print, paint }: VerbContext): void {
  if (record.schema === "hasten.run-record/1") {
    print(isJson ? json(runDocument(record)) : runReport(record, { paint, details }));
  } else if (record.schema === "hasten.scale-record/1") {
    print(isJson ? json(scaleDocument(record)) : scaleReport(record, paint));
  } else if (record.schema === "hasten.verify-record/1") {
    print(isJson ? json(verifyDocument(record)) : verifyReport(record, paint));
  } else if (record.schema === "hasten.compile-record/1") {
    print(isJson ? json(compileDocument(record)) : compileReport(record, paint));
  } else if (record.schema === "hasten.memory-record/1") {
    print(isJson ? json(memoryDocument(record)) : memoryReport(record, paint));
  } else {
    print(isJson ? json(fixDocument(record)) : fixReport(record, paint));
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
