import { render } from "preact";
import type { PageProfile } from "../src/protocol/page-profile.ts";
import { unpackColumns } from "../src/protocol/packed-columns.ts";
import { Explorer } from "./explorer.tsx";
import { listen } from "./live.tsx";
import { load } from "./model/profile.ts";
import { unpack } from "./unpack.ts";

void start();

async function start(): Promise<void> {
  const root = document.querySelector<HTMLElement>("#explorer");
  if (root === null) return;
  if (root.dataset["from"] === "live") return listen(root);
  if (root.dataset["from"] === "server") render(<p class="quiet">Reading the profile …</p>, root);
  const sent = await (root.dataset["from"] === "server" ? fetched() : packed());
  if (typeof sent === "string") return render(<p class="quiet">{sent}</p>, root);
  const profiles = sent.map(load);
  render(profiles.length === 0 ? <p class="quiet">No profile was kept.</p> : <Explorer profiles={profiles} />, root);
}

async function packed(): Promise<readonly PageProfile[]> {
  const data = document.querySelector("#profile-data");
  return data === null ? [] : (JSON.parse(await unpack(data.textContent)) as readonly PageProfile[]);
}

/** From the server, which reads while the page is shown already; a sentence where it cannot. */
async function fetched(): Promise<readonly PageProfile[] | string> {
  try {
    const answer = await fetch("profiles");
    return answer.ok ? (unpackColumns(await answer.arrayBuffer()) as readonly PageProfile[]) : await answer.text();
  } catch {
    return "The server is gone: start hasten open again.";
  }
}
