import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, positionalArguments } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { isOnItsOwnLines } from "../text-concatenation/own-lines.ts";

/** `text = text.lstrip()`, `line, text = text.split("\n", 1)`, `line, sep, text = text.partition("\n")` */
export interface Parted {
  readonly method: "lstrip" | "split" | "partition";
  readonly statement: SyntaxNode;
  /** The names before the rest. */
  readonly names: readonly SyntaxNode[];
  /** The literal that is sought; absent where blanks are. */
  readonly separator?: SyntaxNode;
}

/** The call that gives a name, with the text whose method it is. */
interface Parting {
  readonly parted: Parted;
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
}

/** What a method of a text gives, with the name as the last of a statement on lines of its own. */
export function partedBy(target: SyntaxNode, context: RuleContext): Parting | undefined {
  const { names, call, statement } = assignedAt(target) ?? {};
  if (names === undefined || call === undefined || names.at(-1) !== target) return undefined;
  const asked = partsOf(call, names.length, context);
  if (asked === undefined || statement?.kind !== "expression_statement" || !isOnItsOwnLines(statement))
    return undefined;
  const { receiver, method, separator } = asked;
  const parted = { method, statement, names: names.slice(0, -1), ...(separator && { separator }) };
  return { parted, call, receiver };
}

/** The call whose value, or part of whose value, a name is given. */
function assignedAt(
  target: SyntaxNode,
):
  | { readonly names: readonly SyntaxNode[]; readonly call: SyntaxNode; readonly statement: SyntaxNode | undefined }
  | undefined {
  const list = target.parent?.kind === "pattern_list" ? target.parent : undefined;
  const left = list ?? target;
  const assignment = left.field === "left" && left.parent?.kind === "assignment" ? left.parent : undefined;
  const call = assignment === undefined ? undefined : field(assignment, "right");
  if (call?.kind !== "call") return undefined;
  return { names: list === undefined ? [target] : namedChildren(list), call, statement: assignment?.parent };
}

interface Asked extends Pick<Parted, "method" | "separator"> {
  readonly receiver: SyntaxNode;
}

function partsOf(call: SyntaxNode, names: number, context: RuleContext): Asked | undefined {
  const callee = field(call, "function");
  const receiver = callee === undefined ? undefined : field(callee, "object");
  const way = ways.find((each) => each.names === names && each.method === methodOf(callee, context));
  if (receiver === undefined || way === undefined) return undefined;
  const [separator, ...others] = positionalArguments(call) ?? [];
  if (separator === undefined)
    return way.isBlankToo && argumentsOf(call).length === 0 ? { receiver, method: way.method } : undefined;
  const more = others.map((each) => textOf(context.source, each)).join(",");
  return isWrittenOut(separator, context) && more === way.more
    ? { receiver, method: way.method, separator }
    : undefined;
}

function methodOf(callee: SyntaxNode | undefined, { source }: RuleContext): string | undefined {
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return name === undefined ? undefined : textOf(source, name);
}

/** Into how many names each gives its parts, and what stands behind the separator. */
const ways = [
  { method: "lstrip", names: 1, more: "", isBlankToo: true },
  { method: "split", names: 2, more: "1", isBlankToo: false },
  { method: "partition", names: 3, more: "", isBlankToo: false },
] as const;

/** A literal on one line, which is not empty. */
function isWrittenOut(node: SyntaxNode, { source }: RuleContext): boolean {
  const isPlain = node.kind === "string" && !node.children.some(({ kind }) => kind === "interpolation");
  return isPlain && node.startLine === node.endLine && /^[rRbB]*(?:"[^"]+"|'[^']+')$/u.test(textOf(source, node));
}
