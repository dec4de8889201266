import { field, isDocstring, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf, definitionOf, importedPath } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { functionCalled } from "./blocking-calls.ts";

/**
 * What keeps calls from being independent of each other: the text of the first thing in the expression that is not known to be
 * one of these: reading a page by GET (which HTTP calls safe: RFC 9110, 9.2.1), text and numbers, and built-in functions of them;
 * undefined where there is none. `given` are names that hold text or numbers, seen so while the program ran.
 */
export function dependence(code: Code, node: SyntaxNode, given: ReadonlySet<string>): string | undefined {
  return new Independence(code, given).of(node);
}

/** What a coroutine may do beside. */
export interface Coroutine {
  /** Parameters that hold plain values. */
  readonly given: ReadonlySet<string>;
  /** Parameters that hold the two ends of a connection that is the coroutine's alone. */
  readonly streams: ReadonlySet<string>;
  /** Takes note of another coroutine function that is awaited. */
  readonly awaits: (definition: SyntaxNode) => void;
}

/** The same question of a coroutine function's body: it may also sleep, await what is like it, and use its own connection. */
export function dependenceOfCoroutine(code: Code, body: SyntaxNode, coroutine: Coroutine): string | undefined {
  return new Independence(code, coroutine.given, coroutine).block(body);
}

/** Functions that look at nothing but their arguments. */
const PURE_PATHS: ReadonlySet<string> = new Set(["json.loads", "json.load", "html.unescape", "urllib.parse.quote"]);
const PURE_BUILTINS: ReadonlySet<string> = new Set(
  "len int float str bool abs round sum min max sorted range divmod ord chr".split(" "),
);
/** Each call of these asks by GET, with a session of its own. */
const PAGES: ReadonlySet<string> = new Set(["urllib.request.urlopen", "requests.get", "httpx.get"]);
/** Of a response, bytes or text. */
const METHODS: ReadonlySet<string> = new Set(
  "read decode json raise_for_status getcode geturl strip rstrip lstrip split lower upper".split(" "),
);
const ATTRIBUTES: ReadonlySet<string> = new Set("status code url reason text content status_code ok".split(" "));
const LITERALS: ReadonlySet<string> = new Set(["integer", "float", "true", "false", "none"]);
/** Expressions that are what their parts are. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "parenthesized_expression",
  "tuple",
  "expression_list",
  "list",
  "dictionary",
  "pair",
  "slice",
  "concatenated_string",
  "boolean_operator",
  "not_operator",
  "unary_operator",
  "comparison_operator",
  "conditional_expression",
]);
/** Of the two ends of a connection, as asyncio hands them to whoever serves it. */
const STREAM_METHODS: ReadonlySet<string> = new Set(
  "read readline readexactly readuntil at_eof write writelines drain close wait_closed write_eof is_closing".split(" "),
);
const BRANCHING: ReadonlySet<string> = new Set(["if_statement", "elif_clause", "else_clause", "while_statement"]);
const IDLE: ReadonlySet<string> = new Set(["pass_statement", "break_statement", "continue_statement"]);

class Independence {
  readonly #code: Code;
  readonly #given: Set<string>;
  readonly #coroutine: Coroutine | undefined;
  #isInFunction = false;

  constructor(code: Code, given: ReadonlySet<string>, coroutine?: Coroutine) {
    this.#code = code;
    this.#given = new Set(given);
    this.#coroutine = coroutine;
  }

  of(node: SyntaxNode): string | undefined {
    if (LITERALS.has(node.kind)) return undefined;
    if (node.kind === "string") return this.#text(node);
    if (TRANSPARENT.has(node.kind)) return this.#all(namedChildren(node));
    if (node.kind === "identifier") return this.#name(node);
    if (node.kind === "binary_operator") return this.#all([field(node, "left"), field(node, "right")]);
    if (node.kind === "subscript") return this.#all(namedChildren(node));
    if (node.kind === "attribute") return this.#attribute(node, ATTRIBUTES);
    if (node.kind === "await") return this.#await(node);
    return node.kind === "call" ? this.#call(node) : this.#told(node);
  }

