import { Refusal } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import { compileProfiled, type CompileOptions, type CompileWork } from "./compile.ts";
import type { Profiled } from "./diagnose/profiled.ts";
import type { FixRecord } from "./journal/fix-record.ts";
import { COMPILERS } from "./native/native-option.ts";

/**
 * The last round of `fix --native`: the hot module of the program as the rounds have left it, compiled, proven and measured on the copy.
 * What was kept before stays kept, whatever comes of it.
 */
export async function compileKept(
  record: FixRecord,
  work: Omit<CompileWork, "options"> & { readonly options: Omit<CompileOptions, "compilers" | "isWritten"> },
  last: Profiled,
  world: World,
): Promise<FixRecord> {
  if (last.ranking.tooLittle !== undefined) {
    return { ...record, notes: [...record.notes, "What is left runs too briefly to compile anything for."] };
  }
  try {
    const options: CompileOptions = { ...work.options, compilers: COMPILERS, isWritten: false };
    const native = await compileProfiled({ ...work, options }, last, world);
    const { id: fix, startedAt: at } = work;
    await work.tools.store.append({ schema: "hasten.journal/1", kind: "compiled", at, fix, native });
    return { ...record, native };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "interrupted") throw error;
    return { ...record, notes: [...record.notes, `Not compiled: ${error.message} ${error.hint}`] };
  }
}
