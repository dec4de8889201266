import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readParameters } from "../../../source/parameters.ts";
import { calledPath, decoratorsOf, importedPath } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";

const VERBS = "get|post|put|patch|delete|head|options";
/** `web.get("/items", item)`, `app.router.add_get("/items", item)`, `add_route("GET", "/items", item)` */
const AIOHTTP_ROUTE = new RegExp(`^aiohttp\\.web\\.(?:${VERBS})$`, "u");
const ADDS_ROUTE = new RegExp(`^add_(?:${VERBS}|route)$`, "u");
const FASTAPI_ROUTE = new RegExp(`^(?:${VERBS})$`, "u");

const AROUND = /\bmiddlewares?\b|\bon_response_prepare\b|\bApplication\((?!\s*\))/u;

/** Is a coroutine function's name handed to a router of aiohttp, which runs it in a task for each request? */
export function isRouted(code: Code, name: SyntaxNode): boolean {
  const call = name.parent?.kind === "argument_list" ? name.parent.parent : undefined;
  if (call?.kind !== "call" || argumentsOf(call).at(-1) !== name) return false;
  // What stands around a handler runs in the same task, and could tell.
  if (!/\baiohttp\b/u.test(code.source.text) || AROUND.test(code.source.text)) return false;
  return AIOHTTP_ROUTE.test(calledPath(code, call) ?? "") || ADDS_ROUTE.test(methodOf(code, call));
}

function methodOf(code: Code, call: SyntaxNode): string {
  const callee = field(call, "function");
  const name = callee && field(callee, "attribute");
  return name === undefined ? "" : textOf(code.source, name);
}

/**
 * The parameters of `@app.get("/items/{number}") async def item(number: int)`, which FastAPI runs in a task for each request and gives
 * plain values that it has looked at; undefined for every other function, and where the app has anything around its handlers.
 */
export function routeParameters(code: Code, definition: SyntaxNode): readonly string[] | undefined {
  const [decorator, ...others] = decoratorsOf(definition);
  if (decorator?.kind !== "call" || others.length > 0 || !isRouteOf(code, decorator)) return undefined;
  const parameters = field(definition, "parameters");
  const isPlain = parameters !== undefined && namedChildren(parameters).every((each) => isTyped(code, each));
  return isPlain ? readParameters(code.source, parameters).map(({ name }) => name) : undefined;
}

function isRouteOf(code: Code, decorator: SyntaxNode): boolean {
  const callee = field(decorator, "function");
  const [app, verb] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const isVerb = verb !== undefined && FASTAPI_ROUTE.test(textOf(code.source, verb));
  const isPath = argumentsOf(decorator).every(({ kind }) => kind === "string");
  return isVerb && isPath && app?.kind === "identifier" && isBareApp(code, app);
}

/** `app = FastAPI()`, which only routes, and is handed to its server. */
function isBareApp(code: Code, app: SyntaxNode): boolean {
  const references = code.scopes.bindingOf(app)?.references ?? [];
  const [written, ...others] = references.filter(({ access }) => access !== "read");
  const value = written?.node.parent?.kind === "assignment" ? field(written.node.parent, "right") : undefined;
  const isMade =
    calledPath(code, value) === "fastapi.FastAPI" && value !== undefined && argumentsOf(value).length === 0;
  return (
    isMade && others.length === 0 && references.every(({ node, access }) => access !== "read" || isServed(code, node))
  );
}

function isServed(code: Code, { parent }: SyntaxNode): boolean {
  if (parent?.kind === "attribute") {
    const verb = field(parent, "attribute");
    return (
      verb !== undefined && FASTAPI_ROUTE.test(textOf(code.source, verb)) && parent.parent?.parent?.kind === "decorator"
    );
  }
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return ["uvicorn.run", "uvicorn.Config"].includes(calledPath(code, call) ?? "");
}

/** `number: int`, and no default that would be asked for its value. */
function isTyped(code: Code, parameter: SyntaxNode): boolean {
  const type = parameter.kind === "typed_parameter" ? field(parameter, "type") : undefined;
  const [name] = type === undefined ? [] : namedChildren(type);
  return ["int", "str", "float", "bool"].includes(builtinNamed(code, name) ?? "");
}

/** Does the file start a server that runs a loop of its own? */
export function startsServer(code: Code, uses: readonly SyntaxNode[]): boolean {
  return uses.some((use) =>
    ["uvicorn.run", "uvicorn.Server", "aiohttp.web.run_app"].includes(importedPath(code, use) ?? ""),
  );
}
