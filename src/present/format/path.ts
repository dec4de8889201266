import { isAbsolute, relative } from "node:path";

/** The path relative to `cwd`; what is no path (`<string>`) stays as it is. */
export function relativePath(file: string, cwd: string): string {
  return isAbsolute(file) ? relative(cwd, file) : file;
}

/** The path as a reader in `cwd` would type it: relative, or absolute where that is shorter. */
export function shortPath(file: string, cwd: string): string {
  const path = relativePath(file, cwd);
  return path.length <= file.length ? path : file;
}
