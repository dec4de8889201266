import { render } from "preact";
import type { PageProfile } from "../src/protocol/page-profile.ts";
import { Explorer } from "./explorer.tsx";
import { load } from "./model/profile.ts";
import { unpack } from "./unpack.ts";

void start();

async function start(): Promise<void> {
  const root = document.querySelector("#explorer");
  const data = document.querySelector("#profile-data");
  if (root === null || data === null) return;
  const sent = JSON.parse(await unpack(data.textContent)) as readonly PageProfile[];
  root.replaceChildren();
  render(<Explorer profiles={sent.map(load)} />, root);
}
