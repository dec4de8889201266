import { field, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { enteredAs } from "../../analysis/entered-as.ts";

/** What a loop's body enters around its work: `async with session.get(url) as answer: page = await answer.text()`. */
export interface EnteredWork {
  readonly statement: SyntaxNode;
  /** `async with session.get(url) as answer:` */
  readonly header: string;
  /** `session.get(url)`, and the name by which the work knows it. */
  readonly opened: SyntaxNode;
  readonly name: SyntaxNode;
  /** The one statement in it. */
  readonly inner: SyntaxNode;
}

/** Reads a statement as such; undefined where it is anything else, or holds more than one line of work. */
export function enteredWork(code: Code, statement: SyntaxNode): EnteredWork | undefined {
  const [entered, inner] = [enteredAs(statement), onlyLine(statement)];
  const isAsync = statement.children.some(({ kind }) => kind === "async");
  if (entered === undefined || inner === undefined || !isAsync) return undefined;
  const header = code.source.text.slice(statement.start, inner.start).trimEnd();
  const { creation: opened, name } = entered;
  const references = code.scopes.bindingOf(name)?.references ?? [];
  const isOwn = references.every(({ node }) => isInside(node, statement));
  // A comment, or a header of several lines, would be lost.
  return isOwn && /^[^\n\r#]*:$/u.test(header) ? { statement, header, opened, name, inner } : undefined;
}

/** The one statement of a block, without a comment beside. */
function onlyLine(statement: SyntaxNode): SyntaxNode | undefined {
  const [inner, ...others] = field(statement, "body")?.children ?? [];
  return others.length === 0 ? inner : undefined;
}
