import type { CompileRecord } from "../../journal/compile-record.ts";
import type { RustFunctionRecord } from "../../native/native-option.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";

const SHOWN = 3;

/** What became of a function in Rust, and what to do next. */
export function rustLines({ cwd, best }: CompileRecord, rust: RustFunctionRecord, paint: Paint): readonly string[] {
  const { function: name, folder, recorded, made, left, files } = rust;
  const place = shortPath(folder, cwd);
  const others = Object.entries(left).map(([why, count]) => `  not recorded: ${formatCount(count)} (${why})`);
  const lines = [
    `${paint.strong(name)}: ${formatCount(recorded)} of ${formatCount(made)} calls recorded`,
    ...others.map((line) => paint.dim(line)),
  ];
  if (rust.state === "created") {
    const again = `Write the body of \`${name}\` in ${place}/src/lib.rs, then run the same again: it is built, proven and measured.`;
    lines.push(`Written: ${files.map((file) => shortPath(file, cwd)).join(", ")}`, again);
  } else if (rust.state === "unwritten") {
    lines.push(`It builds, and its body is still to be written: ${place}/src/lib.rs`);
  } else lines.push(...replayLines(rust, paint));
  if (best === "rust") {
    lines.push(`${paint.good("Proven")}. To keep it: maturin develop --release -m ${place}/Cargo.toml`);
    lines.push(`  and behind the function: from ${place.split("/").at(-1) ?? ""} import ${name}`);
  }
  return lines;
}

function replayLines({ replayed }: RustFunctionRecord, paint: Paint): readonly string[] {
  if (replayed === undefined) return [];
  const { calls, differences, took } = replayed;
  if (differences.length === 0)
    return [`All ${formatCount(calls)} recorded calls gave the same, in ${formatDuration(took)}.`];
  return [
    `${paint.bad("changed-behaviour")}: ${formatCount(differences.length)} of ${formatCount(calls)} recorded calls differ`,
    ...differences.slice(0, SHOWN).map(([call, expected, got]) => `  call ${call}: ${expected} became ${got}`),
  ];
}
