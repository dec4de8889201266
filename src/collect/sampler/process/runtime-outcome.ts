import type { Layout } from "../layout/layout.ts";

/** What CPython calls itself: 3.12.1 is [3, 12, 1]; micro is −1 where nothing tells it. */
export type PythonVersion = readonly [major: number, minor: number, micro: number];

/** A CPython that can be read. */
export interface FoundRuntime {
  readonly kind: "found";
  readonly pid: number;
  /** As the target's mount namespace names it. */
  readonly executable: string;
  readonly version: PythonVersion;
  /** The address of `_PyRuntime` in the target. */
  readonly runtimeAddress: number;
  readonly layout: Layout;
}

/** A Python whose structures are not known. */
export interface UnsupportedPython {
  readonly kind: "unsupported-python";
  readonly executable: string;
  readonly implementation: "CPython" | "PyPy" | "GraalPy";
  /** Undefined where nothing tells it. */
  readonly version: PythonVersion | undefined;
}

/** Why a process cannot be read. */
export type NoRuntime =
  | { readonly kind: "no-such-process" }
  /** It has ended, or is past its interpreter. */
  | { readonly kind: "exiting" }
  /** A CPython whose interpreter does not run yet: ask again in a moment. */
  | { readonly kind: "starting"; readonly executable: string }
  /** Also a Python in its first moments, before the loader has mapped its library, or before `exec`. */
  | { readonly kind: "not-python"; readonly executable: string | undefined }
  | { readonly kind: "no-permission"; readonly executable: string | undefined }
  | UnsupportedPython
  | {
      readonly kind: "foreign-architecture";
      readonly executable: string;
      /** ELF's number of the machine (`e_machine`); undefined for a 32-bit or big-endian program. */
      readonly machine: number | undefined;
    };

export type RuntimeOutcome = FoundRuntime | NoRuntime;
