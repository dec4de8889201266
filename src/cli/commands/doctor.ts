import { machineReport } from "../../present/text/machine-report.ts";
import { machineDocument } from "../../present/json/machine-document.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption } from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten doctor
  hasten doctor --json`;

/** `hasten doctor`: what this machine can measure, and how to get what is missing. */
export const doctor: Verb = {
  name: "doctor",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("say what this machine can measure, and how to get what is missing")
      .description("Says which Pythons and collectors can be used here, and how to get what is missing.")
      .option("--json", "print one JSON document on stdout")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print, paint, quiet }) => {
    const facts = await createSession(world).doctor();
    quiet();
    const isJson = flagOption(options, "json");
    print(isJson ? `${JSON.stringify(machineDocument(facts), undefined, 2)}\n` : machineReport(facts, paint));
    const isUsable = facts.pythons.some(({ objection }) => objection === undefined) && facts.cwd.isWritable;
    return isUsable ? EXIT.done : EXIT.found;
  },
};
