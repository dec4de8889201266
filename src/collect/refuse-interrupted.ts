import { Refusal } from "../base/refusal.ts";

/** The user asked to stop before the program was started, or before a Python of it was. */
export function refuseInterrupted(cause?: unknown): Refusal {
  return new Refusal(
    "interrupted",
    "Stopped before there was anything to see of the program.",
    "Start it again when you are ready.",
    cause,
  );
}
