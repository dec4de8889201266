import type { Assumption } from "../fix.ts";
import { hashingOf } from "./class-facts.ts";
import { elementOf, membersOf, type DeclaredType } from "./declared-type.ts";

/** What a declared type says of an assumption; undefined where it says nothing. */
export type Says = "supports" | "contradicts" | undefined;

/** What an assumption asks of a type, and of which: of the value itself, or of what it holds. */
interface Question {
  readonly of: "value" | "elements";
  readonly ask: (type: DeclaredType) => Says;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** One of `good` supports, one of `bad` contradicts. */
function among(good: ReadonlySet<string>, bad: ReadonlySet<string>): (type: DeclaredType) => Says {
  return ({ name }) => (good.has(name) ? "supports" : bad.has(name) ? "contradicts" : undefined);
}

const numbers = words("int float bool complex Decimal Fraction");
const text = words("str bytes");
const changing = words(`list dict set bytearray deque defaultdict OrderedDict Counter ndarray DataFrame Series array
MutableSequence MutableMapping MutableSet`);
const fixed =
  words(`int float bool complex Decimal Fraction str bytes None range type Path PurePath PosixPath date datetime
time timedelta UUID Hashable`);
const others = words("dict set frozenset Mapping Set None Callable deque Generator Iterator");

const joined = (...sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

const QUESTIONS: Partial<Readonly<Record<Assumption["code"], Question>>> = {
  hashable: { of: "elements", ask: hashable },
  "hashable-value": { of: "value", ask: hashable },
  "totally-ordered": { of: "elements", ask: ordered },
  "is-list": { of: "value", ask: among(words("list"), joined(others, text, numbers, words("tuple range ndarray"))) },
  "is-text": { of: "value", ask: among(text, joined(others, numbers, words("list tuple bytearray range ndarray"))) },
  "is-sequence": {
    of: "value",
    ask: among(
      joined(text, words("list tuple")),
      joined(others, numbers, words("ndarray memoryview array Series DataFrame")),
    ),
  },
  "is-array": { of: "value", ask: among(words("ndarray"), joined(words("dict set str bytes None deque Series"))) },
};

/** Does a type bear upon the assumption at all? */
export function isAboutTypes({ code }: Pick<Assumption, "code">): boolean {
  return QUESTIONS[code] !== undefined;
}

/** What a value of the type, which holds what it says, would do to the assumption; `isNarrowed`: the code asks for its type or for None first. */
export function judgeType({ code }: Pick<Assumption, "code">, type: DeclaredType, isNarrowed: boolean): Says {
  const question = QUESTIONS[code];
  if (question === undefined) return undefined;
  const asked = question.of === "elements" ? elementOf(type) : type;
  const members = membersOf(asked).filter(({ name }) => !(isNarrowed && name === "None"));
  const said = members.map((member) => question.ask(member));
  if (said.includes("contradicts")) return isNarrowed && question.of === "value" ? undefined : "contradicts";
  return said.length > 0 && said.every((each) => each === "supports") ? "supports" : undefined;
}

function hashable(type: DeclaredType): Says {
  const { name, of, made } = type;
  if (made !== undefined) return byClass[hashingOf(made)];
  if (name === "tuple" || name === "frozenset") return everyOne(of, hashable);
  return among(fixed, changing)(type);
}

/** Where `==` and `hash` are a class's own they may disagree: a set would find another one than a list, without a word. */
const byClass: Readonly<Record<ReturnType<typeof hashingOf>, Says>> = {
  "by-identity": "supports",
  agreeing: "supports",
  "of-its-own": "contradicts",
  none: "contradicts",
  unknown: undefined,
};

const lined = words("int bool str bytes");
const open = words(`float complex Decimal set frozenset dict None ndarray Set Mapping object Number Real`);

function ordered(type: DeclaredType): Says {
  const { name, of, made } = type;
  if (made !== undefined) return "contradicts";
  if (name === "tuple" || name === "list") return everyOne(of, ordered);
  return among(lined, open)(type);
}

function everyOne(types: readonly DeclaredType[], ask: (type: DeclaredType) => Says): Says {
  const said = types.flatMap(membersOf).map(ask);
  if (said.includes("contradicts")) return "contradicts";
  return said.length > 0 && said.every((each) => each === "supports") ? "supports" : undefined;
}
