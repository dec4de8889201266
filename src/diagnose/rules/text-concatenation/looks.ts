import { ancestors, field, fields, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { interruptedBy } from "../../analysis/threads.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import type { TextGrowth } from "./text-growth.ts";

/** Methods that bytes and bytearrays answer with the same numbers, truths and text. */
const alike: ReadonlySet<string> = new Set(
  `count decode endswith find hex index isalnum isalpha isascii isdigit islower isspace istitle isupper rfind rindex startswith`.split(
    " ",
  ),
);

/** Does a bytearray answer as bytes would? It has their length, truth and numbers, and adds what they add. */
export function isAnsweredAlike(use: Use, context: RuleContext): boolean {
  if (use.kind === "augment") return true;
  if (use.kind === "look") return ["length", "truth", "membership"].includes(use.look);
  // A codec written in Python holds the bytes meanwhile: a bytearray could not grow beside it.
  if (use.kind === "method" && use.method === "decode")
    return use.node.kind !== "attribute" || interruptedBy(context) === undefined;
  if (use.kind === "method") return alike.has(use.method);
  if (use.kind === "item")
    return use.how === "read" && (isReadAlike(use.subscript, context) || isOnlyRead(use.subscript, context));
  // What reads all of it takes as long as copying it.
  if (use.kind === "escape") return calledWith(use.node, context) === "struct.unpack_from";
  return use.kind === "operand" && isComparedToBytes(use.operation, context);
}

/** `data[-1]` is a number; `data[-2:]` would be a bytearray, which is compared as bytes are. */
function isReadAlike(subscript: SyntaxNode, context: RuleContext): boolean {
  const index = field(subscript, "subscript");
  const inner = index?.kind === "unary_operator" ? field(index, "argument") : index;
  // No sum is a slice, and what is no slice gives a number.
  return (
    inner?.kind === "integer" ||
    inner?.kind === "binary_operator" ||
    (subscript.parent !== undefined && isComparedToBytes(subscript.parent, context))
  );
}

/** The library's functions that read a buffer of whichever kind at once, and give numbers or text of their own. */
const readers: ReadonlySet<string> = new Set(
  `int.from_bytes struct.unpack struct.unpack_from zlib.crc32 zlib.adler32 binascii.crc32 binascii.crc_hqx binascii.hexlify binascii.b2a_hex
  binascii.b2a_base64 base64.b64encode`.split(/\s+/u),
);

/** `struct.unpack(">H", data[:2])`, `int.from_bytes(data[:2], "big")` */
function isOnlyRead(node: SyntaxNode, context: RuleContext): boolean {
  return readers.has(calledWith(node, context) ?? "");
}

/** The path of the function that a node is handed to as an argument. */
function calledWith(node: SyntaxNode, context: RuleContext): string | undefined {
  const call = node.parent?.kind === "argument_list" ? node.parent.parent : undefined;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  if (callee === undefined) return undefined;
  const isOfInt = builtinNamed(context, field(callee, "object")) === "int";
  return isOfInt ? textOf(context.source, callee) : importedPath(context, callee);
}

/** `data == b"…"`; another object could compare itself in a way of its own. */
function isComparedToBytes(operation: SyntaxNode, { source }: RuleContext): boolean {
  if (operation.kind !== "comparison_operator") return false;
  const operands = namedChildren(operation).filter((child) => child.field !== "operators");
  const [operator, ...more] = operation.children.filter((child) => child.field === "operators");
  const isBytes = operands.some((node) => node.kind === "string" && /^[rR]?[bB]/u.test(textOf(source, node)));
  return more.length === 0 && isBytes && (operator?.kind === "==" || operator?.kind === "!=");
}

/** `data[1:4]`, read: making bytes of it takes about what it took to cut it out. */
export function isSlice(use: Use): boolean {
  if (use.kind !== "item" || use.how !== "read") return false;
  const [slice, ...others] = fields(use.subscript, "subscript");
  return slice?.kind === "slice" && others.length === 0;
}

/** What has to be made bytes again where it is read: of `data[1:4]` the slice, else the whole. */
export function readsAsBytes(uses: readonly Use[]): readonly SyntaxNode[] {
  const read = uses.map((use) => {
    return use.kind === "item" && isSlice(use) ? use.subscript : use.node;
  });
  // `data[len(data[1:]):]`
  const isNested = read.some((node) => read.some((other) => other !== node && isInside(other, node)));
  return isNested ? uses.map(({ node }) => node) : read;
}

const leaving = new Set(["return_statement", "raise_statement"]);
const branches = new Set(["if_statement", "elif_clause", "else_clause", "except_clause"]);

/** May bytes be made of it here? Where the function ends, or in a branch that does not grow it; `growths` are where it grows. */
export function isSeldom(use: Use, growths: readonly TextGrowth[], context: RuleContext): boolean {
  if (!isRead(use) || isNamedByFormat(use, context)) return false;
  let child = use.node;
  for (const at of ancestors(use.node)) {
    if (leaving.has(at.kind) || isBranchWithout(child, at, growths)) return true;
    if (repeated.has(at.kind)) return false;
    child = at;
  }
  return false;
}

/** `f"{self.out=}"` shows how it is written. */
export function isNamedByFormat({ node }: Use, { source }: RuleContext): boolean {
  return node.parent?.kind === "interpolation" && /^\s*=(?!=)/u.test(source.text.slice(node.end));
}

/** Is its value looked at, and not which object it is? */
function isRead(use: Use): boolean {
  if (use.kind === "item") return use.how === "read";
  return use.kind === "look" ? use.look !== "identity" : !writes.has(use.kind);
}

const writes: ReadonlySet<Use["kind"]> = new Set<Use["kind"]>(["rebind", "unbind", "capture", "assign"]);
const repeated = new Set(["function_definition", "for_statement", "while_statement"]);

function isBranchWithout(child: SyntaxNode, at: SyntaxNode, growths: readonly TextGrowth[]): boolean {
  const isBranch = branches.has(at.kind) && (child.kind === "block" || at.kind === "else_clause");
  return isBranch && !growths.some(({ statement }) => isInside(statement, child));
}
