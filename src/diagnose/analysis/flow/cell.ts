import type { SyntaxNode } from "../../../source/node.ts";
import { ancestors, field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { Binding } from "../../../source/scopes.ts";
import { attributesNamed } from "../attributes.ts";
import { decoratorsOf, definitionOf } from "../callee.ts";
import type { Code } from "../code.ts";

/** Where a list can be held: in a name, or in an attribute of the objects of a class. */
export type Cell =
  | { readonly kind: "name"; readonly binding: Binding }
  | { readonly kind: "attribute"; readonly name: string; readonly home: SyntaxNode | undefined };

/** The cell that an expression reads or fills; undefined for anything but a name or one attribute of a name. */
export function cellAt(code: Code, expression: SyntaxNode): Cell | undefined {
  const node = withoutParentheses(expression);
  if (node.kind === "identifier") {
    const binding = code.scopes.bindingOf(node);
    const isVariable = binding !== undefined && ["local", "parameter", "global"].includes(binding.kind);
    return isVariable ? { kind: "name", binding } : undefined;
  }
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  if (node.kind !== "attribute" || object?.kind !== "identifier" || name === undefined) return undefined;
  const binding = code.scopes.bindingOf(object);
  if (binding === undefined || binding.kind === "import" || binding.kind === "class") return undefined;
  return { kind: "attribute", name: textOf(code.source, name), home: classOfSelf(code, object) };
}

/** Do both name the same place, as far as the text tells? */
export function isSameCell(a: Cell, b: Cell): boolean {
  if (a.kind === "name") return b.kind === "name" && a.binding === b.binding;
  return b.kind === "attribute" && a.name === b.name;
}

/** Every node of the file that reads or fills the cell. Attributes of the same name count, unless another class's `self` has them. */
export function nodesOf(code: Code, cell: Cell): readonly SyntaxNode[] {
  if (cell.kind === "name") return [...new Set(cell.binding.references.map(({ node }) => node))];
  return attributesNamed(code, cell.name).filter((node) => {
    const object = field(node, "object");
    const owner = object?.kind === "identifier" ? classOfSelf(code, object) : undefined;
    return owner === undefined || cell.home === undefined || areRelated(code, owner, cell.home);
  });
}

/** The class whose method has this name as its first parameter: the `self` of which class is it? A static method has none. */
export function classOfSelf(code: Code, name: SyntaxNode): SyntaxNode | undefined {
  const binding = code.scopes.bindingOf(name);
  const method = binding?.scope.node;
  if (binding?.kind !== "parameter" || method?.kind !== "function_definition") return undefined;
  const isStatic = decoratorsOf(method).some((decorator) => textOf(code.source, decorator) === "staticmethod");
  return isFirstOf(code, method, binding) && !isStatic ? classAround(method) : undefined;
}

function isFirstOf(code: Code, method: SyntaxNode, binding: Binding): boolean {
  const list = field(method, "parameters");
  const first = list === undefined ? undefined : namedChildren(list)[0];
  return first?.kind === "identifier" && code.scopes.bindingOf(first) === binding;
}

/** The class whose body holds the `def`, decorated or not. */
export function classAround(method: SyntaxNode): SyntaxNode | undefined {
  const statement = method.parent?.kind === "decorated_definition" ? method.parent : method;
  const around = statement.parent?.parent;
  return around?.kind === "class_definition" ? around : undefined;
}

function areRelated(code: Code, a: SyntaxNode, b: SyntaxNode): boolean {
  if (a === b) return true;
  const [above, below] = [basesOf(code, a), basesOf(code, b)];
  return (
    above === undefined ||
    below === undefined ||
    above.has(b) ||
    below.has(a) ||
    [...above].some((base) => below.has(base))
  );
}

/** The classes of this file above a class; undefined where one comes from elsewhere. */
function basesOf(code: Code, owner: SyntaxNode): ReadonlySet<SyntaxNode> | undefined {
  const found = new Set<SyntaxNode>();
  const open = [owner];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const list = field(at, "superclasses");
    for (const base of list === undefined ? [] : namedChildren(list)) {
      const binding = base.kind === "identifier" ? code.scopes.bindingOf(base) : undefined;
      if (binding?.kind === "builtin") continue;
      const definition = binding === undefined ? undefined : definitionOf(binding);
      if (definition?.kind !== "class_definition") return undefined;
      if (!found.has(definition)) open.push(definition);
      found.add(definition);
    }
  }
  return found;
}

/** The `def` in whose own code the node stands; undefined for the module's. */
export function functionAroundNode(node: SyntaxNode): SyntaxNode | undefined {
  let child = node;
  for (const at of ancestors(node)) {
    if ((at.kind === "function_definition" || at.kind === "lambda") && child.field === "body") return at;
    child = at;
  }
  return undefined;
}
