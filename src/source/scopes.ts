import { walkScopes } from "./bind.ts";
import { ancestors } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import { lookUp, resolveUses, type Resolution } from "./resolve.ts";
import type { Binding, OpenScope, Scope } from "./scope.ts";
import type { SourceFile } from "./source-file.ts";

export type { Binding, Reference, Scope } from "./scope.ts";

/** Which name means what, in one file. */
export class Scopes {
  /** The file's own scope. */
  readonly module: Scope;
  /** Every scope, in the order of the text. */
  readonly all: readonly Scope[];
  /** Built-ins and names that this file does not bind, by name. */
  readonly outside: ReadonlyMap<string, Binding>;
  readonly #resolution: Resolution;
  readonly #regions: ReadonlyMap<SyntaxNode, OpenScope>;
  readonly #made: ReadonlyMap<SyntaxNode, OpenScope>;

  constructor(root: SyntaxNode, text: string) {
    const walk = walkScopes(root, text);
    this.#resolution = resolveUses(walk);
    this.#regions = walk.regions;
    this.#made = new Map(walk.scopes.map((scope) => [scope.node, scope]));
    this.module = this.#resolution.module;
    this.outside = this.#resolution.outside;
    this.all = walk.scopes.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
  }

  /**
   * What an identifier means; undefined for an identifier that is no variable (an attribute's or a keyword
   * argument's name, a part of a module's name).
   */
  bindingOf(identifier: SyntaxNode): Binding | undefined {
    return this.#resolution.bindings.get(identifier);
  }

  /** The scope in which a node is evaluated: for a default, a decorator or a `def` itself, the one around the function. */
  scopeOf(node: SyntaxNode): Scope {
    return this.#openScopeOf(node);
  }

  /** The scope that a function, lambda, class, comprehension or module makes for its body. */
  scopeMadeBy(node: SyntaxNode): Scope | undefined {
    return this.#made.get(node);
  }

  /** What `name` would mean if it were written at `node`. */
  lookUp(name: string, node: SyntaxNode): Binding {
    return lookUp(name, this.#openScopeOf(node), this.#resolution);
  }

  #openScopeOf(node: SyntaxNode): OpenScope {
    const own = this.#regions.get(node);
    if (own !== undefined) return own;
    for (const at of ancestors(node)) {
      const scope = this.#regions.get(at);
      if (scope !== undefined) return scope;
    }
    return this.#resolution.module;
  }
}

const known = new WeakMap<SourceFile, Scopes>();

/** The scopes of a file; worked out once for each. */
export function scopesOf(source: SourceFile): Scopes {
  const made = known.get(source) ?? new Scopes(source.root, source.text);
  known.set(source, made);
  return made;
}
