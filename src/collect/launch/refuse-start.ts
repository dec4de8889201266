import { closeSync, openSync, readSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import { Refusal } from "../../base/refusal.ts";

/** Why the operating system did not start the program. */
export function refuseStart(executable: string, errno: number): Refusal {
  const name = getSystemErrorName(-errno);
  switch (name) {
    case "ENOENT":
    case "ENOTDIR":
      return refuse(
        `${executable} cannot be started: ${missingInterpreter(executable)}.`,
        "Correct the #! line, or run the script without --.",
      );
    case "EACCES":
    case "EPERM":
      return refuse(
        `${executable} cannot be started: permission denied.`,
        `Make it executable: chmod +x ${executable}.`,
      );
    case "E2BIG":
      return refuse(
        "The arguments and the environment together are too long for this system.",
        "Give fewer arguments, or put them into a file that the program reads.",
      );
    case "EAGAIN":
    case "ENOMEM":
      return refuse("This system has no room for another process.", "End some programs and try again.");
    default:
      return refuse(`${executable} cannot be started (${name}).`, "Check that it was built for this machine.");
  }
}

function refuse(fact: string, hint: string): Refusal {
  return new Refusal("cannot-start", fact, hint);
}

function missingInterpreter(executable: string): string {
  const start = Buffer.alloc(256);
  try {
    const descriptor = openSync(executable, "r");
    const length = readSync(descriptor, start, 0, start.length, 0);
    closeSync(descriptor);
    const line = start.toString("utf8", 0, length).split("\n")[0] ?? "";
    if (line.startsWith("#!")) {
      const blame = line.endsWith("\r") ? " (the line ends in a carriage return)" : "";
      return `its first line names ${line.slice(2).trim()}, which does not exist${blame}`;
    }
  } catch {
    // Gone between the look and the start.
  }
  return "it, or the loader that it needs, does not exist";
}
