import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** The same file that a shell would start for this word, or undefined. A word with a slash is a path. */
export function findExecutable(word: string, cwd: string, path: string | undefined): string | undefined {
  if (word.includes("/")) {
    const file = resolve(cwd, word);
    return isExecutable(file) ? file : undefined;
  }
  return findAllExecutables(word, cwd, path)[0];
}

/** Every file of that name on PATH, in PATH's order. */
export function findAllExecutables(name: string, cwd: string, path: string | undefined): readonly string[] {
  if (name === "") return [];
  const folders = (path ?? "/usr/bin:/bin").split(delimiter);
  // An empty entry in PATH means the working directory.
  const files = folders.map((folder) => join(resolve(cwd, folder), name));
  return [...new Set(files)].filter(isExecutable);
}

/** Whether this is a file that may be started. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Whether this is a regular file or a pipe: something that Python can read a script from. */
export function isReadableFile(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory();
}

/** Whether this is a file on disk, which can be read without taking anything away from it. */
export function isRegularFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether this is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
