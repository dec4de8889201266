import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { readParameters } from "../../../source/parameters.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { Code } from "../code.ts";
import { valueOfDefault } from "./evaluate-call.ts";
import { evaluate } from "./evaluate.ts";
import { Frame, type AskedOfObject, type Outside } from "./frame.ts";
import { isContainerMade, isLeftAlone, lastingValueOf, moduleValue } from "./module-names.ts";
import { run } from "./statements.ts";
import { ANYTHING, CONSTANT, containerOf, type Value } from "./value.ts";

/** Does a function do nothing but work out its result from its arguments? */
export type Purity =
  | { readonly kind: "pure"; readonly result: Value }
  /** `about` is the first piece of code that may do, or depend on, something else. */
  | { readonly kind: "unknown"; readonly about: SyntaxNode };

/** Arguments that nothing can change. */
export const CONSTANTS: Value = CONSTANT;
/** Arguments that somebody else has: containers of what nothing can change. */
export const READ: Value = { level: 1, isOwn: false };

/** What may be anything, however far one looks into it, and belongs to somebody else. */
export const UNKNOWN: Value = { level: ANYTHING, isOwn: false };

/** After so many looks at its statements a function's values are not to be told. */
const ROUNDS = 12;
/** How far calls are followed. */
const DEPTH = 6;

const known = new WeakMap<SourceFile, Map<string, Purity>>();

/**
 * Proves a `def` of the module pure for such arguments: it uses nothing but them, constants of its module, functions of
 * which the same is known, and what it makes itself; and it changes nothing but the latter.
 */
export function purityOf(context: Code, definition: SyntaxNode, given: Value): Purity {
  return prove(context, definition, given, []);
}

/** The same of a `def` in another function, of whose variables it finds `captured`. */
export function purityOfInner(context: Code, definition: SyntaxNode, captured: Captured): Purity {
  return look(context, definition, CONSTANT, [], { captured });
}

/** The same of a method, which may ask nothing of its object but itself: `self.climb(n - 1)`. */
export function purityOfMethod(context: Code, definition: SyntaxNode): Purity {
  const [first] = readParameters(context.source, field(definition, "parameters"));
  const self = first === undefined ? undefined : context.scopes.bindingOf(first.node);
  if (self === undefined) return { kind: "unknown", about: definition };
  return look(context, definition, CONSTANT, [], { captured: new Map(), self });
}

/** The attributes of its object that a method reads (and whether it asks other methods), which works out its result from them and from its arguments alone, if they are constants. */
export function purityOfReader(
  context: Code,
  definition: SyntaxNode,
): { readonly result: Value; readonly reads: readonly string[]; readonly isAsking: boolean } | undefined {
  const self = objectOf(context, definition);
  if (self === undefined) return undefined;
  const asks = askingNothing();
  const purity = look(context, definition, CONSTANT, [], { self, asks });
  if (purity.kind !== "pure") return undefined;
  const { attributes, methods } = asks;
  return { result: purity.result, reads: [...attributes].toSorted(), isAsking: methods.size > 0 };
}

const askingNothing = (): AskedOfObject => ({ attributes: new Set(), methods: new Set() });

/** The name of a method's object; undefined where it may come to mean another one, which has other attributes. */
function objectOf(context: Code, definition: SyntaxNode): Binding | undefined {
  const [first] = readParameters(context.source, field(definition, "parameters"));
  const self = first === undefined ? undefined : context.scopes.bindingOf(first.node);
  return self?.references.filter(({ access }) => access !== "read").length === 1 ? self : undefined;
}

/** What a function that calls itself hands on unchanged: parameters, the arguments that are these, and a method's object. */
export interface HandedOn {
  readonly steady: ReadonlySet<Binding>;
  readonly arguments: ReadonlySet<SyntaxNode>;
  readonly self: Binding | undefined;
}

/**
 * The attributes of its object that a function reads which calls itself, if it changes nothing, and what it gives is decided by its other
 * arguments for as long as what it hands on stays what it is. Undefined where that is not to be told.
 */
export function readsOfRecursion(
  context: Code,
  definition: SyntaxNode,
  handedOn: HandedOn,
): readonly string[] | undefined {
  const asks = askingNothing();
  const { self } = handedOn;
  const purity = look(context, definition, CONSTANT, [], { asks, handedOn, ...(self && { self }) });
  return purity.kind === "pure" ? [...asks.attributes].toSorted() : undefined;
}

/**
 * What an expression gives that works with these variables, each of which holds a constant or a container of constants; undefined where
 * it may do, or depend on, anything else.
 */
