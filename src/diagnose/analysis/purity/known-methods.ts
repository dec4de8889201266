import { CONSTANT, copyOf, elementOf, FRESH, frozenOf, joined, type Value } from "./value.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Methods of texts, numbers, dates, patterns and matches that give a new container. */
const listing = words("split rsplit splitlines findall finditer groupdict");

/** Methods of such values that give another one. */
const giving = words(`
capitalize casefold center count decode encode endswith expandtabs find format format_map hex index isalnum isalpha isascii
isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition
removeprefix removesuffix replace rfind rindex rjust rpartition rstrip startswith strip swapcase title translate upper
zfill bit_length bit_count to_bytes as_integer_ratio is_integer conjugate limit_denominator
match search fullmatch sub subn expand group groups span start end
strftime isoformat weekday isoweekday isocalendar toordinal timetuple total_seconds date time geturl`);

const attributes = words(`
real imag numerator denominator year month day hour minute second microsecond days seconds microseconds
scheme netloc path params query fragment hostname port username password
pattern flags string pos endpos lastindex lastgroup`);

/** Does an attribute of that name belong to texts, numbers, dates, patterns, matches or addresses, for good? */
export function isConstantAttribute(name: string): boolean {
  return attributes.has(name);
}

/** Methods that change what they belong to. */
export const mutators: ReadonlySet<string> = words(`
append extend insert remove pop clear sort reverse add discard update setdefault popitem popleft appendleft extendleft
rotate move_to_end difference_update intersection_update symmetric_difference_update subtract send throw close write`);

/** Those of them that put their last argument in, as an element. */
export const adders: ReadonlySet<string> = words("append insert add setdefault appendleft");

/** Those that put the elements of their argument in. */
export const extenders: ReadonlySet<string> = words("extend update extendleft");

/** What a method of something that cannot be changed gives. */
export function givenByConstant(method: string): Value | undefined {
  if (listing.has(method)) return FRESH;
  return giving.has(method) ? CONSTANT : undefined;
}

const toConstant = words(`
count index isdisjoint issubset issuperset hexdigest digest total remove discard clear sort reverse append extend insert
add update appendleft extendleft rotate move_to_end difference_update intersection_update symmetric_difference_update
subtract`);
const toElement = words("pop popleft get setdefault");
const toCopy = words("copy keys values union intersection difference symmetric_difference elements");
const toTuples = words("items most_common");

/** What a method of a container gives. */
export function givenByContainer(method: string, container: Value, given: readonly Value[]): Value | undefined {
  if (toConstant.has(method)) return CONSTANT;
  // `d.get(k, [])`, `d.setdefault(k, [])`
  if (toElement.has(method)) return joined(elementOf(container), ...given.slice(1));
  if (toCopy.has(method)) return copyOf(joined(container, ...given));
  if (method === "popitem") return frozenOf(container);
  if (toTuples.has(method)) return container.level <= 1 ? FRESH : { ...container, level: container.level + 1 };
  return undefined;
}
