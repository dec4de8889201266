import { field, isComprehension, isDocstring, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, importedPath } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { isPlainValue } from "../../analysis/plain-value.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { givenByLibrary } from "../../analysis/purity/known-functions.ts";
import { purityOf, UNKNOWN } from "../../analysis/purity/purity.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import type { Binding } from "../../../source/scopes.ts";
import { functionCalled } from "./blocking-calls.ts";
import type { Coroutine } from "./coroutine.ts";
import { keywordsOf } from "./keywords.ts";
import { definitionNamed, DISPLAYS, handedToThread, isCoroutine, isSpecial, namesIn } from "./independent-parts.ts";
import { partsOfCommand } from "./commands.ts";
import { onlyAsks, opensToRead, resourceMade, type OwnResource } from "./own-resources.ts";
import {
  ANSWERS,
  ATTRIBUTES,
  BRANCHING,
  FILLING,
  IDLE,
  LITERALS,
  METHODS,
  PAGES,
  AWAITED,
  PURE_BUILTINS,
  PURE_PATHS,
  READING,
  STREAM_METHODS,
  TRANSPARENT,
} from "./independent-words.ts";

/**
 * What keeps calls from being independent of each other: the text of the first thing in the expression that is not known to be
 * one of these: reading a page by GET (which HTTP calls safe: RFC 9110, 9.2.1), text and numbers, and built-in functions of them;
 * undefined where there is none. `given` are names that hold text or numbers, seen so while the program ran. Of an expression of a coroutine
 * function's it may await what `coroutine` allows.
 */
export function dependence(
  code: Code,
  node: SyntaxNode,
  given: ReadonlySet<string>,
  coroutine?: Coroutine,
): string | undefined {
  return new Independence(code, given, coroutine).of(node);
}

/** The same question of a coroutine function's body: it may also sleep, await what is like it, and use its own connection. */
export function dependenceOfCoroutine(code: Code, body: SyntaxNode, coroutine: Coroutine): string | undefined {
  return new Independence(code, coroutine.given, coroutine).block(body);
}

/** How far functions of the file are followed. */
const DEEPEST = 3;

class Independence {
  readonly #code: Code;
  readonly #given: Set<string>;
  readonly #coroutine: Coroutine | undefined;
  /** What was opened here, by the names that it has. */
  readonly #resources = new Map<string, OwnResource>();
  /** Variables that were seen to get a value here. */
  readonly #made = new Set<Binding>();
  /** Variables of comprehensions, whose names may mean something else outside. */
  readonly #walked = new Set<Binding>();
  #depth = 0;

