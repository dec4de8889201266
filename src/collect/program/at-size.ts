import { Refusal } from "../../base/refusal.ts";
import { requestWords, type ProgramRequest } from "../program.ts";

/** What stands for the size in a program's words. */
const PLACEHOLDER = "{n}";

/** The program as the user would type it for this size. */
export function requestAtSize(request: ProgramRequest, size: number): ProgramRequest {
  const fill = (word: string): string => word.replaceAll(PLACEHOLDER, String(size));
  switch (request.kind) {
    case "script":
      return { ...request, script: fill(request.script), arguments: request.arguments.map(fill) };
    case "module":
      return { ...request, arguments: request.arguments.map(fill) };
    case "command":
      return { ...request, command: request.command.map(fill) };
  }
}

/** Refuses a program that nothing tells its size. */
export function requireSize(request: ProgramRequest, variable: string | undefined): void {
  if (variable !== undefined || requestWords(request).some((word) => word.includes(PLACEHOLDER))) return;
  throw new Refusal(
    "usage",
    `Nothing tells the program its size: no argument holds ${PLACEHOLDER}.`,
    `For example: hasten scale 'app.py ${PLACEHOLDER}' --n 1000,2000,4000,8000, or --env SIZE where it reads a variable.`,
  );
}
