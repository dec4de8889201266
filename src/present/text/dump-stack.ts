import type { DumpedFrame } from "../../collect/dump.ts";
import { formatCount } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { formatTable } from "../format/table.ts";

/** Frames shown of a deep stack: the innermost, and those it began with. */
const INNERMOST = 30;
const OUTERMOST = 10;

type Local = NonNullable<DumpedFrame["locals"]>[number];

/** A stack's lines with their source, the innermost frame first; the middle of a deep one is left out. */
export function stackLines(frames: readonly DumpedFrame[], cwd: string, paint: Paint): string[] {
  const left = frames.length - INNERMOST - OUTERMOST;
  const shown = left > 0 ? [...frames.slice(0, INNERMOST), ...frames.slice(-OUTERMOST)] : frames;
  const cells = shown.map((frame) => [frame.function, `${shortPath(frame.file, cwd)}:${frame.line}`, "|"]);
  const lines = formatTable(cells, new Set()).flatMap((line, at) => {
    const frame = shown[at];
    if (frame === undefined) return [];
    return [`  ${line.slice(0, -1)}${sourceWords(frame, paint)}`.trimEnd(), ...localLines(frame, paint)];
  });
  if (left > 0) {
    const at = shown.slice(0, INNERMOST).reduce((sum, frame) => sum + 1 + localLines(frame, paint).length, 0);
    lines.splice(at, 0, paint.dim(`  … ${formatCount(left)} frames left out; --json has all of them …`));
  }
  return lines;
}

/** The line without its indent; what runs in it stands out where the columns are known. */
function sourceWords({ source, columns, line }: DumpedFrame, paint: Paint): string {
  if (source === undefined) return "";
  const text = source.trim();
  if (columns === undefined || columns.endLine !== line) return paint.dim(text);
  const indent = source.length - source.trimStart().length;
  const [start, end] = [Math.max(0, columns.column - indent), Math.max(0, columns.endColumn - indent)];
  return `${dimmed(text.slice(0, start), paint)}${paint.hot(text.slice(start, end))}${dimmed(text.slice(end), paint)}`;
}

const dimmed = (text: string, paint: Paint): string => (text === "" ? "" : paint.dim(text));

function localLines({ locals }: DumpedFrame, paint: Paint): string[] {
  if (locals === undefined) return [];
  if (locals === null) return [paint.dim("      the frame ended before its names could be read")];
  return locals.map((local) => paint.dim(`      ${local.name}: ${localWords(local)}`));
}

/** `list of str, 20,000`; elements are named where the first, middle and last agree. */
function localWords({ type, size, elements }: Local): string {
  const [first] = elements;
  const kind = first !== undefined && elements.every((other) => other === first) ? `${type} of ${first}` : type;
  return size === undefined ? kind : `${kind}, ${formatCount(size)}`;
}
