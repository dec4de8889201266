/** One complaint of mypy's or mypyc's. Lines and columns from 1; columns only of mypy's. */
export interface TypeComplaint {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endColumn?: number;
  readonly message: string;
  /** mypy's word for it, e.g. `union-attr`. */
  readonly code?: string;
}

const COMPLAINT =
  /^(?<file>[^:\n]+):(?<line>\d+):(?:(?<column>\d+):(?:(?<endLine>\d+):(?<endColumn>\d+):)?)? error: (?<message>.*?)(?: {2}\[(?<code>[\w-]+)\])?$/u;

/** Reads the complaints out of what a checker printed. */
export function readComplaints(printed: string): readonly TypeComplaint[] {
  return printed.split("\n").flatMap((text): TypeComplaint[] => {
    const groups = COMPLAINT.exec(text.trimEnd())?.groups;
    if (groups === undefined) return [];
    const { file = "", line, column, endLine, endColumn, message = "", code } = groups;
    const isOneLine = endLine === undefined || endLine === line;
    return [
      {
        file,
        line: Number(line),
        message,
        ...(column !== undefined && { column: Number(column) }),
        ...(endColumn !== undefined && isOneLine && { endColumn: Number(endColumn) }),
        ...(code !== undefined && { code }),
      },
    ];
  });
}
