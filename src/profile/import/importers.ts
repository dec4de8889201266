import { chrometrace } from "./chrometrace.ts";
import { collapsed } from "./collapsed.ts";
import { gecko } from "./gecko.ts";
import type { Importer } from "./importer.ts";
import { jsonl } from "./jsonl.ts";
import { pprof } from "./pprof.ts";
import { pstats } from "./pstats.ts";
import { speedscope } from "./speedscope.ts";

/** Every format, those with the surest marks first: the first that takes a file for its own reads it. */
export const IMPORTERS: readonly Importer[] = [pstats, jsonl, speedscope, gecko, chrometrace, pprof, collapsed];