  #all(nodes: readonly (SyntaxNode | undefined)[]): string | undefined {
    for (const node of nodes) {
      const because = node === undefined ? undefined : this.of(node);
      if (because !== undefined) return because;
    }
    return undefined;
  }

  #text(node: SyntaxNode): string | undefined {
    const parts = node.children.filter(({ kind }) => kind === "interpolation");
    return this.#all(
      parts.flatMap((part) =>
        namedChildren(part).filter(({ kind }) => kind !== "format_specifier" && kind !== "type_conversion"),
      ),
    );
  }

  #name(node: SyntaxNode): string | undefined {
    const name = textOf(this.#code.source, node);
    return this.#given.has(name) || this.#isConstant(node) ? undefined : this.#told(node);
  }

  /** A name that is bound once, to a literal. */
  #isConstant(node: SyntaxNode): boolean {
    const writes = this.#code.scopes.bindingOf(node)?.references.filter(({ access }) => access !== "read") ?? [];
    const [only] = writes;
    const assignment = only?.node.parent;
    if (writes.length !== 1 || assignment?.kind !== "assignment" || only?.node.field !== "left") return false;
    const value = field(assignment, "right");
    return (
      value !== undefined && (LITERALS.has(value.kind) || (value.kind === "string" && this.#text(value) === undefined))
    );
  }

  #attribute(node: SyntaxNode, known: ReadonlySet<string>): string | undefined {
    const [object, name] = [field(node, "object"), field(node, "attribute")];
    const isKnown = object !== undefined && name !== undefined && known.has(textOf(this.#code.source, name));
    return isKnown ? this.of(object) : this.#told(node);
  }

  #call(call: SyntaxNode): string | undefined {
    const callee = field(call, "function");
    if (callee === undefined) return this.#told(call);
    if (PAGES.has(importedPath(this.#code, callee) ?? "")) return this.#page(call);
    if (this.#isHarmless(callee)) return this.#all(this.#plain(call) ?? [call]);
    if (callee.kind === "attribute") return this.#attribute(callee, METHODS) ?? this.#all(this.#plain(call) ?? [call]);
    return this.#function(call);
  }

  /** Does a call of it look at nothing but its arguments, or at the coroutine's own connection? */
  #isHarmless(callee: SyntaxNode): boolean {
    const path = importedPath(this.#code, callee) ?? "";
    const isNap = path === "time.sleep" && this.#coroutine !== undefined;
    const isPure = PURE_PATHS.has(path) || PURE_BUILTINS.has(builtinNamed(this.#code, callee) ?? "");
    return isNap || isPure || this.#isStream(callee);
  }

  #plain(call: SyntaxNode): readonly SyntaxNode[] | undefined {
    const given = argumentsOf(call);
    const isPlain = given.every(({ kind }) => !kind.endsWith("splat") && kind !== "keyword_argument");
    return isPlain ? given : undefined;
  }

  /** Only a page that is asked for by its address, without data. */
  #page(call: SyntaxNode): string | undefined {
    const [address, ...more] = argumentsOf(call);
    const isTimed = more.every((each) => {
      const [name, value] = [field(each, "name"), field(each, "value")];
      return (
        name !== undefined &&
        value !== undefined &&
        textOf(this.#code.source, name) === "timeout" &&
        this.of(value) === undefined
      );
    });
    return address !== undefined && isTimed ? this.of(address) : this.#told(call);
  }

  /** `writer.write`, of a connection of its own. */
  #isStream(callee: SyntaxNode): boolean {
    const [object, name] = [field(callee, "object"), field(callee, "attribute")];
    if (object?.kind !== "identifier" || name === undefined) return false;
    const isOwn = this.#coroutine?.streams.has(textOf(this.#code.source, object)) === true;
    return isOwn && STREAM_METHODS.has(textOf(this.#code.source, name));
  }

  #await(node: SyntaxNode): string | undefined {
    const [call] = namedChildren(node);
    const callee = call?.kind === "call" ? field(call, "function") : undefined;
    const isHere = this.#coroutine !== undefined && !this.#isInFunction;
    return isHere && call !== undefined && callee !== undefined ? this.#awaited(call, callee) : this.#told(node);
  }

  #awaited(call: SyntaxNode, callee: SyntaxNode): string | undefined {
    const plain = this.#plain(call);
    if (plain === undefined) return this.#told(call);
    if (this.#isStream(callee) || importedPath(this.#code, callee) === "asyncio.sleep") return this.#all(plain);
    const handed = handedToThread(this.#code, callee, plain);
    if (handed !== undefined) return this.#thread(call, handed);
    const definition = functionCalled(this.#code, call);
    if (definition === undefined || !isCoroutine(definition)) return this.#told(call);
    this.#coroutine?.awaits(definition);
    return this.#all(plain);
  }

  #thread(node: SyntaxNode, [work, ...given]: readonly SyntaxNode[]): string | undefined {
    if (work === undefined) return this.#told(node);
    if (importedPath(this.#code, work) === "time.sleep") return this.#all(given);
    const body = work.kind === "lambda" && field(work, "parameters") === undefined ? field(work, "body") : undefined;
    if (body !== undefined) return this.of(body);
    return this.#run(node, definitionNamed(this.#code, work), given);
  }

  /** A plain function of this file that takes the same and does nothing else. */
  #function(call: SyntaxNode): string | undefined {
    return this.#run(call, functionCalled(this.#code, call), this.#plain(call) ?? []);
  }

  #run(call: SyntaxNode, definition: SyntaxNode | undefined, given: readonly SyntaxNode[]): string | undefined {
    const [argument, ...more] = given;
    if (definition === undefined || this.#isInFunction || isSpecial(definition)) return this.#told(call);
    const [parameter, body] = [this.#onlyParameter(definition), field(definition, "body")];
    if (argument === undefined || more.length > 0 || parameter === undefined || body === undefined)
      return this.#told(call);
    const inner = new Independence(
      this.#code,
      new Set([parameter]),
      this.#coroutine && { ...this.#coroutine, streams: new Set() },
    );
    inner.#isInFunction = true;
    return this.of(argument) ?? inner.block(body);
  }

  #onlyParameter(definition: SyntaxNode): string | undefined {
    const parameters = field(definition, "parameters");
    const [parameter, ...others] = parameters === undefined ? [] : namedChildren(parameters);
    const isPlain = parameter?.kind === "identifier" && others.length === 0;
    return isPlain ? textOf(this.#code.source, parameter) : undefined;
  }

  block(block: SyntaxNode): string | undefined {
    for (const statement of namedChildren(block)) {
      const because = isDocstring(statement) ? undefined : this.#statement(statement);
      if (because !== undefined) return because;
    }
    return undefined;
  }

  #statement(statement: SyntaxNode): string | undefined {
    if (IDLE.has(statement.kind)) return undefined;
    if (statement.kind === "return_statement") return this.#all(namedChildren(statement));
    if (statement.kind === "with_statement") return this.#with(statement);
    if (statement.kind === "for_statement") return this.#for(statement);
    if (BRANCHING.has(statement.kind)) return this.#branches(statement);
    const [inner] = namedChildren(statement);
    if (statement.kind !== "expression_statement" || inner === undefined) return this.#told(statement);
    if (!inner.kind.endsWith("assignment")) return this.of(inner);
    return this.#assign(field(inner, "left"), field(inner, "right"));
  }

  /** `if` and `while`, with what belongs to them. */
  #branches(node: SyntaxNode): string | undefined {
    for (const each of namedChildren(node)) {
      const because =
        each.kind === "block" ? this.block(each) : BRANCHING.has(each.kind) ? this.#branches(each) : this.of(each);
      if (because !== undefined) return because;
    }
    return undefined;
  }

  #for(statement: SyntaxNode): string | undefined {
    const [target, items, body] = ["left", "right", "body"].map((name) => field(statement, name));
    const isPlain = namedChildren(statement).length === 3 && statement.children.every(({ kind }) => kind !== "async");
    if (!isPlain || body === undefined) return this.#told(statement);
    return this.#assign(target, items) ?? this.block(body);
  }

  /** A local name of the function's own: what it holds is what may be worked with. */
  #assign(target: SyntaxNode | undefined, value: SyntaxNode | undefined): string | undefined {
    if (target?.kind !== "identifier" || value === undefined) return this.#told(target ?? value);
    const kind = this.#code.scopes.bindingOf(target)?.scope.kind;
    const because = kind === "function" ? this.of(value) : this.#told(target);
    if (because === undefined) this.#given.add(textOf(this.#code.source, target));
    return because;
  }

  /** `with urlopen(…) as page:` */
  #with(statement: SyntaxNode): string | undefined {
    const [clause, body] = namedChildren(statement);
    const [item, ...others] = clause === undefined ? [] : namedChildren(clause);
    const pattern = item && field(item, "value");
    const [value, target] = pattern?.kind === "as_pattern" ? namedChildren(pattern) : [];
    const name = target && (namedChildren(target)[0] ?? target);
    if (others.length > 0 || value === undefined || body?.kind !== "block") return this.#told(statement);
    return this.#assign(name, value) ?? this.block(body);
  }

  #told(node: SyntaxNode | undefined): string {
    return node === undefined ? "it" : (textOf(this.#code.source, node).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60);
  }
}

/** What `asyncio.to_thread(work, …)` and `run_in_executor(None, work, …)` hand to a thread: the work and its arguments. */
function handedToThread(
  code: Code,
  callee: SyntaxNode,
  given: readonly SyntaxNode[],
): readonly SyntaxNode[] | undefined {
  if (importedPath(code, callee) === "asyncio.to_thread") return given;
  const [loop, method] = [field(callee, "object"), field(callee, "attribute")];
  const maker = loop?.kind === "call" ? field(loop, "function") : undefined;
  const isOwn = maker !== undefined && importedPath(code, maker) === "asyncio.get_running_loop";
  const isRun = isOwn && method !== undefined && textOf(code.source, method) === "run_in_executor";
  return isRun && given[0]?.kind === "none" ? given.slice(1) : undefined;
}

function definitionNamed(code: Code, name: SyntaxNode): SyntaxNode | undefined {
  const binding = name.kind === "identifier" ? code.scopes.bindingOf(name) : undefined;
  const definition = binding && definitionOf(binding);
  return definition?.kind === "function_definition" ? definition : undefined;
}

/** `async def` */
export function isCoroutine(definition: SyntaxNode): boolean {
  return definition.children.some(({ kind }) => kind === "async");
}

function isSpecial(definition: SyntaxNode): boolean {
  return isCoroutine(definition) || decoratorsOf(definition).length > 0 || definition.parent?.kind !== "module";
}

/** Is the name bound once, and by a `def`? */
export function isOneFunction(code: Code, callee: SyntaxNode): boolean {
  const binding = callee.kind === "identifier" ? code.scopes.bindingOf(callee) : undefined;
  return binding !== undefined && definitionOf(binding)?.kind === "function_definition";
}
