import type { SyntaxNode } from "./node.ts";

/**
 * What makes names of its own. `annotation` is PEP 695's: type parameters and the value of a `type` statement; it sees
 * the names of the class around it, which a function does not.
 */
export type ScopeKind = "module" | "class" | "function" | "lambda" | "comprehension" | "annotation";

/** A region of the source with its own names. */
export interface Scope {
  readonly kind: ScopeKind;
  /** The module, class, function, lambda, comprehension, type parameter list or `type` statement that makes it. */
  readonly node: SyntaxNode;
  readonly parent: Scope | undefined;
  /** The names bound here, by name. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /**
   * Something in it can read or bind names that the text does not show: `exec`, `eval`, `locals()`, `vars()`,
   * `globals()`, `import *`. Said of the scope where it stands, and of the module where it reaches the module's names.
   */
  readonly usesDynamicNames: boolean;
}

/**
 * How a name came to be. `local` is a variable of a function, class, lambda or comprehension, `global` one of the module;
 * `global-unresolved` is bound nowhere in this file and is no built-in (or a star import could hide the built-in).
 */
export type BindingKind =
  | "parameter"
  | "local"
  | "global"
  | "import"
  | "function"
  | "class"
  | "type-parameter"
  | "builtin"
  | "global-unresolved";

/** A name in the scope that owns it, with every place in the file that touches it. */
export interface Binding {
  /** As CPython stores it: `__x` in class `C` is `_C__x`. */
  readonly name: string;
  /** The one way it is bound; `local` or `global` where there are several, `parameter` wins over all. */
  readonly kind: BindingKind;
  /** The module's scope for built-ins and unresolved names, although they are not among its `bindings`. */
  readonly scope: Scope;
  /** In the order of the text. A `def`, `class`, `import`, parameter or capture is a `write` at its name. */
  readonly references: readonly Reference[];
}

/** One touch of a name. `x += 1` gives two: a read and a write at the same node. */
export interface Reference {
  readonly node: SyntaxNode;
  readonly access: Access;
}

export type Access = "read" | "write" | "delete";

/** A scope while it is being filled. */
export class OpenScope implements Scope {
  readonly kind: ScopeKind;
  readonly node: SyntaxNode;
  readonly parent: OpenScope | undefined;
  readonly bindings: Map<string, OpenBinding> = new Map();
  /** Names with a `global` statement here. */
  readonly globals: Set<string> = new Set();
  /** Names with a `nonlocal` statement here. */
  readonly nonlocals: Set<string> = new Set();
  /** The innermost class around, whose name mangles `__x`. */
  readonly className: string | undefined;
  usesDynamicNames = false;

  constructor(kind: ScopeKind, node: SyntaxNode, parent: OpenScope | undefined, className?: string) {
    this.kind = kind;
    this.node = node;
    this.parent = parent;
    this.className = className ?? parent?.className;
  }
}

/** A binding while references are still being found. */
export interface OpenBinding {
  readonly name: string;
  kind: BindingKind;
  readonly scope: OpenScope;
  readonly references: Reference[];
}

/** Where a name is touched, before it is known which binding it means. */
export interface Use {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly scope: OpenScope;
  /** `declare` for `x: int` without a value, `global x`, `nonlocal x`: names a binding but touches no value. */
  readonly access: Access | "declare";
  /** How it binds; undefined where it does not. */
  readonly binds: BindingKind | undefined;
}
