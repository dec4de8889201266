import type { FunctionReadiness, ModuleReadiness } from "./native-option.ts";
import { field } from "../source/navigate.ts";
import { functionByFirstLine } from "../source/functions.ts";
import { formatDiff } from "../verify/diff.ts";
import type { HotModule } from "./hot-module.ts";
import type { TypedModule } from "./prepare.ts";
import { typedText } from "./settle-types.ts";
import path from "node:path";

/** How ready a hot module is, function by function. */
export function readinessOf({ module, typed }: TypedModule): ModuleReadiness {
  const functions = module.hotspots.map((hotspot): FunctionReadiness => {
    const { function: name, line, selfShare: share } = hotspot;
    return { function: name, line, share: share.value as FunctionReadiness["share"], typed: typedness(hotspot, typed) };
  });
  return {
    file: module.file,
    module: module.path.name,
    isSplit: module.script !== undefined,
    share: module.share as ModuleReadiness["share"],
    functions,
    annotations: typed.annotations.length,
  };
}

function typedness(
  { line, qualname }: HotModule["hotspots"][number],
  { source, annotations }: TypedModule["typed"],
): FunctionReadiness["typed"] {
  const owner = functionByFirstLine(source, line, qualname);
  if (owner === undefined || owner.node.kind !== "function_definition") return "untyped";
  const own = annotations.filter((one) => one.owner === owner);
  const given = owner.parameters.slice(owner.enclosingClass === undefined ? 0 : 1);
  const isTyped = given.map(
    ({ name, annotation }) =>
      annotation !== undefined || own.some((one) => one.kind === "parameter" && one.name === name),
  );
  const isReturn =
    field(owner.node, "return_type") !== undefined || own.some(({ kind }) => kind === "return") || owner.isGenerator;
  const all = [...isTyped, isReturn];
  if (all.every(Boolean)) return own.length === 0 ? "annotated" : "measured";
  return all.some(Boolean) ? "partly" : "untyped";
}

/** The change to the user's source, as a unified diff; of a script, the new module beside it and what is left of it. */
export function patchOf({ module, typed }: TypedModule, cwd: string): string {
  const { text } = typedText(typed);
  if (module.script === undefined) return formatDiff({ file: module.file, old: module.source.text, new: text }, cwd);
  const created = path.join(module.root, module.path.file);
  return (
    formatDiff({ file: created, old: "", new: text }, cwd) +
    formatDiff({ file: module.file, old: module.original.text, new: module.script }, cwd)
  );
}

/** What compiled code does otherwise than Python where something comes that was not seen. */
export function assumptionsOf(modules: readonly TypedModule[]): readonly string[] {
  const types = new Set(modules.flatMap(({ typed }) => typed.annotations.map(({ type }) => type)));
  const has = (name: string): boolean => [...types].some((type) => new RegExp(String.raw`\b${name}\b`, "u").test(type));
  const sentences = [
    has("int") &&
      "where an int is annotated only ints come: a bool, or an object of a class derived from int, becomes a plain int",
    has("float") && "where a float is annotated only floats come: an int becomes a float",
    types.size > 0 && "values of other types than the annotated ones raise a TypeError at the border",
    modules.length > 0 &&
      "nobody puts other functions or classes into the compiled modules, or new attributes into their objects",
    modules.length > 0 &&
      "nothing recurses so deep that Python would raise a RecursionError: compiled code has no such limit, and may crash",
  ];
  return sentences.filter((sentence) => typeof sentence === "string");
}
