import { descendants, field, isDocstring, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { methodsNamed } from "./callee.ts";
import { isBuiltinAt } from "./code.ts";
import { isTarget } from "./use.ts";

/** Ways of its own that a class may have to make instances and to keep attributes. */
const SPECIAL =
  `__slots__ __getattr__ __getattribute__ __setattr__ __delattr__ __dict__ __getstate__ __setstate__ __reduce__
  __reduce_ex__ __copy__ __deepcopy__ __init_subclass__ __new__ __sizeof__ __dir__`.split(/\s+/u);

/** Of a module, undecorated, derived from nothing, with none of the `special` methods. */
export function isPlainClass(
  { source, scopes }: RuleContext,
  owner: SyntaxNode,
  special: readonly string[] = SPECIAL,
): boolean {
  const bases = field(owner, "superclasses");
  const isDerived = (bases === undefined ? [] : namedChildren(bases)).some(
    (base) => textOf(source, base) !== "object" || !isBuiltinAt({ source, scopes }, "object", base),
  );
  const bindings = scopes.scopeMadeBy(owner)?.bindings;
  const isSpecial = special.some((each) => bindings?.has(each) === true);
  return owner.kind === "class_definition" && owner.parent === source.root && !isDerived && !isSpecial;
}

/** The class's `__init__`, if it has one that is not decorated. */
export function initOf(context: RuleContext, owner: SyntaxNode): SyntaxNode | undefined {
  return methodsNamed(context, "__init__").find((method) => method.parent?.parent === owner);
}

/** The name of a method's first parameter. */
export function selfOf({ source }: RuleContext, method: SyntaxNode): string | undefined {
  const parameters = field(method, "parameters");
  const first = parameters === undefined ? undefined : namedChildren(parameters)[0];
  return first?.kind === "identifier" ? textOf(source, first) : undefined;
}

/** Attributes that each run of a body assigns: statements of its own block, no branches. */
export function attributesGiven(source: RuleContext["source"], body: SyntaxNode, self: string): readonly string[] {
  const found = new Set<string>();
  for (const inner of assignmentsOf(body)) {
    for (const node of descendants(inner)) {
      const attribute = node.kind === "attribute" && isTarget(node) ? ownAttribute(source, node, self) : undefined;
      if (attribute !== undefined) found.add(attribute);
    }
  }
  return [...found];
}

/** `x` of `self.x` */
function ownAttribute(source: RuleContext["source"], node: SyntaxNode, self: string): string | undefined {
  const [object, name] = [field(node, "object"), field(node, "attribute")];
  const isOwn = object !== undefined && name !== undefined && textOf(source, object) === self;
  return isOwn ? textOf(source, name) : undefined;
}

function assignmentsOf(body: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(body).flatMap((statement) => {
    const inner = statement.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;
    return inner?.kind === "assignment" ? [inner] : [];
  });
}

/** What may run code of the class's own while an instance is made, or when it goes. */
const LOUD = ["__new__", "__setattr__", "__getattribute__", "__getattr__", "__del__"];

/** Does making an instance do nothing but give it attributes, of values for which `isOwn` holds? */
export function onlyGives(context: RuleContext, owner: SyntaxNode, isOwn: (value: SyntaxNode) => boolean): boolean {
  const init = isPlainClass(context, owner, LOUD) ? initOf(context, owner) : undefined;
  const self = init === undefined ? undefined : selfOf(context, init);
  const body = init === undefined ? undefined : field(init, "body");
  const bindings = context.scopes.scopeMadeBy(owner)?.bindings;
  if (self === undefined || body === undefined) return false;
  return namedChildren(body).every((statement) => {
    if (isDocstring(statement)) return true;
    const inner = statement.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;
    const [target, value] = inner?.kind === "assignment" ? [field(inner, "left"), field(inner, "right")] : [];
    const given = target?.kind === "attribute" ? ownAttribute(context.source, target, self) : undefined;
    // A property or descriptor of that name would run code.
    return given !== undefined && value !== undefined && isOwn(value) && bindings?.has(given) !== true;
  });
}

/** What instances of a class are known by: methods, and attributes that are set in it on anything; not `__init__` and its kind. */
export function membersOf({ source, scopes }: RuleContext, owner: SyntaxNode): ReadonlySet<string> {
  const names = new Set(scopes.scopeMadeBy(owner)?.bindings.keys());
  for (const node of descendants(owner)) {
    const attribute = node.kind === "attribute" && isTarget(node) ? field(node, "attribute") : undefined;
    if (attribute !== undefined) names.add(textOf(source, attribute));
  }
  return new Set([...names].filter((name) => !name.startsWith("__") || !name.endsWith("__")));
}
