import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectorEnvironment } from "../../src/collect/in-process/environment.ts";
import type { ProbeRecord } from "../../src/collect/probe/probe-record.ts";
import { readProbe } from "../../src/collect/probe/read-probe.ts";
import { instrument, type Instrumented } from "../../src/diagnose/probe/instrument.ts";
import type { Candidate, Watch } from "../../src/diagnose/rule.ts";
import { descendants, field, namedChildren } from "../../src/source/navigate.ts";
import type { SyntaxNode } from "../../src/source/node.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { makeFolder, makeWorld, packageFolder } from "../launch/world.ts";

const parser = await createParser(packageFolder);

/** Text as a file of its own. */
export function sourceOf(text: string): SourceFile {
  return parseSource("/test.py", text, parser);
}

/** A candidate at every expression of the kinds that rules watch: far more than any rule would claim. */
export function everyCandidate(source: SourceFile): readonly Candidate[] {
  return [...descendants(source.root)].flatMap((node) => {
    const watch = watchOf(node);
    if (watch === undefined) return [];
    return [{ rule: "list-membership" as const, expression: node, watch, facts: [], obstacles: [] }];
  });
}

function watchOf(expression: SyntaxNode): Watch | undefined {
  const words = expression.children.map(({ kind }) => kind);
  if (expression.kind === "comparison_operator" && words.some((word) => word === "in" || word === "not in")) {
    const [needle, operand] = namedChildren(expression).slice(-2);
    return operand === undefined || needle === undefined
      ? undefined
      : { kind: "contains", expression, operand, needle };
  }
  if (expression.kind === "binary_operator" && field(expression, "operator")?.kind === "+") {
    const operand = field(expression, "left");
    return operand === undefined ? undefined : { kind: "binary", expression, operand };
  }
  return expression.kind === "call" ? watchOfCall(expression) : undefined;
}

function watchOfCall(expression: SyntaxNode): Watch | undefined {
  const called = field(expression, "function");
  const args = field(expression, "arguments");
  const object = called?.kind === "attribute" ? field(called, "object") : undefined;
  if (object !== undefined) return { kind: "method", expression, operand: object };
  const operand = args?.kind === "generator_expression" ? args : args && namedChildren(args)[0];
  return operand === undefined ? undefined : { kind: "call", expression, operand };
}

/** Watches every expression of the text. */
export function watchEverything(text: string): Instrumented {
  const source = sourceOf(text);
  return instrument(source, everyCandidate(source));
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  /** Where the records are. */
  readonly folder: string;
}

/** Runs a script with the probe or without it, in a folder of its own. */
export function runScript(python: string, text: string, isProbed: boolean): Ran {
  const folder = makeFolder();
  writeFileSync(join(folder, "app.py"), text);
  const records = join(folder, "records");
  mkdirSync(records);
  const env = isProbed ? collectorEnvironment(makeWorld(), records, ["probe"]) : {};
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" as const, timeout: 60_000 };
  const { stdout, stderr, status } = spawnSync(python, ["app.py"], options);
  return { stdout, stderr, status, folder: records };
}

/** The record of the watch whose expression reads so. */
export async function recordAt(
  { watches }: Instrumented,
  source: string,
  folder: string,
  expression: string,
): Promise<ProbeRecord | undefined> {
  const found = [...watches].find(([, { expression: at }]) => source.slice(at.start, at.end) === expression);
  return (await readProbe(folder)).find(({ watch }) => watch === found?.[0]);
}

/** Runs the text with every expression watched and gives the records of the ones asked for. */
export async function probe(
  python: string,
  text: string,
  ...expressions: string[]
): Promise<(ProbeRecord | undefined)[]> {
  const instrumented = watchEverything(text);
  const ran = runScript(python, instrumented.text, true);
  if (ran.stderr !== "") console.log(ran.stderr);
  return Promise.all(expressions.map(async (expression) => recordAt(instrumented, text, ran.folder, expression)));
}

/** Python's own answer on whether the files compile. */
export function compileErrors(python: string, folder: string): string {
  const code = [
    "import os, sys, warnings",
    "warnings.simplefilter('ignore')",
    "for d, _, names in os.walk(sys.argv[1]):",
    "    for name in names:",
    "        path = os.path.join(d, name)",
    "        try: compile(open(path, 'rb').read(), path, 'exec')",
    "        except SyntaxError as error: print(path, error)",
  ].join("\n");
  return execFileSync(python, ["-c", code, folder], { encoding: "utf8" });
}
