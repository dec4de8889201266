import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { attributesNamed } from "./attributes.ts";
import { decoratorsOf, definesMethod, importedPaths } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { classOfSelf } from "./flow/cell.ts";
import { definitionsMeant, type Located } from "./meaning.ts";
import { isOwnObject } from "./plain-attribute.ts";
import { isTarget } from "./use.ts";
import { variableAt } from "./variable.ts";

/**
 * Does storing `self.text` once more do nothing but store: no property, no `__setattr__`, in the class, in those above it and, as far
 * as the project's text tells, in those below? Only the object whose method this is can be told.
 */
export function isPlainStore(context: RuleContext, target: SyntaxNode): boolean {
  const [object, name] = [field(target, "object"), field(target, "attribute")];
  if (object?.kind !== "identifier" || name === undefined) return false;
  const [variable, home] = [variableAt(context, object), classOfSelf(context, object)];
  if (variable === undefined || home === undefined || !isOwnObject(context, variable)) return false;
  const attribute = textOf(context.source, name);
  const isOfClass = decoratorsOf(variable.binding.scope.node).some(
    (each) => textOf(context.source, each) === "classmethod",
  );
  if (isOfClass || isWatched(context, attribute) || !isOrdinaryChain({ code: context, node: home }, attribute))
    return false;
  return !isWatchedElsewhere(context, home, attribute);
}

/** In this file: a method, property or descriptor of that name in whichever class, or a class that watches what is stored. */
function isWatched(code: Code, attribute: string): boolean {
  if (["__setattr__", "__new__", "__init_subclass__", "__class_getitem__"].some((name) => definesMethod(code, name)))
    return true;
  if (definesMethod(code, attribute) || attributesNamed(code, "__class__").some((node) => isTarget(node))) return true;
  return !code.scopes.all.every((scope) => scope.kind !== "class" || holdsConstants(scope.node, attribute, code));
}

/** Is the class's own value under that name, if any, a literal? */
function holdsConstants(owner: SyntaxNode, attribute: string, { scopes }: Code): boolean {
  const bindings = scopes.scopeMadeBy(owner)?.bindings;
  if (bindings?.has("__setattr__") === true) return false;
  const references = bindings?.get(attribute)?.references ?? [];
  return references.every(({ node, access }) => {
    const assignment = node.parent?.kind === "assignment" && node.field === "left" ? node.parent : undefined;
    const value = assignment && field(assignment, "right");
    return access === "read" || value?.kind === "string" || (assignment !== undefined && value === undefined);
  });
}

/** How many classes are looked at. */
const MOST = 8;

function isOrdinaryChain(home: Located, attribute: string): boolean {
  const open = [home];
  for (const at of open) {
    if (open.length > MOST || !isOrdinary(at) || !holdsConstants(at.node, attribute, at.code)) return false;
    if (definesMethod(at.code, attribute) || definesMethod(at.code, "__setattr__")) return false;
    const bases = basesOf(at);
    if (bases === undefined) return false;
    open.push(...bases);
  }
  return true;
}

function isOrdinary({ code, node }: Located): boolean {
  return decoratorsOf(node).every((each) =>
    /^(?:dataclasses\.)?dataclass(?:\((?!.*\bfrozen\b).*\))?$/su.test(textOf(code.source, each)),
  );
}

/** The classes of the project right above; undefined where one may do anything when something is stored. */
function basesOf({ code, node }: Located): readonly Located[] | undefined {
  const list = field(node, "superclasses");
  const found: Located[] = [];
  for (const base of list === undefined ? [] : namedChildren(list)) {
    if (isPlainBase(base, code)) continue;
    const meant = base.kind === "keyword_argument" ? undefined : definitionsMeant(code, base);
    if (meant === undefined || meant.some((each) => each.node.kind !== "class_definition")) return undefined;
    found.push(...meant);
  }
  return found;
}

/** The library's classes that store as all objects do, and keep nothing under a name that a program would take. */
const plain = new Set(
  `abc.ABC typing.Generic html.parser.HTMLParser HTMLParser.HTMLParser asyncio.Protocol unittest.TestCase ast.NodeVisitor
  ast.NodeTransformer json.JSONEncoder logging.Formatter logging.Filter cmd.Cmd`.split(/\s+/u),
);

function isPlainBase(base: SyntaxNode, code: Code): boolean {
  if (base.kind === "keyword_argument") return /^metaclass\s*=\s*(?:abc\.)?ABCMeta$/u.test(textOf(code.source, base));
  const builtin = builtinNamed(code, base);
  if (builtin !== undefined) return /^(?:object|dict|list|set)$|(?:Exception|Error)$/u.test(builtin);
  const paths = importedPaths(code, base.kind === "subscript" ? (field(base, "value") ?? base) : base);
  return paths !== undefined && paths.every((path) => plain.has(path));
}

/** Could a class in another file, derived from this one, watch what is stored? Asked last, since it reads the project's files. */
function isWatchedElsewhere({ source, elsewhere }: RuleContext, home: SyntaxNode, attribute: string): boolean {
  const name = field(home, "name");
  if (elsewhere === undefined || name === undefined) return false;
  const isThere = (word: string): boolean => elsewhere(word, "name", source.path) !== "none";
  if (!isThere(textOf(source, name))) return false;
  // `text = Unicode()` in a class below could be a library's descriptor.
  if (isThere("__setattr__") || elsewhere(attribute, "name", source.path) === "changed") return true;
  return isThere(attribute) && ["property", "__set__"].some((word) => isThere(word));
}
