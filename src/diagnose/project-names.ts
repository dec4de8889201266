import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Elsewhere } from "./rule.ts";

/** A larger project is not searched: what it does with a name is not known. */
const MOST_FILES = 4000;
const MOST_BYTES = 60_000_000;
/** Folders that hold other people's code, or none. */
const skipped = new Set(["node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist"]);

/**
 * Answers what the other Python files below a folder do with a name, by their text. Nothing is read before the first
 * question, which only a fix that reaches over several functions asks.
 */
export function searchProject(root: string): Elsewhere {
  let texts: readonly ProjectText[] | "too many" | undefined;
  const known = new Map<string, ReturnType<Elsewhere>>();
  return (name, kind, path) => {
    const key = `${kind} ${name} ${path}`;
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    texts ??= readTexts(root) ?? "too many";
    const found = texts === "too many" ? "changed" : useIn(texts, name, kind, path);
    known.set(key, found);
    return found;
  };
}

interface ProjectText {
  readonly path: string;
  readonly text: string;
}

function useIn(
  texts: readonly ProjectText[],
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
  for (const { path: other, text } of texts) {
    if (other === path || !text.includes(name)) continue;
    if (new RegExp(changed, "u").test(text)) return "changed";
    if (new RegExp(used, "u").test(text)) found = "read";
  }
  return found;
}

function readTexts(root: string): readonly ProjectText[] | undefined {
  const texts: ProjectText[] = [];
  let bytes = 0;
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !entry.name.startsWith(".")) open.push(path);
        continue;
      }
      if (!entry.name.endsWith(".py")) continue;
      const text = textAt(path);
      bytes += text.length;
      texts.push({ path, text });
      if (texts.length > MOST_FILES || bytes > MOST_BYTES) return undefined;
    }
  }
  return texts;
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

/** What cannot be read is no module of the project's. */
function textAt(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
