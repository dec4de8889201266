import { relativePath, shortPath } from "../../present/format/path.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption } from "../options.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten undo                        the last fix that still stands
  hasten undo 20260314-101500-k3f9   that one (hasten show --list names them)

The files get back the bytes that they had before the fix, all of them or none. A file that changed since is refused.`;

/** `hasten undo`: restores what a fix changed. */
export const undo: Verb = {
  name: "undo",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("restore what a fix changed")
      .description("Gives the files of a kept fix back the bytes that they had before it.")
      .argument("[run]", "id of a fix (default: the last that still stands)")
      .option("--json", "print one JSON document on stdout")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, { world, print }, [id]) => {
    const { fix, files } = await createSession(world).undo(id);
    if (flagOption(options, "json")) {
      const names = files.map((file) => relativePath(file, world.cwd));
      print(`${JSON.stringify({ schema: "hasten.undo/1", fix, files: names }, undefined, 2)}\n`);
    } else {
      print(`Restored: ${files.map((file) => shortPath(file, world.cwd)).join(", ")} (as before ${fix})\n`);
    }
    return EXIT.done;
  },
};
