import { liveEventOf } from "../present/html/compose-live-event.ts";
import type { LiveEvent } from "../present/html/live-event.ts";
import { renderLivePage } from "../present/html/live-page.tsx";
import { EventStream } from "../server/event-stream.ts";
import { servePage } from "../server/serve-page.ts";
import type { Top, TopPicture } from "../top.ts";
import { openBrowser } from "./open-browser.ts";
import { readPageAssets } from "./page-assets.ts";
import { lookUntilEnd } from "./top-loop.ts";
import type { VerbContext } from "./verb.ts";

/** Shows a live watch in the browser until Ctrl-C; when the target has ended, the page keeps what was seen. */
export async function serveTop(
  top: Top,
  title: string,
  { world, print, tell }: VerbContext,
  isToOpen: boolean,
): Promise<void> {
  const live = new EventStream();
  const page = renderLivePage(title, await readPageAssets(world.packageFolder));
  const { address, ended: closed } = await servePage({ page, live }, world.signal);
  const isOpened = isToOpen && (await openBrowser(address, world));
  print(`${address}\n`);
  tell(`hasten: ${isOpened ? "opened in your browser" : "open this address in a browser"}; Ctrl-C ends it\n`);
  const eventOf = ({ table, profiles }: TopPicture): LiveEvent => liveEventOf(table, profiles, world.cwd);
  const watch = { top: { look: top.picture, over: top.over }, signal: world.signal };
  const { ended, last } = await lookUntilEnd(watch, new Promise<void>(() => undefined), (seen) =>
    live.send(JSON.stringify(eventOf(seen))),
  );
  if (ended !== undefined) {
    live.end(JSON.stringify({ ...eventOf(last), ended }));
    tell(`hasten: ${ended}; the page keeps what was seen, Ctrl-C ends it\n`);
  }
  await closed;
}
