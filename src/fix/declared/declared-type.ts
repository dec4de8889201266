import type { Located } from "../../diagnose/analysis/meaning.ts";

/** A type as an annotation or a docstring words it: `list[str]` is `list` of `str`, a union is `|`, what says nothing is `?`. */
export interface DeclaredType {
  readonly name: string;
  readonly of: readonly DeclaredType[];
  /** The project's class that the name means. */
  readonly made?: Located;
}

/** What says nothing. */
export const UNKNOWN: DeclaredType = { name: "?", of: [] };

/** One of several. */
export function unionOf(types: readonly DeclaredType[]): DeclaredType {
  const members = types.flatMap(membersOf);
  const different = members.filter((one, at) => members.findIndex((other) => spelt(other) === spelt(one)) === at);
  const [only, ...others] = different;
  if (only === undefined) return UNKNOWN;
  return others.length === 0 ? only : { name: "|", of: different };
}

/** The types that a value may be of. */
export function membersOf(type: DeclaredType): readonly DeclaredType[] {
  return type.name === "|" ? type.of : [type];
}

/** As it would be written. */
export function spelt({ name, of }: DeclaredType): string {
  if (name === "|") return of.map(spelt).join(" | ");
  return of.length === 0 ? name : `${name}[${of.map(spelt).join(", ")}]`;
}

/** Reads `Optional[List[str]]`, `list[int] | None`, `list of str or None`, `:class:`~pkg.Row``; what it does not know is `?`. */
export function readType(text: string): DeclaredType {
  const tokens = tokensOf(text);
  const reader = { tokens, at: 0 };
  const type = readUnion(reader);
  return reader.at === tokens.length ? type : UNKNOWN;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function tokensOf(text: string): readonly string[] {
  const plain = text
    .replaceAll(/:\w+:`~?([^`]*)`/gu, "$1")
    .replaceAll(/["'`]/gu, "")
    .replace(/[,;(]?\s*\b(?:optional|default\b.*|required|keyword-only)\b.*$/su, "")
    .replaceAll(/[\s\\]+/gu, " ")
    .replace(/[.,;\s]+$/u, "");
  return plain.match(/\.\.\.|[A-Za-z_][\w.]*|[[\](),|]|\S/gu) ?? [];
}

function readUnion(reader: Reader): DeclaredType {
  const types = [readOne(reader)];
  while (["|", "or"].includes(reader.tokens[reader.at] ?? "")) {
    reader.at += 1;
    types.push(readOne(reader));
  }
  return types.some(({ name }) => name === "?") ? UNKNOWN : unionOf(types);
}

function readOne(reader: Reader): DeclaredType {
  const word = reader.tokens[reader.at] ?? "";
  if (!/^[A-Za-z_]/u.test(word)) return UNKNOWN;
  reader.at += 1;
  const name = nameOf(word);
  const next = reader.tokens[reader.at];
  if (next === "[" || next === "(") return made(name, readArguments(reader, next === "[" ? "]" : ")"));
  if (next !== "of") return made(name, []);
  reader.at += 1;
  return made(name, [readOne(reader)]);
}

function readArguments(reader: Reader, end: string): readonly DeclaredType[] {
  const types: DeclaredType[] = [];
  do {
    reader.at += 1;
    const token = reader.tokens[reader.at];
    if (token === "...") reader.at += 1;
    else if (token === "[") {
      readArguments(reader, "]");
      types.push(UNKNOWN);
    } else if (token !== end) types.push(readUnion(reader));
  } while (reader.tokens[reader.at] === ",");
  if (reader.tokens[reader.at] === end) reader.at += 1;
  return types;
}

function made(name: string, of: readonly DeclaredType[]): DeclaredType {
  if (name === "Optional") return unionOf([...of, { name: "None", of: [] }]);
  if (name === "Union") return of.some((each) => each.name === "?") ? UNKNOWN : unionOf(of);
  if (wrapping.has(name)) return of[0] ?? UNKNOWN;
  return vague.has(name) ? UNKNOWN : { name, of };
}

/** What these are around is the type. */
const wrapping = new Set([
  "Annotated",
  "Final",
  "ClassVar",
  "InitVar",
  "Required",
  "NotRequired",
  "ReadOnly",
  "Mapped",
]);
const vague = new Set(["Any", "object", "Literal", "Self", "Unpack", "array_like", "any", "Incomplete"]);

function nameOf(word: string): string {
  const name = word.replace(
    /^(?:typing|typing_extensions|t|collections|abc|collections\.abc|builtins|datetime)\./u,
    "",
  );
  return same[name] ?? name;
}

/** Words of older annotations and of docstrings. */
const same: Readonly<Record<string, string>> = {
  List: "list",
  Dict: "dict",
  Tuple: "tuple",
  Set: "set",
  FrozenSet: "frozenset",
  Type: "type",
  Text: "str",
  DefaultDict: "defaultdict",
  Deque: "deque",
  AbstractSet: "Set",
  "abc.Set": "Set",
  string: "str",
  strings: "str",
  text: "str",
  strs: "str",
  integer: "int",
  integers: "int",
  ints: "int",
  boolean: "bool",
  booleans: "bool",
  bools: "bool",
  floats: "float",
  lists: "list",
  tuples: "tuple",
  dicts: "dict",
  dictionary: "dict",
  sets: "set",
  sequence: "Sequence",
  iterable: "Iterable",
  iterator: "Iterator",
  none: "None",
  "np.ndarray": "ndarray",
  "numpy.ndarray": "ndarray",
};

/** What comes when the value is walked through; `?` where it does not say. */
export function elementOf(type: DeclaredType): DeclaredType {
  // None cannot be walked through: then there is nothing of which anything could be assumed.
  const members = membersOf(type).filter(({ name }) => name !== "None");
  const elements = members.map(({ name, of }) => {
    if (name === "tuple") return of.length === 0 ? UNKNOWN : unionOf(of);
    if (name === "str") return { name: "str", of: [] };
    if (name === "bytes" || name === "bytearray" || name === "range") return { name: "int", of: [] };
    return walked.has(name) ? (of[0] ?? UNKNOWN) : UNKNOWN;
  });
  return unionOf(elements.filter(({ name }) => name !== "?"));
}

/** Of these the first argument is the element, or the key. */
const walked = new Set(
  `list set frozenset deque dict defaultdict OrderedDict Counter Sequence MutableSequence Iterable Iterator Collection Container
  Reversible Generator Mapping MutableMapping Set MutableSet KeysView`.split(/\s+/u),
);
