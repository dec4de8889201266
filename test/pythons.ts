import { inject } from "vitest";
import { pyenvPythons, type TestPython } from "./find-pythons.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Found once for all files (vitest.config.ts): asking a dozen Pythons who they are takes half a second. */
    readonly pythons: readonly TestPython[];
    /** The Python on PATH, by its real path. */
    readonly python: string;
  }
}

export type { TestPython };

/** One CPython 3.8 or newer for each minor version found, oldest first. */
export function describedPythons(): readonly TestPython[] {
  return inject("pythons");
}

/** The executables of `describedPythons`. */
export function testPythons(): string[] {
  return describedPythons().map(({ executable }) => executable);
}

/** Pythons that hasten does not watch, for the tests of how it says so. */
export function oldPythons(): string[] {
  return pyenvPythons().filter((executable) => /\/versions\/(?:2\.7|3\.[0-7])\./.test(executable));
}
