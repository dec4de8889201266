import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { seconds } from "../../base/units.ts";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { ask } from "../../collect/program/ask.ts";
import type { RustReplay } from "../native-option.ts";
import type { RecordedCalls } from "./recorded-calls.ts";
import type { Target } from "./target.ts";

interface Checked {
  readonly calls: number;
  readonly differences: readonly (readonly [number, string, string])[];
  readonly unwritten: boolean;
  readonly took: number;
}

const checked: v.GenericSchema<unknown, Checked> = v.object({
  calls: v.number(),
  differences: v.array(v.tuple([v.number(), v.string(), v.string()])),
  unwritten: v.boolean(),
  took: v.number(),
});

/** What is called again. */
export interface CalledAgain {
  readonly target: Target;
  readonly module: { readonly name: string; readonly library: Uint8Array };
  readonly recorded: RecordedCalls;
  readonly python: string;
}

/** Makes the recorded calls again, of the extension module, in a process of their own. */
export async function checkCalls(
  { target, module, recorded, python }: CalledAgain,
  folder: string,
  world: World,
): Promise<RustReplay & { readonly isUnwritten: boolean }> {
  const place = path.join(folder, "rust");
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, `${module.name}.so`), module.library);
  const calls = path.join(place, "calls.json");
  writeFileSync(calls, JSON.stringify(recorded));
  const script = path.join(world.packageFolder, "python", "check_calls.py");
  const words = [python, script, place, module.name, target.name, calls] as const;
  const answer = await ask(words, world, { timeoutSeconds: 300 });
  if (!answer.ok) {
    const fact = `The recorded calls of \`${target.name}\` could not be made in Rust: ${answer.complaint}.`;
    throw new Refusal("program-failed", fact, "The process that made them ended: see the body in src/lib.rs.");
  }
  const { differences, unwritten, took, calls: made } = v.parse(checked, JSON.parse(answer.stdout.trim()));
  return { calls: made, differences, took: seconds(took), isUnwritten: unwritten };
}
