import { attach } from "./commands/attach.ts";
import { check } from "./commands/check.ts";
import { compare } from "./commands/compare.ts";
import { compile } from "./commands/compile.ts";
import { doctor } from "./commands/doctor.ts";
import { dump } from "./commands/dump.ts";
import { exportRun } from "./commands/export.ts";
import { fix } from "./commands/fix.ts";
import { importVerb } from "./commands/import.ts";
import { open } from "./commands/open.ts";
import { report } from "./commands/report.ts";
import { memory } from "./commands/memory.ts";
import { run } from "./commands/run.ts";
import { scale } from "./commands/scale.ts";
import { show } from "./commands/show.ts";
import { top } from "./commands/top.ts";
import { undo } from "./commands/undo.ts";
import { verify } from "./commands/verify.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb[] = [
  run,
  fix,
  undo,
  verify,
  attach,
  top,
  dump,
  scale,
  memory,
  compare,
  check,
  compile,
  show,
  open,
  report,
  importVerb,
  exportRun,
  doctor,
];
