import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { worldOf, type Program } from "../program.ts";
import { ask } from "./ask.ts";

/** Refuses where the program's Python has no numpy, with the command that gets it; nothing is installed. */
export async function requireNumpy(program: Program, world: World): Promise<void> {
  const executable = program.python?.executable;
  // A command of its own may bring its Python with it: without numpy the new version fails, and is not kept.
  if (executable === undefined) return;
  const answer = await ask([executable, "-c", "import numpy"], worldOf(program, world), { cwd: program.cwd });
  if (answer.ok) return;
  throw new Refusal(
    "missing-tool",
    `${executable} cannot import numpy (${answer.complaint}), which --allow-numpy is to use.`,
    `Get it with: ${executable} -m pip install numpy (or as your project adds its dependencies), or leave out --allow-numpy.`,
  );
}
