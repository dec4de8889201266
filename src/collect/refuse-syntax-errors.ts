import { resolve } from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { checkSyntax } from "./program/check-syntax.ts";
import type { Program } from "./program.ts";

/** Refuses a script that its own Python does not accept, before anything is run. */
export async function refuseSyntaxErrors({ request, python, cwd }: Program, world: World): Promise<void> {
  if (request.kind !== "script" || python === undefined || !request.script.endsWith(".py")) return;
  const [fault] = await checkSyntax(python, [resolve(cwd, request.script)], world);
  if (fault === undefined) return;
  throw new Refusal(
    "syntax-error",
    `${request.script}, line ${fault.line}: ${fault.message} (Python ${python.version.join(".")}).`,
    "Mend it first; a program that does not compile cannot be profiled.",
  );
}
