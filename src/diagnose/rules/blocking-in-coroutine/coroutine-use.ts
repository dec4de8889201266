import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf, climbParentheses } from "../../analysis/expression-context.ts";
import { isRouted } from "./routes.ts";

/** What becomes of a coroutine where its function is named. */
export type Use = "awaited" | "run" | "task" | "server" | "handler";

/** The use that a read of the function's name is; undefined for every other. */
export function coroutineUse(code: Code, name: SyntaxNode): Use | undefined {
  if (isRouted(code, name)) return "handler";
  if (name.parent?.kind === "argument_list") return isServed(code, name) ? "server" : undefined;
  const call = name.parent?.kind === "call" && name.field === "function" ? name.parent : undefined;
  return call === undefined ? undefined : useOfCall(code, call);
}

function useOfCall(code: Code, call: SyntaxNode): Use | undefined {
  const { node, parent } = climbParentheses(call);
  if (parent?.kind === "await") return "awaited";
  const outer = givenTo(code, node);
  // Uvloop's runs tasks in the same order, which nobody can tell in any case.
  if (outer === "asyncio.run" || outer === "uvloop.run") return "run";
  return outer === "asyncio.gather" || outer === "asyncio.create_task" ? "task" : gathered(code, node);
}

function isServed(code: Code, name: SyntaxNode): boolean {
  const call = name.parent?.parent;
  return givenTo(code, name) === "asyncio.start_server" && call !== undefined && argumentsOf(call)[0] === name;
}

/** The full name of the function that the node is an argument of. */
function givenTo(code: Code, { parent }: SyntaxNode): string | undefined {
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  return callee && importedPath(code, callee);
}

/** `gather(*[f(x) for x in xs])`, or the list by a name that is used for nothing else. */
function gathered(code: Code, call: SyntaxNode): Use | undefined {
  const all = call.parent;
  if (call.field !== "body" || all === undefined || !MAKES_ALL.has(all.kind)) return undefined;
  const isGathered = isSplat(code, all) || (all.kind === "list_comprehension" && isSplatByName(code, all));
  return isGathered ? "task" : undefined;
}

function isSplatByName(code: Code, all: SyntaxNode): boolean {
  const name = all.parent?.kind === "assignment" ? field(all.parent, "left") : undefined;
  const binding = name?.kind === "identifier" ? code.scopes.bindingOf(name) : undefined;
  const [first, second, ...others] = binding?.references ?? [];
  if (first?.access !== "write" || second?.access !== "read" || others.length > 0) return false;
  return isSplat(code, second.node);
}

const MAKES_ALL: ReadonlySet<string> = new Set(["list_comprehension", "generator_expression"]);

const isSplat = (code: Code, { parent }: SyntaxNode): boolean =>
  parent?.kind === "list_splat" && givenTo(code, parent) === "asyncio.gather";
