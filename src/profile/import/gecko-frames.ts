import { markedFrame } from "./frame-words.ts";
import type { StackCollector } from "./stack-collector.ts";
import { present } from "./unreadable.ts";

type Column = readonly (number | null)[] | undefined;

/** What a frame is found by: tables that a thread has, or shares with the others. */
export interface GeckoTables {
  readonly frameTable?: { readonly func: readonly number[]; readonly line?: Column } | undefined;
  readonly funcTable?:
    | {
        readonly name: readonly number[];
        readonly fileName?: Column;
        readonly source?: Column;
        readonly lineNumber?: Column;
        readonly resource?: Column;
      }
    | undefined;
  readonly resourceTable?: { readonly name: readonly number[] } | undefined;
  readonly stringArray?: readonly string[] | undefined;
  readonly sources?: { readonly filename: readonly number[] } | undefined;
}

/** Gives the collector's frame of each row of the frame table. */
export function framesOf(collector: StackCollector, tables: GeckoTables, hasFirstLines: boolean): readonly number[] {
  const functions = present(tables.funcTable, "a table of functions");
  const table = present(tables.frameTable, "a table of frames");
  return table.func.map((of, index) => {
    const line = table.line?.[index] ?? undefined;
    const firstLine = hasFirstLines ? (functions.lineNumber?.[of] ?? undefined) : undefined;
    const name = textOf(tables, present(functions.name[of], "a function"));
    const frame = { name, file: fileOf(tables, of), line, ...(firstLine !== undefined && { firstLine }) };
    return collector.frame(markedFrame(frame));
  });
}

/** Which table says so differs by version of the format. */
function fileOf(tables: GeckoTables, of: number): string {
  const source = tables.funcTable?.source?.[of] ?? undefined;
  if (source !== undefined) return textOf(tables, present(tables.sources?.filename[source], "a source"));
  const name = tables.funcTable?.fileName?.[of] ?? undefined;
  return name === undefined ? binaryOf(tables, of) : textOf(tables, name);
}

/** Tachyon leaves `<frozen runpy>` to the resource; of anything else without a file it is a binary. */
function binaryOf(tables: GeckoTables, of: number): string {
  const resource = tables.funcTable?.resource?.[of] ?? undefined;
  const name = tables.resourceTable?.name[resource ?? -1];
  const text = name === undefined ? "" : textOf(tables, name);
  return text.startsWith("<") ? text : "<native>";
}

const textOf = ({ stringArray }: GeckoTables, index: number): string =>
  present(present(stringArray, "a table of strings")[index], "a string");
