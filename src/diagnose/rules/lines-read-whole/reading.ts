import { field, isFirstClause, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { neighbours } from "../../analysis/block.ts";
import { argumentsOf, climbParentheses } from "../../analysis/expression-context.ts";
import { onlyUse } from "../../analysis/only-use.ts";
import type { RuleContext } from "../../rule.ts";
import { endsLines, openedFile, withOf, type OpenedFile } from "./opened.ts";

/** Into what a file is cut: `readlines()`, `split()`, `splitlines()`, `split("\n")`. */
export type Piece = "lines" | "words" | "line-texts" | "between-newlines";

/** A file that is read whole, cut into pieces and gone through. */
export interface Reading extends OpenedFile {
  /** The call that reads it. */
  readonly call: SyntaxNode;
  readonly pieces: Piece;
  /** The separator of `between-newlines`, as it is written. */
  readonly separator?: SyntaxNode;
  /** What is gone through: behind the `in` of a loop or comprehension. */
  readonly walked: SyntaxNode;
  /** Where what was read is kept first, and the statement that goes through it. */
  readonly kept?: { readonly statement: SyntaxNode; readonly user: SyntaxNode; readonly around?: SyntaxNode };
}

/** What becomes of `f.read()` or `f.readlines()`; undefined where it is not gone through once, from the beginning on. */
export function readingOf(context: RuleContext, call: SyntaxNode): Reading | undefined {
  const object = objectRead(context, call);
  const opened = object && openedFile(context, object.file);
  const course = opened && follow(context, call, object.course);
  if (opened === undefined || course?.walked === undefined || course.pieces === undefined) return undefined;
  const { pieces, walked } = course;
  if (!endsLines(context, opened, NEWLINES[pieces])) return undefined;
  return { ...opened, ...course, call, pieces, walked };
}

/** `f` of `f.read()`, `f.readlines()` */
function objectRead(
  { source }: RuleContext,
  call: SyntaxNode,
): { readonly file: SyntaxNode; readonly course: Course } | undefined {
  const callee = field(call, "function");
  const [file, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (file === undefined || name === undefined || argumentsOf(call).length > 0) return undefined;
  const method = textOf(source, name);
  if (method === "readlines") return { file, course: { pieces: "lines" } };
  return method === "read" ? { file, course: {} } : undefined;
}

/** What `newline=` may be, for lines of the file to be cut as the text would be. */
const NEWLINES: Readonly<Record<Piece, readonly string[]>> = {
  lines: ["None", '""', '"\\n"', '"\\r"', '"\\r\\n"'],
  words: ["None", '""', '"\\n"', '"\\r"', '"\\r\\n"'],
  "line-texts": ["None", '""', '"\\n"'],
  "between-newlines": ["None", '"\\n"'],
};

type Course = Partial<Pick<Reading, "pieces" | "separator" | "walked" | "kept">>;

function follow(context: RuleContext, expression: SyntaxNode, course: Course): Course | undefined {
  const { node, parent } = climbParentheses(expression);
  if (parent?.kind === "attribute" && course.pieces === undefined) {
    const cut = cutBy(context, parent);
    return cut && follow(context, cut.call, { ...course, ...cut.course });
  }
  if (isWalked(node)) return course.pieces && { ...course, walked: node };
  return course.kept === undefined ? followName(context, node, course) : undefined;
}

/** Does it stand behind the `in` of a loop, or of a comprehension's first `for`? */
function isWalked(node: SyntaxNode): boolean {
  const { parent } = node;
  if (node.field !== "right" || parent === undefined) return false;
  return parent.kind === "for_statement" || (parent.kind === "for_in_clause" && isFirstClause(parent));
}

/** `text = f.read()`, and the only use of `text` in the next statement. */
function followName(context: RuleContext, value: SyntaxNode, course: Course): Course | undefined {
  const use = onlyUse(context, value);
  if (use === undefined) return undefined;
  const { statement, read } = use;
  const around = withOf(statement);
  const user = neighbours(around ?? statement).after;
  if (user === undefined || !isUser(user, read)) return undefined;
  return follow(context, read, { ...course, kept: { statement, user, ...(around && { around }) } });
}

/** The loop over it, or a simple statement. */
function isUser(user: SyntaxNode, read: SyntaxNode): boolean {
  if (user.kind === "for_statement") {
    const walked = field(user, "right");
    return walked !== undefined && walked.start <= read.start && read.end <= walked.end;
  }
  const isSimple = user.kind === "expression_statement" || user.kind === "return_statement";
  return isSimple && user.start <= read.start && read.end <= user.end;
}

function cutBy(
  { source }: RuleContext,
  attribute: SyntaxNode,
): { readonly call: SyntaxNode; readonly course: Course } | undefined {
  const [name, call] = [field(attribute, "attribute"), attribute.parent];
  if (name === undefined || call?.kind !== "call" || attribute.field !== "function") return undefined;
  const [separator, ...others] = argumentsOf(call);
  const method = textOf(source, name);
  if (separator === undefined) {
    if (method === "split") return { call, course: { pieces: "words" } };
    return method === "splitlines" ? { call, course: { pieces: "line-texts" } } : undefined;
  }
  const isNewline = method === "split" && others.length === 0 && /^[bB]?(["'])\\n\1$/u.test(textOf(source, separator));
  return isNewline ? { call, course: { pieces: "between-newlines", separator } } : undefined;
}

/** Does the statement only put the comprehension, or what one call after the other makes of it, somewhere? */
export function isAtOnce(comprehension: SyntaxNode, user: SyntaxNode, isTaker: (call: SyntaxNode) => boolean): boolean {
  let node = comprehension;
  for (let at = node.parent; at !== undefined; node = at, at = at.parent) {
    if (at === user) return true;
    if (at.kind === "call" && !isTaker(at)) return false;
    if (at.kind === "argument_list" && namedChildren(at)[0] !== node) return false;
    if (!passing.has(at.kind)) return false;
  }
  return false;
}

const passing = new Set(["call", "argument_list", "parenthesized_expression", "assignment", "augmented_assignment"]);
