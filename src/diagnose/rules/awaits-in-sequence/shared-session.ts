import { isSharedByTasks } from "../../../base/library-facts.ts";
import { ancestors, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { enteredAs } from "../../analysis/entered-as.ts";
import { resourceMade, type OwnResource } from "../blocking-in-sequence/own-resources.ts";
import { keywordsOf } from "../blocking-in-sequence/keywords.ts";

/** The sessions that are open around a node, by their names: those of which the makers say that all tasks of a loop may use them at a time. */
export function sharedSessions(code: Code, node: SyntaxNode): ReadonlyMap<string, OwnResource> {
  const found = new Map<string, OwnResource>();
  for (const around of ancestors(node)) {
    if (around.kind === "function_definition" || around.kind === "lambda") break;
    const opened = around.kind === "with_statement" ? openedBy(code, around) : undefined;
    if (opened !== undefined) found.set(opened.name, opened.session);
  }
  return found;
}

interface Opened {
  readonly name: string;
  readonly session: OwnResource;
}

/** `async with aiohttp.ClientSession() as session:`, and a name that is nothing else. */
function openedBy(code: Code, statement: SyntaxNode): Opened | undefined {
  const entered = enteredAs(statement);
  if (entered === undefined || !isSharedByTasks(calledPath(code, entered.creation) ?? "")) return undefined;
  const { creation, name } = entered;
  const session = isPlainlyMade(code, creation) ? resourceMade(code, creation) : undefined;
  const writes = code.scopes.bindingOf(name)?.references.filter(({ access }) => access !== "read") ?? [];
  return session !== undefined && writes.length === 1 ? { name: textOf(code.source, name), session } : undefined;
}

/** What else it is given could see the requests: middlewares, traces, a limit of one connection. */
function isPlainlyMade(code: Code, creation: SyntaxNode): boolean {
  const { positional, named } = keywordsOf(code, creation);
  return positional.length === 0 && [...named.keys()].every((name) => PLAIN.has(name));
}

const PLAIN: ReadonlySet<string> = new Set(["timeout", "headers", "base_url", "follow_redirects"]);
