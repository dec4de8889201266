import { decoratorsOf } from "../../diagnose/analysis/callee.ts";
import { definitionsMeant, type Located } from "../../diagnose/analysis/meaning.ts";
import { agreesWithHash } from "./hash-agreement.ts";
import { field, namedChildren, textOf } from "../../source/navigate.ts";

/** What a class of the project does with `==` and `hash`. */
export type Hashing = "by-identity" | "agreeing" | "of-its-own" | "none" | "unknown";

/** As many classes above it as are asked. */
const DEPTH = 5;

/** How instances of the class are hashed, as its text says. */
export function hashingOf({ code, node }: Located, depth = 0): Hashing {
  const names = code.scopes.scopeMadeBy(node)?.bindings;
  if (names?.has("__hash__") === true) return hashingOfOwn({ code, node }, depth);
  if (names?.has("__eq__") === true) return "none";
  const decorators = decoratorsOf(node).map((each) => textOf(code.source, each));
  const data = decorators.find((each) => /^(?:dataclasses\.)?dataclass\b/u.test(each));
  if (data !== undefined) return hashingOfData(data);
  return decorators.length > 0 ? "unknown" : hashingOfBases({ code, node }, depth);
}

/** Whatever the hash is, it agrees with an `==` that asks for identity alone. */
function hashingOfOwn(made: Located, depth: number): Hashing {
  if (isNone(made)) return "none";
  const names = made.code.scopes.scopeMadeBy(made.node)?.bindings;
  const isByIdentity = names?.has("__eq__") !== true && hashingOfBases(made, depth) === "by-identity";
  return isByIdentity || agreesWithHash(made) ? "agreeing" : "of-its-own";
}

/** `__hash__ = None` */
function isNone({ code, node }: Located): boolean {
  const body = field(node, "body");
  return body !== undefined && /^\s*__hash__\s*(?::[^=\n]+)?=\s*None\b/mu.test(textOf(code.source, body));
}

/** A dataclass has an `__eq__`, and with it no hash, unless it is frozen. */
function hashingOfData(decorator: string): Hashing {
  if (/\beq\s*=\s*False/u.test(decorator)) return "by-identity";
  return /\b(?:frozen|unsafe_hash)\s*=\s*True/u.test(decorator) ? "agreeing" : "none";
}

function hashingOfBases({ code, node }: Located, depth: number): Hashing {
  const list = field(node, "superclasses");
  const bases = list === undefined ? [] : namedChildren(list);
  for (const base of bases) {
    const name = textOf(code.source, base);
    if (name === "object" || base.kind === "keyword_argument") continue;
    if (unhashable.has(name)) return "none";
    if (agreeing.test(name)) return "agreeing";
    const [only, ...others] = definitionsMeant(code, base) ?? [];
    if (only === undefined || others.length > 0 || depth >= DEPTH) return "unknown";
    const inherited = hashingOf(only, depth + 1);
    if (inherited !== "by-identity") return inherited;
  }
  return "by-identity";
}

const unhashable = new Set(["dict", "list", "set", "TypedDict", "typing.TypedDict", "bytearray"]);
const agreeing = /^(?:typing\.)?NamedTuple$|^(?:enum\.)?(?:Int|Str)?(?:Enum|Flag)$|^(?:str|int|tuple)$/u;
