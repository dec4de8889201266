import type { World } from "../../base/world.ts";
import { ask } from "./ask.ts";

// Quietly: a file that cannot be compiled, or a cache that cannot be written, is the program's affair.
const COMPILE = `
import py_compile, sys
for name in sys.argv[1:]:
    py_compile.compile(name, doraise=False, quiet=2)
`;

/** Writes the bytecode of files where this world's Python will look for it, unless it is told to write none. */
export async function compileFiles(executable: string, files: readonly string[], world: World): Promise<void> {
  if (files.length === 0 || (world.env["PYTHONDONTWRITEBYTECODE"] ?? "") !== "") return;
  await ask([executable, "-S", "-W", "ignore", "-c", COMPILE, ...files], world);
}
