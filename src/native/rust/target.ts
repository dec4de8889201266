import path from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { Ranking } from "../../rank/ranking.ts";
import { listFunctions, type FunctionSource } from "../../source/functions.ts";
import { nextLineEnd } from "../../source/lines.ts";
import type { PythonParser } from "../../source/python-parser.ts";
import { readSource } from "../../source/read-source.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** A hot function with a border that Rust can have: a module's own, with plain parameters. */
export interface Target {
  readonly name: string;
  /** The user's file. */
  readonly file: string;
  readonly source: SourceFile;
  readonly owner: FunctionSource;
  /** What Python called the module in the run. */
  readonly ranAs: string;
  /** The share of all time in it and what it calls. */
  readonly share: number;
}

/** The hotspot of that name; refuses where there is none, or one that is not a plain function of a module. */
export async function findTarget(name: string, { top }: Ranking, parser: PythonParser): Promise<Target> {
  const hotspot = top.find(({ qualname }) => qualname === name);
  const others = top.filter(({ qualname }) => /^\w+$/u.test(qualname)).map(({ qualname }) => qualname);
  const hint = others.length > 0 ? `Choose one of: ${others.join(", ")}.` : "Move the hot code into a function first.";
  if (hotspot === undefined) throw new Refusal("usage", `\`${name}\` is not one of the five hottest functions.`, hint);
  const source = await readSource(hotspot.file, parser);
  const owner = listFunctions(source).find((one) => one.qualname === name && one.firstLine === hotspot.line);
  const isPlain =
    owner !== undefined &&
    owner.node.kind === "function_definition" &&
    owner.node.startColumn === 0 &&
    owner.enclosingClass === undefined &&
    owner.decorators.length === 0 &&
    !owner.isAsync &&
    !owner.isGenerator &&
    owner.parameters.every(({ kind }) => kind === "positional-or-keyword" || kind === "positional-only");
  if (!isPlain) {
    const fact = `\`${name}\` is no plain function of a module: no decorators, no keywords alone, no generator.`;
    throw new Refusal("usage", fact, hint);
  }
  return { name, file: hotspot.file, source, owner, ranAs: hotspot.module, share: hotspot.share.value };
}

/** The module's text with a line behind the function's definition. */
export function afterDefinition({ source, owner }: Target, line: string): string {
  const end = nextLineEnd(source.text, owner.node.end);
  return `${source.text.slice(0, end)}${source.lineEnd}${line}${source.text.slice(end)}`;
}

/** The folder that Python imports the function's module from. */
export function rootOf({ file, ranAs }: Target): string {
  if (ranAs === "__main__") return path.dirname(file);
  let root = path.dirname(file);
  for (let up = path.basename(file) === "__init__.py" ? 0 : 1; up < ranAs.split(".").length; up += 1)
    root = path.dirname(root);
  return root;
}
