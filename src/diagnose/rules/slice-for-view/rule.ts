import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { importedPath } from "../../analysis/callee.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isLocal } from "../../analysis/fresh-work.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule, RuleContext } from "../../rule.ts";
import { openedFile } from "../lines-read-whole/opened.ts";

/** `crc32(data[8:])`: a part of some bytes is copied for what would read it where it is. */
export const sliceForView: Rule = {
  id: "slice-for-view",
  rung: "memory",
  find: (context) =>
    planSlices(context).map(({ slice, data }) => ({
      rule: "slice-for-view",
      expression: slice,
      watch: { kind: "statement", expression: slice, operand: data },
      facts: [],
      obstacles: [],
    })),
  judge: (_, evidence) => judgeHeld(evidence),
};

/** A slice of bytes that is handed to what takes a view as well. */
export interface SlicePlan {
  readonly slice: SyntaxNode;
  /** The variable that is cut. */
  readonly data: SyntaxNode;
}

/** The function's slices of bytes that are only read. */
export function planSlices(context: RuleContext): readonly SlicePlan[] {
  return [...ownNodes(context)].flatMap((slice) => {
    const [data, index] = slice.kind === "subscript" ? namedChildren(slice) : [];
    if (data?.kind !== "identifier" || index?.kind !== "slice" || !isWhole(index)) return [];
    const isPlan = isRead(context, slice) && isBytes(context, data) && isBuiltinAt(context, "memoryview", slice);
    return isPlan ? [{ slice, data }] : [];
  });
}

/** `a:b` without a step: what lies behind each other. */
function isWhole(index: SyntaxNode): boolean {
  return index.children.filter(({ kind }) => kind === ":").length === 1;
}

/** They take any buffer, read it, and keep nothing of it. */
const readers =
  /^(?:zlib\.(?:crc32|adler32|compress)|binascii\.(?:crc32|hexlify)|base64\.b64encode|hashlib\.(?:md5|sha1|sha224|sha256|sha384|sha512|blake2b|blake2s))$/u;

function isRead(context: RuleContext, slice: SyntaxNode): boolean {
  const call = slice.parent?.kind === "argument_list" ? slice.parent.parent : undefined;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  if (call === undefined || callee === undefined || argumentsOf(call)[0] !== slice) return false;
  return readers.test(importedPath(context, callee) ?? "") || isUpdate(context, callee);
}

/** `h.update` of `h = hashlib.sha256()` */
function isUpdate(context: RuleContext, callee: SyntaxNode): boolean {
  const [object, name] = callee.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (object?.kind !== "identifier" || name === undefined || textOf(context.source, name) !== "update") return false;
  return areAll(context, object, (value) => {
    const made = value.kind === "call" ? field(value, "function") : undefined;
    return made !== undefined && (importedPath(context, made) ?? "").startsWith("hashlib.");
  });
}

/** Does the variable never hold anything but bytes: what a binary file gave, a literal, `bytes(…)`? */
function isBytes(context: RuleContext, data: SyntaxNode): boolean {
  return areAll(context, data, (value) => {
    if (value.kind === "string") return /^[rR]?[bB]/u.test(textOf(context.source, value));
    if (value.kind !== "call") return false;
    return builtinCalled(value, context) === "bytes" || isBinaryRead(context, value);
  });
}

function isBinaryRead(context: RuleContext, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  const [file, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (file === undefined || name === undefined || textOf(context.source, name) !== "read") return false;
  const opened = openedFile(context, file)?.opened ?? [];
  return opened.length > 0 && opened.every((open) => isBinary(context, open));
}

/** `open(path, "rb")` */
function isBinary({ source }: RuleContext, open: SyntaxNode): boolean {
  const given = argumentsOf(open);
  const named = given.find((each) => {
    const name = each.kind === "keyword_argument" ? field(each, "name") : undefined;
    return name !== undefined && textOf(source, name) === "mode";
  });
  const mode = named === undefined ? given[1] : field(named, "value");
  const isPlain = mode?.kind === "string" && [...descendants(mode)].every(({ kind }) => kind !== "interpolation");
  return isPlain && /^(["'])[a-z+]*b[a-z+]*\1$/u.test(textOf(source, mode));
}

function areAll(context: RuleContext, name: SyntaxNode, is: (value: SyntaxNode) => boolean): boolean {
  const binding = isLocal(context, name) ? context.scopes.bindingOf(name) : undefined;
  const values = binding === undefined || binding.kind === "parameter" ? [] : boundValues(binding);
  return values.length > 0 && values.every((bound) => bound.kind === "assigned" && is(bound.value));
}
