import { containerOf, CONSTANT, copyOf, elementOf, FRESH, frozenOf, joined, type Value } from "./value.ts";

/** What a function gives, from what its arguments are. */
export type Gives = (values: readonly Value[]) => Value;

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

const constant: Gives = () => CONSTANT;
const fresh: Gives = () => FRESH;
const first = (values: readonly Value[]): Value => values[0] ?? CONSTANT;
const copied: Gives = (values) => copyOf(first(values));
const copiedAll: Gives = (values) => copyOf(joined(...values));

function table(...rows: readonly (readonly [names: string, gives: Gives])[]): ReadonlyMap<string, Gives> {
  return new Map(rows.flatMap(([names, gives]) => words(names).map((name) => [name, gives] as const)));
}

/** `enumerate(xs)`: tuples with the elements in them. */
const tuples: Gives = (values) => {
  const all = joined(...values);
  return all.level <= 1 ? FRESH : containerOf(all);
};

/** `min(xs)`, `min(a, b)` */
const chosen: Gives = (values) => (values.length === 1 ? elementOf(first(values)) : joined(...values));

/** Built-in functions whose result depends on their arguments alone, and which do nothing else. */
export const pureBuiltins: ReadonlyMap<string, Gives> = table(
  [
    `abs all any ascii bin bool bytes chr complex divmod float format hex int isinstance len oct ord pow repr round str`,
    constant,
  ],
  ["range bytearray", fresh],
  ["list sorted set iter reversed", copied],
  // `dict(pairs)` holds what the pairs do, `dict(key=value)` the values.
  ["dict", (values) => (joined(...values).level === 0 ? FRESH : containerOf(joined(...values)))],
  ["tuple frozenset", (values) => frozenOf(copyOf(first(values)))],
  ["enumerate zip", tuples],
  ["min max", chosen],
  ["next", ([iterator = CONSTANT, ...otherwise]) => joined(elementOf(iterator), ...otherwise)],
  ["sum", (values) => elementOf(joined(...values))],
);

/** The same of the standard library, where it is no method. */
export const pureLibrary: ReadonlyMap<string, Gives> = table(
  [
    `re.match re.search re.fullmatch re.sub re.subn re.compile re.escape
    datetime.datetime.strptime datetime.datetime datetime.date datetime.time datetime.timedelta datetime.date.fromisoformat
    datetime.datetime.fromisoformat unicodedata.normalize unicodedata.category unicodedata.combining unicodedata.name
    unicodedata.east_asian_width unicodedata.bidirectional unicodedata.decimal unicodedata.digit unicodedata.numeric
    urllib.parse.urlparse urllib.parse.urlsplit urllib.parse.quote urllib.parse.quote_plus urllib.parse.unquote
    urllib.parse.unquote_plus urllib.parse.urljoin urllib.parse.urlunparse urllib.parse.urlunsplit urllib.parse.urlencode
    html.escape html.unescape os.path.join os.path.basename os.path.dirname os.path.splitext os.path.split os.path.normpath
    os.path.isabs posixpath.join posixpath.basename posixpath.dirname posixpath.splitext posixpath.split posixpath.normpath
    textwrap.dedent textwrap.fill textwrap.shorten textwrap.indent json.dumps base64.b64encode base64.b64decode
    base64.urlsafe_b64encode base64.urlsafe_b64decode base64.b16encode base64.b16decode base64.b32encode base64.b32decode
    binascii.hexlify binascii.unhexlify binascii.crc32 zlib.crc32 zlib.adler32 zlib.compress zlib.decompress
    struct.pack struct.unpack struct.calcsize bisect.bisect bisect.bisect_left bisect.bisect_right calendar.isleap
    calendar.monthrange calendar.weekday calendar.timegm calendar.leapdays statistics.mean statistics.median statistics.stdev
    statistics.pstdev statistics.variance statistics.pvariance statistics.fmean fractions.Fraction fractions.gcd
    keyword.iskeyword fnmatch.fnmatch fnmatch.fnmatchcase string.capwords shlex.quote inspect.cleandoc
    ipaddress.ip_address ipaddress.IPv4Address ipaddress.IPv6Address uuid.UUID time.strptime email.utils.parseaddr
    email.utils.parsedate email.utils.parsedate_tz email.utils.parsedate_to_datetime
    xml.sax.saxutils.escape xml.sax.saxutils.unescape xml.sax.saxutils.quoteattr
    colorsys.rgb_to_hsv colorsys.hsv_to_rgb colorsys.rgb_to_hls colorsys.hls_to_rgb colorsys.rgb_to_yiq colorsys.yiq_to_rgb`,
    constant,
  ],
  ["re.findall re.split re.finditer textwrap.wrap shlex.split", fresh],
  ["hashlib.md5 hashlib.sha1 hashlib.sha224 hashlib.sha256 hashlib.sha384 hashlib.sha512 hashlib.blake2b", fresh],
  ["itertools.islice itertools.accumulate itertools.chain.from_iterable heapq.nlargest heapq.nsmallest", copiedAll],
  ["itertools.chain itertools.count collections.Counter collections.deque collections.OrderedDict", copiedAll],
  [
    `itertools.product itertools.combinations itertools.permutations itertools.combinations_with_replacement
    itertools.zip_longest`,
    tuples,
  ],
  ["itertools.repeat", (values) => containerOf(first(values))],
);

/** Modules of which every function is such a function of numbers. */
const numeric = new Set(["math", "cmath"]);

/** What a function of the standard library gives; undefined where it may do more than that. */
export function givenByLibrary(path: string): Gives | undefined {
  const known = pureLibrary.get(path);
  if (known !== undefined) return known;
  return numeric.has(path.slice(0, path.lastIndexOf("."))) ? constant : undefined;
}

/** Values of the standard library that stay what they are. */
export function isConstantOfLibrary(path: string): boolean {
  return /^(?:math\.(?:pi|e|tau|inf|nan)|string\.[a-z_]+|sys\.(?:maxsize|byteorder)|os\.(?:sep|linesep)|re\.[A-Z]+)$/u.test(
    path,
  );
}

/** What a default dict fills itself with. */
export const defaultFillers: ReadonlyMap<string, Value> = new Map([
  ["int", FRESH],
  ["float", FRESH],
  ["str", FRESH],
  ["bool", FRESH],
  ["list", { level: 2, isOwn: true }],
  ["set", { level: 2, isOwn: true }],
  ["dict", { level: 2, isOwn: true }],
]);
