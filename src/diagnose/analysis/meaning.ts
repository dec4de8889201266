import { importedBy } from "../../source/imported.ts";
import { field, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding, Reference } from "../../source/scopes.ts";
import type { Code } from "./code.ts";

/** A `def`, `class` or `lambda` with the file that it stands in. */
export interface Located {
  readonly code: Code;
  readonly node: SyntaxNode;
}

/** What a name stands for: a module of the project's, or (`node`) something that the project defines. */
interface Meaning {
  readonly code: Code;
  /** Undefined for the module itself. */
  readonly node: SyntaxNode | undefined;
}

/** As many modules as a name is handed on through (`from .rows import find` in `__init__.py`). */
const DEPTH = 6;

/**
 * What a name or a path (`find`, `rows.find`, `Row.make`) may stand for, through the imports of the project's files: every
 * `def` and `class` that it is ever bound to. Undefined where it may be anything else.
 */
export function definitionsMeant(code: Code, expression: SyntaxNode): readonly Located[] | undefined {
  const meanings = meaningsOf(code, expression, 0);
  if (meanings === undefined || meanings.length === 0) return undefined;
  const found = meanings.flatMap(({ code: home, node }) => (node === undefined ? [] : [{ code: home, node }]));
  return found.length === meanings.length ? found : undefined;
}

/** A name that a module binds, with the module's file. */
export interface LocatedBinding {
  readonly code: Code;
  readonly binding: Binding;
}

/** The name of another module that an imported name or a path (`LIMIT`, `rows.LIMIT`) is for; undefined where it may be anything else. */
export function bindingMeant(code: Code, expression: SyntaxNode, depth: number = 0): LocatedBinding | undefined {
  if (expression.kind === "identifier") {
    const binding = code.scopes.bindingOf(expression);
    return binding?.kind === "import" ? followImport(code, binding, depth) : undefined;
  }
  const [object, name] = [field(expression, "object"), field(expression, "attribute")];
  if (expression.kind !== "attribute" || object === undefined || name === undefined) return undefined;
  const [only, ...others] = meaningsOf(code, object, depth) ?? [];
  if (only === undefined || only.node !== undefined || others.length > 0) return undefined;
  return memberBinding(only.code, textOf(code.source, name), depth + 1);
}

function followImport(code: Code, binding: Binding, depth: number): LocatedBinding | undefined {
  const [only, ...others] = binding.references.filter(({ access }) => access !== "read");
  const imported = only === undefined || others.length > 0 ? undefined : importedBy(code.source, only.node);
  if (imported?.member === undefined) return undefined;
  const around = code.modules?.(code.source.path, imported.module);
  return around && memberBinding(around, imported.member, depth + 1);
}

function memberBinding(code: Code, name: string, depth: number): LocatedBinding | undefined {
  const binding = depth > DEPTH ? undefined : code.scopes.module.bindings.get(name);
  if (binding?.kind !== "import") return binding && { code, binding };
  return followImport(code, binding, depth);
}

function meaningsOf(code: Code, expression: SyntaxNode, depth: number): readonly Meaning[] | undefined {
  const node = withoutParentheses(expression);
  if (node.kind === "identifier") {
    const binding = code.scopes.bindingOf(node);
    return binding === undefined ? undefined : meaningsOfBinding(code, binding, depth);
  }
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  if (node.kind !== "attribute" || object === undefined || name === undefined) return undefined;
  const member = textOf(code.source, name);
  return joined(meaningsOf(code, object, depth)?.map((around) => membersOf(around, member, depth + 1)));
}

/** All of them, where all are known. */
function joined(parts: readonly (readonly Meaning[] | undefined)[] | undefined): readonly Meaning[] | undefined {
  const known = parts?.flatMap((part) => (part === undefined ? [] : [part]));
  return parts !== undefined && known?.length === parts.length ? known.flat() : undefined;
}

function membersOf({ code, node }: Meaning, name: string, depth: number): readonly Meaning[] | undefined {
  if (node === undefined) return membersOfModule(code, name, depth);
  if (node.kind !== "class_definition") return undefined;
  const binding = code.scopes.scopeMadeBy(node)?.bindings.get(name);
  return binding === undefined ? undefined : meaningsOfBinding(code, binding, depth);
}

function membersOfModule(code: Code, name: string, depth: number): readonly Meaning[] | undefined {
  if (depth > DEPTH) return undefined;
  const binding = code.scopes.module.bindings.get(name);
  if (binding !== undefined && binding.kind !== "global-unresolved") return meaningsOfBinding(code, binding, depth);
  const submodule = code.modules?.(code.source.path, `.${name}`);
  const isPackage = /[\\/]__init__\.py$/u.test(code.source.path);
  return isPackage && submodule !== undefined ? [{ code: submodule, node: undefined }] : undefined;
}

function meaningsOfBinding(code: Code, binding: Binding, depth: number): readonly Meaning[] | undefined {
  const writes = binding.references.filter(({ access }) => access !== "read");
  if (depth > DEPTH || binding.kind === "parameter" || writes.length === 0) return undefined;
  return joined(writes.map((write) => meaningsOfWrite(code, write, depth)));
}

function meaningsOfWrite(code: Code, { node, access }: Reference, depth: number): readonly Meaning[] | undefined {
  const { parent } = node;
  if (access !== "write" || parent === undefined) return undefined;
  const isDefinition = parent.kind === "function_definition" || parent.kind === "class_definition";
  if (isDefinition && node.field === "name") return [{ code, node: parent }];
  if (parent.kind === "assignment" && node.field === "left")
    return meaningsOfValue(code, field(parent, "right"), depth);
  const imported = importedBy(code.source, node);
  if (imported === undefined) return undefined;
  const module = code.modules?.(code.source.path, imported.module);
  if (imported.member === undefined) return module && [{ code: module, node: undefined }];
  return meaningsOfMember(code, imported.module, imported.member, depth);
}

/** `from rows import find`: what the module binds so, else the module of that name in the package. */
function meaningsOfMember(code: Code, module: string, member: string, depth: number): readonly Meaning[] | undefined {
  const around = code.modules?.(code.source.path, module);
  const bound = around && membersOfModule(around, member, depth + 1);
  if (bound !== undefined || around?.scopes.module.bindings.has(member) === true) return bound;
  const inner = code.modules?.(code.source.path, module.endsWith(".") ? `${module}${member}` : `${module}.${member}`);
  return inner && [{ code: inner, node: undefined }];
}

/** `find = _find`, `find = lambda …`; None cannot be called. */
function meaningsOfValue(code: Code, value: SyntaxNode | undefined, depth: number): readonly Meaning[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "none") return [];
  if (value.kind === "lambda") return [{ code, node: value }];
  return value.kind === "identifier" || value.kind === "attribute" ? meaningsOf(code, value, depth + 1) : undefined;
}
