import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { Program, ProgramRequest } from "../program.ts";
import { checkSyntax } from "./check-syntax.ts";
import { requireCommand } from "./require-command.ts";
import { isFolder, isReadableFile, isRegularFile } from "./find-executable.ts";
import { findModule } from "./find-module.ts";
import { findPython } from "./find-python.ts";

/** Turns what the user typed into something that can be started, or says why it cannot. */
export async function resolveProgram(
  request: ProgramRequest,
  options: { readonly python?: string },
  world: World,
): Promise<Program> {
  if (!isFolder(world.cwd)) {
    throw new Refusal("no-such-file", "The working directory is gone.", "Change into a folder that exists.");
  }
  return resolveByKind(request, options.python, world);
}

function resolveByKind(request: ProgramRequest, python: string | undefined, world: World): Promise<Program> {
  switch (request.kind) {
    case "script":
      return resolveScript(request, python, world);
    case "module":
      return resolveModule(request, python, world);
    case "command":
      return resolveCommand(request, python, world);
  }
}

type Request<Kind extends ProgramRequest["kind"]> = Extract<ProgramRequest, { kind: Kind }>;

async function resolveScript(request: Request<"script">, wanted: string | undefined, world: World): Promise<Program> {
  const script = resolve(world.cwd, request.script);
  const code = requireCode(request.script, script);
  const chosen = await findPython(code, wanted, world);
  await requireSyntax([code], chosen.interpreter, world);
  return {
    request,
    argv: [chosen.interpreter.executable, request.script, ...request.arguments],
    cwd: world.cwd,
    env: {},
    python: chosen.interpreter,
    pythonFrom: chosen.from,
  };
}

async function resolveModule(request: Request<"module">, wanted: string | undefined, world: World): Promise<Program> {
  const chosen = await findPython(undefined, wanted, world);
  const found = await findModule(request.module, chosen.interpreter, world);
  if (found.kind === "missing") {
    throw new Refusal(
      "no-such-file",
      `${chosen.interpreter.executable} finds no module named ${request.module}.`,
      "Check the name and the working directory, or choose another Python with --python PATH.",
    );
  }
  if (found.kind === "no-main") {
    throw new Refusal(
      "no-such-file",
      `${request.module} is a package without a __main__ module.`,
      `Name the module to run: -m ${request.module}.NAME.`,
    );
  }
  if (found.kind === "found" && found.file !== undefined) {
    await requireSyntax([found.file], chosen.interpreter, world);
  }
  return {
    request,
    argv: [chosen.interpreter.executable, "-m", request.module, ...request.arguments],
    cwd: world.cwd,
    env: {},
    python: chosen.interpreter,
    pythonFrom: chosen.from,
  };
}

async function resolveCommand(request: Request<"command">, wanted: string | undefined, world: World): Promise<Program> {
  if (wanted !== undefined) {
    throw new Refusal(
      "usage",
      "--python does not go with a command: the command chooses its own Python.",
      "Leave --python out, or name the script instead of the command.",
    );
  }
  requireCommand(request.command[0] ?? "", world);
  return { request, argv: request.command, cwd: world.cwd, env: {} };
}

/** The file that Python would run for this script: itself, or the `__main__.py` of a folder. */
function requireCode(typed: string, script: string): string {
  if (!isFolder(script)) {
    if (isReadableFile(script)) return script;
    throw new Refusal("no-such-file", `There is no file ${typed}.`, hintForMissing(typed, script));
  }
  const main = join(script, "__main__.py");
  if (existsSync(main)) return main;
  throw new Refusal(
    "no-such-file",
    `${typed} is a folder without a __main__.py.`,
    `Name the script to run, for example ${join(typed, "app.py")}.`,
  );
}

function hintForMissing(typed: string, script: string): string {
  if (isRegularFile(`${script}.py`)) return `Did you mean ${typed}.py?`;
  if (/^[\w.]+$/u.test(typed) && !typed.endsWith(".py")) {
    return `Check the path; a module is started with -m ${typed}, a command with -- ${typed}.`;
  }
  return "Check the path; it is taken from the working directory.";
}

async function requireSyntax(files: readonly string[], interpreter: Program["python"], world: World): Promise<void> {
  // A pipe (`<(...)`) can be read once only, and an extension module has no text.
  const texts = files.filter((file) => isRegularFile(file) && !/\.(so|pyd)$/u.test(file));
  const [fault] = interpreter === undefined ? [] : await checkSyntax(interpreter, texts, world);
  if (fault === undefined) return;
  throw new Refusal(
    "syntax-error",
    `${fault.file}, line ${fault.line}: ${fault.message}.`,
    `Python ${interpreter?.version.join(".") ?? ""} cannot compile this file: correct it, or choose another Python with --python PATH.`,
  );
}
