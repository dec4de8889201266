import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import { checkEditable, writeSources } from "../fix/write-source.ts";
import { encodeSource } from "../source/read-source.ts";
import type { KeptFile } from "./native-option.ts";
import type { TypedModule } from "./prepare.ts";
import { typedText } from "./settle-types.ts";

/**
 * Writes the annotated sources into the project, and the build configuration where there is none: a setup.py or pyproject.toml of the
 * user's stays as it is. Gives the files that were written.
 */
export function writeNative(
  modules: readonly TypedModule[],
  keep: readonly KeptFile[],
  journalFolder: string,
  world: World,
): readonly string[] {
  const changed = modules.filter(({ module, typed }) => module.script !== undefined || typed.annotations.length > 0);
  for (const { module } of changed) checkEditable(module.file);
  const created = keep.map(({ path: file, content }) => ({
    file: path.join(modules[0]?.module.root ?? "", file),
    content,
  }));
  for (const { module, typed } of changed) {
    if (module.script === undefined) continue;
    created.push({ file: path.join(module.root, module.path.file), content: typedText(typed).text });
  }
  const fresh = created.filter(({ file }) => !existsSync(file));
  for (const { file, content } of fresh) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: "wx" });
  }
  const sources = changed.map(({ module, typed }) => ({
    path: module.file,
    hash: module.original.hash,
    content: encodeSource(module.original, module.script ?? typedText(typed).text),
  }));
  writeSources(sources, journalFolder, world);
  return [...fresh.map(({ file }) => file), ...sources.map((source) => source.path)];
}
