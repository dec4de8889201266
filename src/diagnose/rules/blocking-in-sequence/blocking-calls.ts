import { field, ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf, importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";

/** Calls of libraries that wait for something outside of the process, by their full names. */
const BLOCKING: ReadonlySet<string> = new Set([
  "http.client.HTTPConnection",
  "http.client.HTTPSConnection",
  "os.popen",
  "os.system",
  "os.waitpid",
  "requests.delete",
  "requests.get",
  "requests.head",
  "requests.patch",
  "requests.post",
  "requests.put",
  "requests.request",
  "httpx.get",
  "httpx.post",
  "httpx.request",
  "socket.create_connection",
  "socket.getaddrinfo",
  "socket.gethostbyaddr",
  "socket.gethostbyname",
  "socket.getfqdn",
  "sqlite3.connect",
  "subprocess.call",
  "subprocess.check_call",
  "subprocess.check_output",
  "subprocess.getoutput",
  "subprocess.run",
  "time.sleep",
  "urllib.request.urlopen",
  "urllib.request.urlretrieve",
]);

/** A blocking call below a node. */
export interface BlockingCall {
  readonly call: SyntaxNode;
  /** `urllib.request.urlopen` */
  readonly path: string;
}

/** The blocking calls that stand below a node, or in the functions of this file that it calls directly. */
export function blockingCalls(code: Code, node: SyntaxNode): readonly BlockingCall[] {
  return [...callsBelow(node)].flatMap((call): readonly BlockingCall[] => {
    const own = blockingCall(code, call);
    if (own !== undefined) return [own];
    const body = bodyCalled(code, call);
    return body === undefined ? [] : [...callsBelow(body)].flatMap((inner) => blockingCall(code, inner) ?? []);
  });
}

function* callsBelow(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  for (const each of ownDescendants(node)) if (each.kind === "call") yield each;
}

function blockingCall(code: Code, call: SyntaxNode): BlockingCall | undefined {
  const callee = field(call, "function");
  const path = callee && importedPath(code, callee);
  return path !== undefined && BLOCKING.has(path) ? { call, path } : undefined;
}

function bodyCalled(code: Code, call: SyntaxNode): SyntaxNode | undefined {
  const definition = functionCalled(code, call);
  // A coroutine function's call runs nothing yet.
  const isAsync = definition?.children.some(({ kind }) => kind === "async") === true;
  return definition && !isAsync ? field(definition, "body") : undefined;
}

/** The `def` of this file that a call calls by its plain name, where that name means nothing else. */
export function functionCalled(code: Code, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const binding = callee?.kind === "identifier" ? code.scopes.bindingOf(callee) : undefined;
  const definition = binding && definitionOf(binding);
  return definition?.kind === "function_definition" ? definition : undefined;
}
