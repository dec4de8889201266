import { isAbsolute, relative } from "node:path";

/** The path as a reader in `cwd` would type it; paths outside it (and `<string>`) stay as they are. */
export function relativePath(file: string, cwd: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(cwd, file);
  return path === "" || path.startsWith("..") ? file : path;
}
