import { Refusal } from "../base/refusal.ts";

/** The user asked to stop before the program was started. */
export function refuseInterrupted(cause?: unknown): Refusal {
  return new Refusal(
    "interrupted",
    "Stopped before the program was started.",
    "Start it again when you are ready.",
    cause,
  );
}
