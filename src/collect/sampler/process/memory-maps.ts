/** One line of `/proc/PID/maps`. */
export interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
  /** Where in the file the mapping begins. */
  readonly offset: number;
  readonly inode: number;
  /** As the target's mount namespace names it; "" for anonymous memory, "[heap]" and the like for the kernel's own names. */
  readonly path: string;
  readonly isDeleted: boolean;
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) (r|-)(w|-)(x|-)\S ([0-9a-f]+) \S+ (\d+) *(.*)$/;
const DELETED = " (deleted)";

export function parseMaps(text: string): Mapping[] {
  return text.split("\n").flatMap(parseLine);
}

function parseLine(line: string): Mapping[] {
  const [, start, end, read, write, execute, offset, inode, path = ""] = LINE.exec(line) ?? [];
  if (start === undefined || end === undefined || offset === undefined) return [];
  const isDeleted = path.endsWith(DELETED);
  return [
    {
      start: Number.parseInt(start, 16),
      end: Number.parseInt(end, 16),
      isReadable: read === "r",
      isWritable: write === "w",
      isExecutable: execute === "x",
      offset: Number.parseInt(offset, 16),
      inode: Number(inode),
      // The kernel writes a line break in a path as octal.
      path: (isDeleted ? path.slice(0, -DELETED.length) : path).replaceAll(String.raw`\012`, "\n"),
      isDeleted,
    },
  ];
}

/** A file of which a process has code in memory, and all its mappings in the order of their addresses. */
export interface MappedFile {
  readonly path: string;
  readonly isDeleted: boolean;
  readonly mappings: readonly Mapping[];
}

/** The files that a process may run code of. */
export function mappedCode(mappings: readonly Mapping[]): MappedFile[] {
  const files = new Map<string, Mapping[]>();
  for (const mapping of mappings) {
    if (!mapping.path.startsWith("/")) continue;
    const key = `${mapping.inode} ${mapping.path}`;
    const known = files.get(key);
    if (known === undefined) files.set(key, [mapping]);
    else known.push(mapping);
  }
  return [...files.values()]
    .filter((all) => all.some(({ isExecutable }) => isExecutable))
    .map((all) => ({ path: all[0]?.path ?? "", isDeleted: all[0]?.isDeleted === true, mappings: all }));
}
