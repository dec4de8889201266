import { ancestors, field, fields, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isNamedByFormat } from "./plan-attribute.ts";
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
  if (use.kind === "method") return alike.has(use.method);
  if (use.kind === "item") return use.how === "read" && isReadAlike(use.subscript, context);
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