export function valueGiven(context: Code, expression: SyntaxNode, variables: readonly Given[]): Value | undefined {
  const frame = new Frame(context, expression, outsideOf(context, [expression]));
  const asks = askingNothing();
  for (const { binding, attribute } of variables) {
    if (attribute === undefined) frame.give(binding, READ);
    // Attributes of two objects are too many.
    else if (frame.self !== undefined && frame.self !== binding) return undefined;
    else Object.assign(frame, { self: binding, asks, held: READ });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const value = evaluate(frame, expression);
    if (frame.refused !== undefined) return undefined;
    if (!frame.settle()) return value;
  }
  return undefined;
}

/** A name, or an attribute of what it holds. */
interface Given {
  readonly binding: Binding;
  readonly attribute?: string;
}

/** What a function stands in. */
interface Surroundings {
  readonly captured?: Captured;
  readonly self?: Binding;
  readonly asks?: AskedOfObject;
  readonly handedOn?: HandedOn;
}

type Captured = ReadonlyMap<Binding, Value>;

function prove(context: Code, definition: SyntaxNode, given: Value, around: readonly SyntaxNode[]): Purity {
  const files = known.get(context.source) ?? new Map<string, Purity>();
  known.set(context.source, files);
  const key = `${definition.start} ${given.level}`;
  const before = files.get(key);
  if (before !== undefined) return before;
  const purity = look(context, definition, given, around);
  // What was refused only because it was being looked at further out may be pure by itself.
  if (purity.kind === "pure" || around.length === 0) files.set(key, purity);
  return purity;
}

function look(
  context: Code,
  definition: SyntaxNode,
  given: Value,
  around: readonly SyntaxNode[],
  { captured, self, asks, handedOn }: Surroundings = {},
): Purity {
  const body = field(definition, "body");
  const isAsync = definition.children.some(({ kind }) => kind === "async");
  if (body === undefined || isAsync || around.includes(definition) || around.length > DEPTH)
    return { kind: "unknown", about: definition };
  const frame = new Frame(context, definition, outsideOf(context, [...around, definition]));
  frame.self = self;
  frame.asks = asks;
  frame.isInner = captured !== undefined;
  for (const [binding, value] of captured ?? []) frame.give(binding, value);
  giveParameters(frame, given);
  if (handedOn !== undefined) handOn(frame, handedOn);
  for (let round = 0; round < ROUNDS; round += 1) {
    run(frame, body);
    if (frame.refused !== undefined) return { kind: "unknown", about: frame.refused };
    if (!frame.settle()) return { kind: "pure", result: frame.result };
  }
  return { kind: "unknown", about: definition };
}

/** What a frame asks of other functions and names, that is not being looked at already. */
function outsideOf(home: Code, around: readonly SyntaxNode[]): Outside {
  return {
    callOn: (called, given, asks) => {
      const self = objectOf(home, called);
      const purity = self && look(home, called, given, around, { self, asks });
      return purity?.kind === "pure" ? purity.result : undefined;
    },
    call: ({ code, node }, given) => {
      const purity = prove(code, node, given, around);
      return purity.kind === "pure" ? purity.result : undefined;
    },
    valueOf: ({ code, binding }) => moduleValue(code, binding) ?? workedOut(code, binding, around),
  };
}

/** What a name holds that the module works out once: `re.compile(…)` of parts, `frozenset(WORDS.split())`. */
function workedOut(code: Code, binding: Binding, around: readonly SyntaxNode[]): Value | undefined {
  const value = around.length > DEPTH ? undefined : lastingValueOf(code, binding);
  if (value === undefined || around.includes(value)) return undefined;
  const frame = new Frame(code, value, outsideOf(code, [...around, value]));
  const { level } = evaluate(frame, value);
  if (frame.refused !== undefined || level > 1) return undefined;
  if (level === 0) return CONSTANT;
  // Users of the module may fill a public table, out of the project's sight.
  const isPrivate = binding.name.startsWith("_");
  return isPrivate && isContainerMade(code, value) && isLeftAlone(code, binding) ? READ : undefined;
}

function handOn(frame: Frame, { steady, arguments: unchanged }: HandedOn): void {
  frame.held = UNKNOWN;
  frame.handedOn = unchanged;
  for (const binding of steady) frame.give(binding, UNKNOWN);
}

function giveParameters(frame: Frame, given: Value): void {
  for (const { node, kind, default: otherwise } of readParameters(
    frame.context.source,
    field(frame.definition, "parameters"),
  )) {
    const binding = frame.context.scopes.bindingOf(node);
    const isPacked = kind === "var-positional" && given.level > 0;
    if (binding === undefined) continue;
    frame.give(binding, kind === "var-keyword" || isPacked ? containerOf(given) : given);
    if (otherwise !== undefined) frame.give(binding, valueOfDefault(frame, otherwise, evaluate));
  }
}
