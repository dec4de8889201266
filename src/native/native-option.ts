import type { Bytes, Fraction, LineNumber, Seconds } from "../base/units.ts";
import type { NativeObstacle } from "./obstacle.ts";
import type { NativeProof } from "./prove-native.ts";

/** The compilers that are tried, in this order. */
export const COMPILERS = ["mypyc", "cython"] as const;

/** One of them. */
export type PythonCompilerId = (typeof COMPILERS)[number];

/** A way to have native code: one of them, or a function written in Rust. */
export type CompilerId = PythonCompilerId | "rust";

/** One way to compile, built, proven and measured. */
export interface NativeOption {
  readonly compiler: CompilerId;
  /** Measured annotations that it was compiled with; 0: the source as it is. */
  readonly annotations: number;
  readonly build?: Seconds;
  readonly proof?: NativeProof;
  /** Import of the hot module, before and after. */
  readonly importTime?: { readonly before: Seconds; readonly after: Seconds };
  readonly ships: readonly { readonly path: string; readonly bytes: Bytes }[];
  /** Cython: of the hot lines' time, what is on lines that still talk to the interpreter. */
  readonly talking?: Fraction;
  /** Why it could not be built; the compiler's own words, each with its line. */
  readonly obstacles: readonly NativeObstacle[];
}

/** A function written in Rust: a project for it, and what its recorded calls gave. */
export interface RustFunctionRecord {
  readonly function: string;
  /** Absolute. */
  readonly folder: string;
  /** `created`: the project was made now; `unwritten`: its body is still to be written; `built`: see the option. */
  readonly state: "created" | "unwritten" | "built" | "not-built";
  /** Files that were made, absolute. */
  readonly files: readonly string[];
  readonly recorded: number;
  /** Calls that the program made. */
  readonly made: number;
  /** Why calls were not recorded, with how many. */
  readonly left: Readonly<Record<string, number>>;
  /** Recorded calls made again: which of them differ, and the seconds that all took in Rust. */
  readonly replayed?: RustReplay;
}

/** What recorded calls gave in Rust. */
export interface RustReplay {
  readonly calls: number;
  readonly differences: readonly (readonly [call: number, expected: string, got: string])[];
  readonly took: Seconds;
}

/** A file that a project needs to keep the compiled module. */
export interface KeptFile {
  /** Relative to the folder that Python imports from. */
  readonly path: string;
  readonly content: string;
}

/** How well a compiler would know a hot function: by its author's annotations, by what was measured, or not at all. */
export interface FunctionReadiness {
  readonly function: string;
  readonly line: LineNumber;
  readonly share: Fraction;
  readonly typed: "annotated" | "measured" | "partly" | "untyped";
}

/** A hot module, and how ready it is. */
export interface ModuleReadiness {
  /** Absolute. */
  readonly file: string;
  /** What is compiled; of a script a new module for the part above its main guard. */
  readonly module: string;
  readonly isSplit: boolean;
  readonly share: Fraction;
  readonly functions: readonly FunctionReadiness[];
  /** Annotations that the patch adds. */
  readonly annotations: number;
}
