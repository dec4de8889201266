import { renderPage } from "../../present/html/page.tsx";
import { servePage } from "../../server/serve-page.ts";
import { createSession } from "../../session.ts";
import { EXIT } from "../exit-status.ts";
import { flagOption } from "../options.ts";
import { openBrowser } from "../open-browser.ts";
import { readPageAssets } from "../page-assets.ts";
import type { Verb } from "../verb.ts";

const EXAMPLES = `
Examples:
  hasten open                                          the last run or fix
  hasten open 20260314-101500-k3f9                     one of them
  hasten open 20260314-101500-k3f9 20260314-113000-8xq2  the difference of two

The page is served on this machine alone, under an address that works once. Ctrl-C ends it.`;

/** `hasten open`: a past run or fix in the browser. */
export const open: Verb = {
  name: "open",
  takesProgram: false,
  describe: (command) =>
    command
      .summary("show a run or fix in the browser")
      .description(
        "Shows a past run, fix or other result of this folder in the browser; with two, also what changed between them.",
      )
      .argument("[run]", "id that hasten show --list names (default: the last)")
      .argument("[other]", "a later one to compare it with")
      .option("--no-browser", "print the address, open nothing")
      .addHelpText("after", EXAMPLES),
  perform: async (options, _request, context, [id, other]) => {
    const session = createSession(context.world);
    const { story, profiles } = await session.servedPage(id, other);
    const page = renderPage(story, await readPageAssets(context.world.packageFolder), "server");
    const ending = new AbortController();
    const signal = AbortSignal.any([context.world.signal, ending.signal]);
    const { address, ended } = await servePage({ page, profiles }, signal);
    const isOpened = flagOption(options, "browser") && (await openBrowser(address, context.world));
    context.print(`${address}\n`);
    context.tell(`hasten: ${isOpened ? "opened in your browser" : "open this address in a browser"}; Ctrl-C ends it\n`);
    await Promise.race([ended, profiles.then(() => ended)]).finally(() => ending.abort());
    await ended;
    return EXIT.done;
  },
};
