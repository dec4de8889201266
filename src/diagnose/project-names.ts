import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Elsewhere } from "./analysis/code.ts";

/** A larger project is not searched: what it does with a name is not known. */
const MOST_FILES = 4000;
const MOST_BYTES = 60_000_000;
/** Folders that hold other people's code, or none. */
const skipped = new Set(["node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist"]);

/** What can be asked of the other Python files of a project. */
export interface ProjectSearch {
  readonly elsewhere: Elsewhere;
  /** The files but `path` in whose text the name stands; undefined where the project is too large to be searched. */
  readonly mentioning: (name: string, path: string) => readonly string[] | undefined;
}

/**
 * Answers what the other Python files below a folder do with a name, by their text. Nothing is read before the first
 * question, which only a fix that reaches over several functions, or assumes something, asks. No text is kept: a project may be large, and
 * the system's file cache has it for the next question.
 */
export function searchProject(root: string): ProjectSearch {
  let listed: ProjectFiles | "too many" | undefined;
  const list = (): ProjectFiles | "too many" => (listed ??= listFiles(root) ?? "too many");
  const known = new Map<string, ReturnType<Elsewhere>>();
  const named = new Map<string, readonly string[]>();
  return {
    elsewhere: (name, kind, path) => {
      const key = `${kind} ${name} ${path}`;
      const answer = known.get(key);
      if (answer !== undefined) return answer;
      const files = list();
      const found = files === "too many" || !isPlain(name) ? "changed" : useIn(files, name, kind, path);
      known.set(key, found);
      return found;
    },
    mentioning: (name, path) => {
      const files = list();
      if (files === "too many" || !isPlain(name)) return undefined;
      const word = new RegExp(`\\b${name.replaceAll("$", String.raw`\$`)}\\b`, "u");
      const all = named.get(name) ?? files.paths.filter((each) => word.test(textWith(name, each, files.buffer) ?? ""));
      named.set(name, all);
      return all.filter((other) => other !== path);
    },
  };
}

/** In which bytes any other name stands depends on each file's encoding. */
function isPlain(name: string): boolean {
  return /^[\w$]+$/.test(name);
}
const MAIN_GUARD = /__name__\s*==\s*["']__main__["']/gu;

interface ProjectFiles {
  readonly paths: readonly string[];
  /** As large as the largest file; each is read into it. */
  readonly buffer: Buffer;
}

function useIn(
  { paths, buffer }: ProjectFiles,
  name: string,
  kind: "attribute" | "name",
  path: string,
): ReturnType<Elsewhere> {
  const word = name.replaceAll("$", String.raw`\$`);
  const quoted = `["']${word}["']`;
  // A method call of that name is another thing than the attribute.
  const used = kind === "attribute" ? `\\.${word}\\b(?!\\s*\\()|${quoted}` : `\\b${word}\\b`;
  const changers = "append|extend|insert|remove|pop|clear|sort|reverse";
  const front = kind === "attribute" ? `\\.${word}` : `\\b${word}`;
  const changed = `${front}\\s*(?:[-+*/|&]?=[^=]|\\.(?:${changers})\\b|\\[[^\\]\\n]*\\]\\s*=[^=])|\\bdel\\b.*${front}\\b|${quoted}`;
  let found: ReturnType<Elsewhere> = "none";
  for (const other of paths) {
    const whole = other === path ? undefined : textWith(name, other, buffer);
    // What a script asks of itself reaches no other.
    const text = name === "__main__" ? whole?.replaceAll(MAIN_GUARD, "") : whole;
    if (text === undefined) continue;
    if (new RegExp(changed, "u").test(text)) return "changed";
    if (new RegExp(used, "u").test(text)) found = "read";
  }
  return found;
}

function listFiles(root: string): ProjectFiles | undefined {
  const paths: string[] = [];
  let bytes = 0;
  let largest = 0;
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !entry.name.startsWith(".")) open.push(path);
        continue;
      }
      if (!entry.name.endsWith(".py")) continue;
      const size = sizeOf(path);
      if (size === undefined) continue;
      bytes += size;
      largest = Math.max(largest, size);
      paths.push(path);
      if (paths.length > MOST_FILES || bytes > MOST_BYTES) return undefined;
    }
  }
  return { paths, buffer: Buffer.allocUnsafe(largest) };
}

function entriesOf(folder: string) {
  try {
    // A virtual environment of any name.
    if (statSync(join(folder, "pyvenv.cfg"), { throwIfNoEntry: false }) !== undefined) return [];
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Nothing for what is no file, such as a pipe, which would not end. */
function sizeOf(path: string): number | undefined {
  try {
    const state = statSync(path);
    return state.isFile() ? state.size : undefined;
  } catch {
    return undefined;
  }
}

/** The file's text where the name occurs in it. What cannot be read is no module of the project's. */
function textWith(name: string, path: string, buffer: Buffer): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    // The file may have grown since it was listed.
    const into = fstatSync(file).size > buffer.length ? Buffer.allocUnsafe(fstatSync(file).size) : buffer;
    const bytes = into.subarray(0, readSync(file, into, 0, into.length, 0));
    return bytes.includes(name, 0, "latin1") ? bytes.toString("latin1") : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
