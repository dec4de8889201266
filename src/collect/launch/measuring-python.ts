import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { findPython } from "../program/find-python.ts";
import type { Program } from "../program.ts";

/** Asking takes some 30 ms, and a proof starts the same command dozens of times. */
const known = new WeakMap<World, Promise<string>>();

/** The Python that runs `measure.py`: the program's own where it is known. */
export function findMeasuringPython(program: Program, world: World): Promise<string> {
  if (program.python !== undefined) return Promise.resolve(program.python.executable);
  const found = known.get(world) ?? findAny(world);
  known.set(world, found);
  return found;
}

async function findAny(world: World): Promise<string> {
  try {
    return (await findPython(undefined, undefined, world)).interpreter.executable;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      "cannot-start",
      `hasten starts commands through a Python, and finds none to use: ${error.message}`,
      "Put a CPython 3.8 or later on PATH, or activate a virtual environment.",
      error,
    );
  }
}
