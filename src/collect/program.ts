import type { World } from "../base/world.ts";

/** What the user typed: the program, before anything about it is known. */
export type ProgramRequest =
  | { readonly kind: "script"; readonly script: string; readonly arguments: readonly string[] }
  | { readonly kind: "module"; readonly module: string; readonly arguments: readonly string[] }
  | { readonly kind: "command"; readonly command: readonly string[] };

/** A program that can be started. */
export interface Program {
  readonly request: ProgramRequest;
  /** The argument vector to execute; `argv[0]` is an absolute path or a name found on PATH. */
  readonly argv: readonly string[];
  /** Absolute working directory. */
  readonly cwd: string;
  /** Environment added to (or, with undefined, taken from) the world's. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Python that runs it, where it is known before the start (scripts and modules; not commands). */
  readonly python?: Interpreter;
  /** Why that Python: "--python", "VIRTUAL_ENV", "shebang", ".venv", "poetry", "PATH". */
  readonly pythonFrom?: string;
}

/** A CPython that was asked about itself. */
export interface Interpreter {
  /** `sys.executable` */
  readonly executable: string;
  /** e.g. [3, 12, 1] */
  readonly version: readonly [number, number, number];
  readonly implementation: string;
  readonly gil: "on" | "off";
}

/** The program as the user would type it after a verb. */
export function requestWords(request: ProgramRequest): readonly string[] {
  switch (request.kind) {
    case "script":
      return [request.script, ...request.arguments];
    case "module":
      return ["-m", request.module, ...request.arguments];
    case "command":
      return ["--", ...request.command];
  }
}

/** The world with the environment that the program itself will see. */
export function worldOf(program: Program, world: World): World {
  return { ...world, env: { ...world.env, ...program.env } };
}
