import { inOrder, type TextEdit } from "../source/edit.ts";
import { listFunctions, type FunctionSource, type Parameter } from "../source/functions.ts";
import { ancestors, field, namedChildren, ownDescendants, textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { SourceFile } from "../source/source-file.ts";
import { firstTarget } from "./first-target.ts";
import type { MeasuredTypes, SeenTypes, Signature } from "./signature-record.ts";
import type { TypeText } from "./type-text.ts";

/** Where it may hold anything. */
export const ANY = "Any";

/** One annotation that could be added: of a parameter, of what a function returns, of an attribute, of a variable. */
export interface Annotation {
  readonly kind: "parameter" | "return" | "attribute" | "global" | "local" | "ignored";
  /** The function that it stands in; the module's is `<module>`. `ignored`: mypy is told to leave that line alone. */
  readonly owner: FunctionSource;
  /** The parameter's, attribute's or global's name; the function's for what it returns. */
  readonly name: string;
  readonly type: string;
  /** Where it is inserted; what stands up to `end` goes. */
  readonly at: number;
  readonly end?: number;
  readonly opening: string;
  /** What follows it. */
  readonly closing?: string;
}

/** Decorators that leave a function's signature to mean what it says. */
const HARMLESS =
  /^(?:staticmethod|classmethod|property|\w+\.(?:setter|getter|deleter)|abstractmethod|abc\.abstractmethod)$/u;

/** The annotations that what was measured gives for a file; what its author annotated stays as it is. */
export function annotationsFor(
  source: SourceFile,
  measured: MeasuredTypes,
  { module, textOfType }: { readonly module: string; readonly textOfType: TypeText },
): readonly Annotation[] {
  const functions = listFunctions(source);
  const bySite = new Map(measured.signatures.map((seen) => [`${seen.firstLine} ${seen.name}`, seen]));
  const found = functions.flatMap((owner) => {
    const seen = bySite.get(`${owner.firstLine} ${owner.name}`);
    const isDefinition = owner.node.kind === "function_definition";
    if (seen === undefined || !isDefinition || !isPlainlyDecorated(source, owner)) return [];
    return [
      ...ofParameters(source, owner, seen, textOfType),
      ...ofReturn(owner, seen, textOfType),
      ...ofVariables(source, owner, seen),
    ];
  });
  const held = [
    ...ofAttributes(source, functions, measured, { module, textOfType }),
    ...ofGlobals(source, functions, measured.modules.get(module) ?? {}, textOfType),
  ];
  return [...found, ...held];
}

/** The edits that write these annotations. */
export function annotationEdits(annotations: readonly Annotation[]): readonly TextEdit[] {
  return inOrder(
    annotations.map(({ at, end = at, opening, type, closing = "" }) => {
      return { start: at, end, text: `${opening}${type === "" ? "" : spelt(type)}${closing}` };
    }),
  );
}

/** In quotes where Python would have to know a name or an operator that it may not have yet when the file is loaded. */
function spelt(type: string): string {
  return /^(?:int|float|str|bytes|bool|complex|Any|ClassVar\[Any\]|list|dict|set|frozenset|tuple|None)$/u.test(type)
    ? type
    : `"${type}"`;
}

function isPlainlyDecorated(source: SourceFile, { decorators }: FunctionSource): boolean {
  return decorators.every((decorator) => HARMLESS.test(textOf(source, decorator)));
}

function ofParameters(source: SourceFile, owner: FunctionSource, seen: Signature, type: TypeText): Annotation[] {
  const [first] = owner.parameters;
  const isStatic = owner.decorators.some((decorator) => textOf(source, decorator) === "staticmethod");
  const self = owner.enclosingClass !== undefined && !isStatic ? first : undefined;
  return owner.parameters.flatMap((parameter): Annotation[] => {
    const isSplat = parameter.kind === "var-positional" || parameter.kind === "var-keyword";
    if (parameter === self || isSplat || parameter.annotation !== undefined) return [];
    const written = type(seen.given[parameter.name] ?? {});
    // A parameter that nothing but None came to says nothing of what it is for.
    if (written === undefined || written === "None") return [];
    const isOptional = parameter.default?.kind === "none" && !written.endsWith("| None");
    const whole = isOptional ? `${written} | None` : written;
    return [
      { kind: "parameter", owner, name: parameter.name, type: whole, opening: ": ", ...placeFor(source, parameter) },
    ];
  });
}

/** With an annotation there are spaces around the default's `=`. */
function placeFor(source: SourceFile, { node, default: value }: Parameter): Pick<Annotation, "at" | "end" | "closing"> {
  const isEqualsAlone = value !== undefined && source.text.slice(node.end, value.start) === "=";
  return isEqualsAlone ? { at: node.end, end: value.start, closing: " = " } : { at: node.end };
}

function ofReturn(owner: FunctionSource, seen: Signature, type: TypeText): Annotation[] {
  const list = field(owner.node, "parameters");
  if (list === undefined || field(owner.node, "return_type") !== undefined) return [];
  if (owner.isGenerator || owner.isAsync) return [];
  const written = type(seen.returned);
  if (written === undefined) return [];
  return [{ kind: "return", owner, name: owner.name, type: written, at: list.end, opening: " -> " }];
}

/**
 * `total = 0`, and a float in the end: mypy would believe in an int for as long as something unknown is added. And a power of floats, of
 * which mypy knows nothing (it may be complex), was a float each time.
 */
function ofVariables(source: SourceFile, owner: FunctionSource, { held }: Signature): Annotation[] {
  return Object.entries(held).flatMap(([name, seen]): Annotation[] => {
    const at = firstTarget(source, owner, name);
    const value = at?.parent && field(at.parent, "right");
    if (at === undefined || value === undefined) return [];
    const kinds = Object.keys(seen);
    const isOnly = (kind: string): boolean => kinds.length === 1 && kinds[0] === kind;
    const isOther = (value.kind === "integer" && !isOnly("int")) || (value.kind === "float" && !isOnly("float"));
    const isPower = isOnly("float") && [...ownDescendants(value)].some(({ kind }) => kind === "**");
    if (!isOther && !isPower) return [];
    return [{ kind: "local", owner, name, type: isOther ? ANY : "float", at: at.end, opening: ": " }];
  });
}

/** Attributes that their class's `__init__` first sets to None or to something empty: alone that says nothing of what they will hold. */
function ofAttributes(
  source: SourceFile,
  functions: readonly FunctionSource[],
  measured: MeasuredTypes,
  { module, textOfType }: { readonly module: string; readonly textOfType: TypeText },
): Annotation[] {
  return functions.flatMap((owner) => {
    const [self] = owner.parameters;
    if (owner.name !== "__init__" || owner.enclosingClass === undefined || self === undefined) return [];
    const held = heldBy(`${module}.${owner.enclosingClass}`, measured);
    const done = new Set<string>();
    return [...ownDescendants(owner.body)].flatMap((node): Annotation[] => {
      const target = plainTarget(node);
      if (target === undefined || !saysLittle(source, node)) return [];
      const [object, name] = textOf(source, target).split(".");
      if (target.kind !== "attribute" || object !== self.name || name === undefined || done.has(name)) return [];
      const written = textOfType(held[name] ?? {});
      if (written === undefined || written === "None") return [];
      done.add(name);
      return [{ kind: "attribute", owner, name, type: withNone(written, node), at: target.end, opening: ": " }];
    });
  });
}

/** What instances of the class and of those derived from it held. */
function heldBy(name: string, { classes }: MeasuredTypes): Record<string, SeenTypes> {
  const all: Record<string, SeenTypes> = {};
  for (const { bases, attributes } of classes.values()) {
    if (!bases.includes(name)) continue;
    for (const [attribute, seen] of Object.entries(attributes)) all[attribute] = { ...all[attribute], ...seen };
  }
  return all;
}

function ofGlobals(
  source: SourceFile,
  functions: readonly FunctionSource[],
  held: Readonly<Record<string, SeenTypes>>,
  textOfType: TypeText,
): Annotation[] {
  const [owner] = functions;
  if (owner === undefined) return [];
  const done = new Set<string>();
  return namedChildren(source.root).flatMap((statement): Annotation[] => {
    const [node] = namedChildren(statement);
    const target = statement.kind === "expression_statement" && node ? plainTarget(node) : undefined;
    if (node === undefined || target?.kind !== "identifier" || !saysLittle(source, node)) return [];
    const name = textOf(source, target);
    const written = textOfType(held[name] ?? {});
    if (done.has(name) || written === undefined || written === "None") return [];
    done.add(name);
    return [{ kind: "global", owner, name, type: withNone(written, node), at: target.end, opening: ": " }];
  });
}

/** The one target of an assignment without an annotation of its own; undefined for any other node. */
function plainTarget(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind !== "assignment" || field(node, "type") !== undefined) return undefined;
  const isChained = field(node, "right")?.kind === "assignment" || [...ancestors(node)][0]?.kind === "assignment";
  const target = field(node, "left");
  return isChained || !["attribute", "identifier"].includes(target?.kind ?? "") ? undefined : target;
}

function saysLittle(source: SourceFile, assignment: SyntaxNode): boolean {
  const value = field(assignment, "right");
  return (
    value !== undefined &&
    /^(?:None|\[\s*\]|\{\s*\}|(?:list|dict|set)\(\s*\)|\[\s*None\s*\]\s*\*.*)$/u.test(textOf(source, value))
  );
}

function withNone(written: string, assignment: SyntaxNode): string {
  const isNone = field(assignment, "right")?.kind === "none";
  return isNone && !written.endsWith("| None") ? `${written} | None` : written;
}
