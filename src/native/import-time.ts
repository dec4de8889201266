import path from "node:path";
import { seconds, type Seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";
import { ask } from "../collect/program/ask.ts";
import { worldOf } from "../collect/program.ts";
import type { Workspace } from "../fix/workspace.ts";

const TIMES = 5;
const TIME = `
import importlib, sys, time
sys.path.insert(0, sys.argv[2])
start = time.perf_counter()
importlib.import_module(sys.argv[1])
print(time.perf_counter() - start)
`;

/** How long Python takes to import a module of the workspace, the quickest of several, since others only add to it; undefined where it cannot. */
export async function importTime(
  module: string,
  root: string,
  { python, workspace }: { readonly python: string; readonly workspace: Workspace },
  world: World,
): Promise<Seconds | undefined> {
  const folder = path.join(workspace.copy, path.relative(workspace.root, root));
  const times: number[] = [];
  // The copy's runs keep their bytecode elsewhere, where there is none of the standard library's yet.
  const own = worldOf(workspace.program, world);
  const plain = { ...own, env: { ...own.env, PYTHONPYCACHEPREFIX: undefined } };
  // The first import may write bytecode.
  for (let turn = 0; turn <= TIMES; turn += 1) {
    const answer = await ask([python, "-c", TIME, module, folder], plain, { cwd: folder });
    const last = Number(answer.stdout.trim().split("\n").at(-1));
    if (!answer.ok || !Number.isFinite(last)) return undefined;
    if (turn > 0) times.push(last);
  }
  return seconds(Math.min(...times));
}