  constructor(code: Code, given: ReadonlySet<string>, coroutine?: Coroutine) {
    this.#code = code;
    this.#given = new Set(given);
    this.#coroutine = coroutine;
    for (const [name, session] of coroutine?.sessions ?? []) if (!given.has(name)) this.#resources.set(name, session);
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
    if (isComprehension(node)) return this.#comprehension(node);
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
    const binding = this.#code.scopes.bindingOf(node);
    if (binding !== undefined && this.#walked.has(binding)) return undefined;
    return this.#given.has(name) || this.#isConstant(node) || this.#isPlain(node, binding)
      ? undefined
      : this.#told(node);
  }

  /** Text or a number whatever happens, and the same for as long as the function waits. */
  #isPlain(node: SyntaxNode, binding: Binding | undefined): boolean {
    const writes = binding?.references.filter(({ access }) => access !== "read") ?? [];
    const isSteady = binding?.kind !== "global" || writes.length === 1;
    return isSteady && isPlainValue(this.#code, node);
  }

  /** `[row.strip() for row in text.splitlines() if row]` */
  #comprehension(node: SyntaxNode): string | undefined {
    const [body, ...clauses] = namedChildren(node);
    for (const clause of clauses) {
      const [target, items] = [field(clause, "left"), field(clause, "right")];
      const isAsync = clause.children.some(({ kind }) => kind === "async");
      if (isAsync) return this.#told(clause);
      const because = this.#all(clause.kind === "if_clause" ? namedChildren(clause) : [items]);
      if (because !== undefined) return because;
      for (const name of target === undefined ? [] : namesIn(target)) {
        const binding = this.#code.scopes.bindingOf(name);
        if (binding?.scope.kind !== "comprehension") return this.#told(name);
        this.#walked.add(binding);
      }
    }
    return this.#all([body]);
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
    const path = importedPath(this.#code, callee) ?? "";
    if (PAGES.has(path)) return this.#timed(call, "timeout");
    if (ANSWERS.has(path)) return this.#timed(call, "text", "body", "status", "content_type");
    const command = partsOfCommand(this.#code, call);
    if (command !== undefined) return this.#all(command);
    if (opensToRead(this.#code, call)) return this.#all(argumentsOf(call).map((each) => field(each, "value") ?? each));
    const resource = resourceMade(this.#code, call);
    if (resource !== undefined) return this.#timed(call, ...resource.keywords);
    if (this.#resourceOf(callee) !== undefined) return this.#asked(call, callee);
    return this.#isHarmless(callee, path) ? this.#handed(call) : this.#other(call, callee);
  }

  /** `session.get(url, timeout=5)`, of what was opened here. */
  #asked(call: SyntaxNode, callee: SyntaxNode): string | undefined {
    const resource = this.#resourceOf(callee);
    const isAsking = resource !== undefined && onlyAsks(this.#code, resource, call);
    return isAsking ? this.#timed(call, "timeout") : this.#told(call);
  }

  #other(call: SyntaxNode, callee: SyntaxNode): string | undefined {
    if (callee.kind !== "attribute") return this.#function(call);
    const because = this.#isFilling(callee) ? undefined : this.#attribute(callee, METHODS);
    return because ?? this.#handed(call);
  }

  /** Does a call of it look at nothing but its arguments, or at the coroutine's own connection? */
  #isHarmless(callee: SyntaxNode, path: string): boolean {
    const isPure =
      PURE_PATHS.has(path) ||
      givenByLibrary(path) !== undefined ||
      PURE_BUILTINS.has(builtinNamed(this.#code, callee) ?? "");
    return isPure || this.#isStream(callee);
  }

  /** `rows.append`, of a list that was made in the same function. */
  #isFilling(callee: SyntaxNode): boolean {
    const [object, name] = [field(callee, "object"), field(callee, "attribute")];
    const binding = object?.kind === "identifier" ? this.#code.scopes.bindingOf(object) : undefined;
    if (name === undefined || binding?.kind !== "local" || !FILLING.has(textOf(this.#code.source, name))) return false;
    // A variable of the function around them all is shared by them.
    if (!this.#made.has(binding)) return false;
    const values = boundValues(binding);
    return values.length > 0 && values.every((each) => each.kind === "assigned" && DISPLAYS.has(each.value.kind));
  }

  /** What a call is given, by position or by name. */
  #handed(call: SyntaxNode): string | undefined {
    const { positional, named } = keywordsOf(this.#code, call);
    const isPlain = positional.every(({ kind }) => !kind.endsWith("splat"));
    return isPlain ? this.#all([...positional, ...named.values()]) : this.#told(call);
  }

  #plain(call: SyntaxNode): readonly SyntaxNode[] | undefined {
    const given = argumentsOf(call);
    const isPlain = given.every(({ kind }) => !kind.endsWith("splat") && kind !== "keyword_argument");
    return isPlain ? given : undefined;
  }

  /** Only what is asked for by its address, without data, but for arguments of these names. */
  #timed(call: SyntaxNode, ...allowed: readonly string[]): string | undefined {
    const { positional, named } = keywordsOf(this.#code, call);
    // `closing(connect(path))`
    const isKnown = [...named.keys()].every((name) => allowed.includes(name));
    const isMany = PAGES.has(calledPath(this.#code, call) ?? "") && positional.length > 1;
    return isKnown && !isMany ? this.#all([...positional, ...named.values()]) : this.#told(call);
  }

  /** `writer.write`, of a connection of its own. */
  #isStream(callee: SyntaxNode): boolean {
    const [object, name] = [field(callee, "object"), field(callee, "attribute")];
    if (object?.kind !== "identifier" || name === undefined) return false;
    const isOwn = this.#coroutine?.streams.has(textOf(this.#code.source, object)) === true;
    return isOwn && STREAM_METHODS.has(textOf(this.#code.source, name));
  }

  /** What was opened here that a method belongs to. */
  #resourceOf(callee: SyntaxNode): OwnResource | undefined {
    const object = field(callee, "object");
    return object?.kind === "identifier" ? this.#resources.get(textOf(this.#code.source, object)) : undefined;
  }

  #await(node: SyntaxNode): string | undefined {
    const [call] = namedChildren(node);
    const callee = call?.kind === "call" ? field(call, "function") : undefined;
    const isHere = this.#coroutine !== undefined && this.#depth === 0;
    return isHere && call !== undefined && callee !== undefined ? this.#awaited(call, callee) : this.#told(node);
  }

  #awaited(call: SyntaxNode, callee: SyntaxNode): string | undefined {
    if (this.#resourceOf(callee) !== undefined || resourceMade(this.#code, call) !== undefined) return this.of(call);
    if (this.#attribute(callee, READING) === undefined) return this.#handed(call);
    const plain = this.#plain(call);
    if (plain === undefined) return this.#told(call);
    if (this.#isStream(callee) || AWAITED.has(importedPath(this.#code, callee) ?? "")) return this.#all(plain);
    const handed = handedToThread(this.#code, callee, plain);
    if (handed !== undefined) return this.#thread(call, handed);
    const definition = functionCalled(this.#code, call);
    if (definition === undefined || !isCoroutine(definition)) return this.#told(call);
    const sessions = this.#sessionsAmong(plain);
    this.#coroutine?.awaits(definition, sessions);
    return this.#all(plain.filter((_, index) => !sessions.has(index)));
  }

  #sessionsAmong(given: readonly SyntaxNode[]): ReadonlyMap<number, OwnResource> {
    const names = given.map((each) => (each.kind === "identifier" ? textOf(this.#code.source, each) : ""));
    const shared = names.map((name) => (this.#given.has(name) ? undefined : this.#coroutine?.sessions?.get(name)));
    return new Map(shared.flatMap((session, index) => (session === undefined ? [] : [[index, session] as const])));
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
    const [definition, given] = [functionCalled(this.#code, call), this.#plain(call)];
    if (definition === undefined || given === undefined) return this.#told(call);
    const isPure = !isSpecial(definition) && purityOf(this.#code, definition, UNKNOWN).kind === "pure";
    return isPure ? this.#all(given) : this.#run(call, definition, given);
  }

  #run(call: SyntaxNode, definition: SyntaxNode | undefined, given: readonly SyntaxNode[]): string | undefined {
    if (definition === undefined || this.#depth >= DEEPEST || isSpecial(definition)) return this.#told(call);
    const [names, body] = [this.#parameters(definition), field(definition, "body")];
    if (names?.length !== given.length || body === undefined) return this.#told(call);
    const inner = new Independence(
      this.#code,
      new Set(names),
      this.#coroutine && { ...this.#coroutine, streams: new Set(), sessions: new Map() },
    );
    inner.#depth = this.#depth + 1;
    return this.#all(given) ?? inner.block(body);
  }

  /** The names of plain ones; undefined where there are others. */
  #parameters(definition: SyntaxNode): readonly string[] | undefined {
    const all = namedChildren(field(definition, "parameters") ?? definition);
    const names = all.map((each) => (each.kind === "typed_parameter" ? namedChildren(each)[0] : each));
    const isPlain = names.every((each) => each?.kind === "identifier");
    return isPlain ? names.map((each) => (each === undefined ? "" : textOf(this.#code.source, each))) : undefined;
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
    if (statement.kind === "raise_statement") return this.#raise(statement);
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

  /** `raise ValueError(f"no page at {url}")`: loud, and the same. */
  #raise(statement: SyntaxNode): string | undefined {
    const [error, ...others] = namedChildren(statement);
    if (error?.kind !== "call" || others.length > 0) return this.#told(statement);
    const isBuiltin = /(?:Error|Exception)$/u.test(builtinNamed(this.#code, field(error, "function")) ?? "");
    return isBuiltin ? this.#handed(error) : this.#told(statement);
  }

  /** A local name of the function's own: what it holds is what may be worked with. */
  #assign(target: SyntaxNode | undefined, value: SyntaxNode | undefined): string | undefined {
    const names = target === undefined ? [] : namesIn(target);
    if (names.length === 0 || value === undefined) return this.#told(target ?? value);
    const odd = names.find((name) => this.#code.scopes.bindingOf(name)?.scope.kind !== "function");
    const because = odd === undefined ? this.of(value) : this.#told(odd);
    if (because !== undefined) return because;
    const resource = resourceMade(this.#code, value) ?? this.#cursor(value);
    for (const name of names) {
      const text = textOf(this.#code.source, name);
      if (resource === undefined) this.#given.add(text);
      else this.#resources.set(text, resource);
      const binding = this.#code.scopes.bindingOf(name);
      if (binding !== undefined) this.#made.add(binding);
    }
    return undefined;
  }

  /** `rows = db.execute("SELECT …")` asks on for what belongs to the connection. */
  #cursor(value: SyntaxNode): OwnResource | undefined {
    const callee = value.kind === "call" ? field(value, "function") : undefined;
    const name = callee && field(callee, "attribute");
    const isCursor = name !== undefined && ["cursor", "execute"].includes(textOf(this.#code.source, name));
    return isCursor && callee !== undefined ? this.#resourceOf(callee) : undefined;
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
