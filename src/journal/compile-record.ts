import type { RunFacts } from "../collect/observation.ts";
import type {
  CompilerId,
  KeptFile,
  ModuleReadiness,
  NativeOption,
  RustFunctionRecord,
} from "../native/native-option.ts";
import type { NativeObstacle } from "../native/obstacle.ts";

/** What one `compile` found. */
export interface CompileRecord {
  readonly schema: "hasten.compile-record/1";
  readonly id: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly run: RunFacts;
  /** e.g. "mypy 1.18.2" */
  readonly tools: readonly string[];
  /** The interpreter that has them; absent where nothing was built. */
  readonly builder?: string;
  readonly modules: readonly ModuleReadiness[];
  /** Why hot modules were left out. */
  readonly obstacles: readonly NativeObstacle[];
  readonly options: readonly NativeOption[];
  /** The fastest that was proven. */
  readonly best?: CompilerId;
  /** Unified diff of the source: the annotations, and of a script its split. */
  readonly patch: string;
  readonly assumes: readonly string[];
  /** For the best option. */
  readonly keep: readonly KeptFile[];
  /** Absolute; where `keep`, the patch and the extensions lie. */
  readonly folder: string;
  /** With `--rust`. */
  readonly rust?: RustFunctionRecord;
  readonly written: readonly string[];
  readonly notes: readonly string[];
}
