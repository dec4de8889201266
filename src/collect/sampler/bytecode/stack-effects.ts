import { effectsTo311 } from "./effects-to-3-11.ts";
import { effectsFrom312 } from "./effects-from-3-12.ts";

/** What the instructions of one version do to the evaluation stack, and where they lead. Numbers are opcodes. */
export interface StackEffects {
  /** Values more on the stack behind an instruction than before it, by a formula of its argument `n` (`depthChange`). */
  readonly effects: Readonly<Record<string, readonly number[]>>;
  /** Likewise where it jumps; an instruction that is in no group never jumps to a depth that is known. */
  readonly jumpEffects: Readonly<Record<string, readonly number[]>>;
  readonly forward: readonly number[];
  readonly backward: readonly number[];
  readonly absolute: readonly number[];
  /** The next instruction is not reached from them. */
  readonly ends: readonly number[];
  /** Opcodes by the number of units that their inline cache takes. */
  readonly caches: Readonly<Record<number, readonly number[]>>;
  /** Specialised and instrumented forms by the opcode that they stand for. */
  readonly bases: Readonly<Record<number, readonly number[]>>;
  /** EXTENDED_ARG. */
  readonly extended: number;
  /**
   * Instructions with operands that are looked at, by what they do: `contains` (3.8: all comparisons), `binary` (3.14+: subscripts too), `call`;
   * up to 3.10 `method`, calls with a method's receiver under the arguments; `keywords`, calls with names of arguments above them.
   */
  readonly sites: Readonly<Record<SiteOpcodes, readonly number[]>>;
}

type SiteOpcodes = "contains" | "binary" | "call" | "method" | "keywords";

/** By minor version. */
export const stackEffects: Readonly<Record<number, StackEffects>> = { ...effectsTo311, ...effectsFrom312 };
