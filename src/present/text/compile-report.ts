import { bytes } from "../../base/units.ts";
import type { CompileRecord } from "../../journal/compile-record.ts";
import type { CompilerId, ModuleReadiness, NativeOption } from "../../native/native-option.ts";
import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatPercent, formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { formatTable } from "../format/table.ts";
import { rustLines } from "./rust-lines.ts";
import { nativeObstacleWords } from "../words/native-words.ts";

/** Obstacles of one kind that are shown; the JSON document has all. */
const SHOWN = 8;
const NAMES: Readonly<Record<CompilerId, string>> = { mypyc: "mypyc", cython: "Cython", rust: "Rust" };
const TYPED = {
  annotated: "typed by its author",
  measured: "typed by what was measured",
  partly: "typed in part",
  untyped: "not typed",
} as const;

/** The report of a compile: readiness, the ways beside each other, what to do to keep one. */
export function compileReport(record: CompileRecord, paint: Paint): string {
  const { run } = record;
  const lines = [
    `${paint.strong("hasten")}: ran ${paint.strong(record.command.join(" "))} in ${formatDuration(run.wall)} on Python ${run.python.version}`,
    ...nativeLines(record, paint),
    ...record.notes.map((note) => paint.dim(`note: ${note}`)),
  ];
  return `${lines.join("\n")}\n`;
}

/** What compiling came to, without what was run for it. */
export function nativeLines(record: CompileRecord, paint: Paint): readonly string[] {
  const { cwd, modules, obstacles, options } = record;
  const lines = modules.flatMap((module) => readiness(module, cwd, paint));
  for (const obstacle of obstacles.slice(0, SHOWN)) {
    lines.push(`  ${paint.bad("obstacle")} ${nativeObstacleWords(obstacle, cwd)}`);
  }
  if (obstacles.length > SHOWN) lines.push(`  and ${obstacles.length - SHOWN} more (--json has all)`);
  if (record.rust !== undefined) return [...rustLines(record, record.rust, paint), ...rustTable(record, paint)];
  if (modules.length === 0 && obstacles.length === 0)
    lines.push("No module of yours takes a tenth of the time: nothing to compile.");
  if (options.length > 0)
    lines.push("", ...table(record, paint), ...options.flatMap((option) => remarks(option, cwd, paint)));
  return [...lines, ...advice(record, paint)];
}

function rustTable(record: CompileRecord, paint: Paint): readonly string[] {
  const { options, cwd, assumes } = record;
  if (options.length === 0) return [];
  return [
    "",
    ...table(record, paint),
    ...options.flatMap((option) => remarks(option, cwd, paint)),
    ...assumes.map((sentence) => `  assumes that ${sentence}`),
  ];
}

function readiness(
  { file, module, isSplit, share, functions, annotations }: ModuleReadiness,
  cwd: string,
  paint: Paint,
): string[] {
  const how = isSplit ? ` (what stands above its main guard, as a module ${module})` : "";
  const added =
    annotations === 0 ? "nothing to annotate" : `${annotations} annotations inferred from what was measured`;
  return [
    `${paint.strong(shortPath(file, cwd))}${how}: ${formatPercent(share)} of the time is its own; ${added}`,
    ...functions.map((one) => `  ${one.function} (line ${one.line}), ${formatPercent(one.share)}: ${TYPED[one.typed]}`),
  ];
}

function table({ options, best, modules, tools, run }: CompileRecord, paint: Paint): string[] {
  const header = ["", "effort", "speed-up (95 %)", "peak memory", "import", "what must ship"];
  const before = options.find(({ proof }) => proof?.resources)?.proof?.resources?.memoryBefore;
  const start = options.find(({ importTime }) => importTime)?.importTime?.before;
  const asIs = ["Python", "none", "1", size(before), time(start), "the Python files"];
  const rows = options.map((option) => [
    `${option.compiler === best ? "▶ " : ""}${NAMES[option.compiler]}`,
    effort(option, modules),
    speed(option),
    size(option.proof?.resources?.memoryAfter),
    time(option.importTime?.after),
    ships(option, run.python.version),
  ]);
  const [head = "", ...others] = formatTable([header, asIs, ...rows], new Set());
  return [
    paint.strong(`The ways, with ${tools.join(", ")}`),
    `  ${paint.dim(head)}`,
    ...others.map((line) => `  ${line}`),
  ];
}

function effort({ annotations, build }: NativeOption, modules: readonly ModuleReadiness[]): string {
  const parts = annotations > 0 ? [`${annotations} annotations`] : [];
  if (modules.some(({ isSplit }) => isSplit)) parts.push("a split script");
  return [...parts, build === undefined ? "not built" : `a build (${formatDuration(build)})`].join(", ");
}

function speed({ proof }: NativeOption): string {
  if (proof === undefined) return "–";
  if (proof.speedup === undefined) return proof.kind;
  const { ratio, low, high } = proof.speedup;
  return `${formatRatio(ratio)} (${low.toFixed(2)}–${high.toFixed(2)})${proof.kind === "kept" ? "" : ` ${proof.kind}`}`;
}

function size(value: number | undefined): string {
  return value === undefined ? "–" : formatBytes(bytes(value));
}

function time(value: number | undefined): string {
  return value === undefined ? "–" : formatDuration(value);
}

function ships({ ships: files }: NativeOption, version: string): string {
  if (files.length === 0) return "–";
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const minor = version.split(".").slice(0, 2).join(".");
  const count = files.length === 1 ? "an extension module" : `${files.length} extension modules`;
  return `${count} (${formatBytes(bytes(total))}) for each platform and Python (here ${minor})`;
}

function remarks({ compiler, proof, talking, obstacles }: NativeOption, cwd: string, paint: Paint): string[] {
  const lines: string[] = [];
  if (proof !== undefined) lines.push(`  ${NAMES[compiler]}: ${proof.reason}`);
  if (talking !== undefined) {
    lines.push(
      `  ${NAMES[compiler]}: ${formatPercent(talking)} of the hot lines' time is on lines that still talk to the interpreter.`,
    );
  }
  for (const obstacle of obstacles.slice(0, SHOWN)) {
    lines.push(`  ${paint.bad("not built")} by ${NAMES[compiler]}: ${nativeObstacleWords(obstacle, cwd)}`);
  }
  return lines;
}

function advice(
  { best, assumes, keep, folder, written, cwd, options, patch, builder }: CompileRecord,
  paint: Paint,
): string[] {
  if (options.length === 0) return [];
  if (best === undefined) return ["", "Nothing was proven faster, and nothing was kept."];
  const proven = options.find(({ compiler }) => compiler === best);
  const compared = proven?.proof?.compared.outputs.join(", ") ?? "";
  const lines = ["", `${paint.good("Proven")}: ${NAMES[best]} (compared: ${compared})`];
  lines.push(...(proven?.proof?.compared.notCompared ?? []).map((part) => paint.dim(`  not compared: ${part}`)));
  lines.push(...assumes.map((sentence) => `  assumes that ${sentence}`));
  const files = keep.map((file) => file.path).join(", ");
  if (written.length > 0) lines.push(`Written: ${written.map((file) => shortPath(file, cwd)).join(", ")}`);
  else {
    const change = patch === "" ? "" : ", native.patch for the source";
    lines.push(
      `To keep it: ${files}${change}, and the extension as it was measured are in ${shortPath(folder, cwd)}; hasten compile --write puts them in place.`,
    );
  }
  const python = builder === undefined ? "python" : shortPath(builder, cwd);
  lines.push(
    `Then build with: ${python} setup.py build_ext --inplace   Where nothing is built, the Python files are used as before.`,
  );
  return lines;
}
