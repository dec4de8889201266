import path from "node:path";
import { createTwoFilesPatch } from "diff";

/** Old and new text of a file, for the reader. */
export interface FileTexts {
  /** Absolute path. */
  readonly file: string;
  readonly old: string;
  readonly new: string;
}

/** A unified diff with paths relative to `cwd`, as `patch -p1` and `git apply` take it; empty when nothing changed. */
export function formatDiff(texts: FileTexts, cwd: string): string {
  if (texts.old === texts.new) return "";
  const relative = path.relative(cwd, texts.file).split(path.sep).join("/");
  const patch = createTwoFilesPatch(`a/${relative}`, `b/${relative}`, texts.old, texts.new, "", "", {
    context: 3,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
  // The library leaves a tab for the missing time stamp.
  return patch.replace(/^(---|\+\+\+) (.*)\t$/gm, "$1 $2");
}
