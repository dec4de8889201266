/** What CPython's own functions and methods do to lists that they are given; by name, since types are not known. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Methods that change a list in place. */
export const listMutators: ReadonlySet<string> = words(`
append extend insert remove pop clear sort reverse __setitem__ __delitem__ __iadd__ __imul__`);

/** Methods of `list` and `tuple` that only read. */
export const listReaders: ReadonlySet<string> = words(`index count copy __contains__ __len__ __iter__ __getitem__`);

/** Methods that change something, but never a list: of sets, dicts, deques, files, queues, counters. */
export const otherMutators: ReadonlySet<string> = words(`
add discard update setdefault popitem popleft appendleft extendleft rotate move_to_end difference_update
intersection_update symmetric_difference_update subtract
write writelines flush seek truncate close read readline readlines readinto writerow writerows
debug info warning error exception critical`);

/** Those of `otherMutators` that change sets, dicts and deques. */
export const containerMutators: ReadonlySet<string> = words(`
add discard update setdefault popitem popleft appendleft extendleft rotate move_to_end difference_update
intersection_update symmetric_difference_update subtract`);

/** Methods of built-in and standard library types that change nothing. */
export const readers: ReadonlySet<string> = words(`
capitalize casefold center encode decode endswith expandtabs find format format_map index isalnum isalpha isascii
isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip
maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines
startswith strip swapcase title translate upper zfill hex fromhex count copy
get items keys values most_common elements total
union intersection difference symmetric_difference issubset issuperset isdisjoint
match search fullmatch finditer findall sub subn group groups groupdict span start end
bit_length bit_count as_integer_ratio is_integer conjugate to_bytes from_bytes to_integral_value quantize
strftime isoformat timestamp total_seconds weekday isoweekday date time timetuple utcoffset astimezone toordinal
exists is_file is_dir is_symlink is_absolute read_text read_bytes with_suffix with_name relative_to resolve absolute
getvalue as_posix stat glob rglob iterdir joinpath
__len__ __contains__ __getitem__ __iter__ __eq__ __hash__ __repr__ __str__`);

/** Built-in functions that change nothing that they are given (a function among their arguments is another matter). */
export const harmlessBuiltins: ReadonlySet<string> = words(`
abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter float format
frozenset getattr hasattr hash hex id input int isinstance issubclass iter len list map max memoryview min next object oct
open ord pow print property range repr reversed round set slice sorted staticmethod str sum super tuple type zip`);

/** Built-in functions that neither keep the list they are given nor hand it on. */
export const builtinsThatOnlyRead: ReadonlySet<string> = words(`
all any ascii bool bytes dict enumerate filter frozenset hash id isinstance issubclass iter len list map max min next
print range repr reversed set sorted str sum tuple type zip`);

/** Methods that read the list given as an argument and keep no hold of it. */
export const methodsThatOnlyRead: ReadonlySet<string> = words(`
extend update join union intersection difference symmetric_difference issubset issuperset isdisjoint fromkeys
writelines writerow difference_update intersection_update choice choices sample startswith endswith`);

/** Standard modules whose functions change nothing that a program can pass them, with the exceptions below. */
const harmlessModules: ReadonlySet<string> = words(`
math cmath re json time datetime os.path posixpath ntpath string textwrap itertools statistics decimal fractions
hashlib struct base64 zlib binascii unicodedata difflib fnmatch glob shlex urllib.parse html calendar uuid os shutil
colorsys keyword numbers collections dataclasses enum typing copy random secrets logging warnings timeit platform
pathlib operator functools ast tokenize posix`);

/** `module.name` of what changes an argument, or runs code that is not in sight, in those modules. */
const harmful: ReadonlySet<string> = words(`
random.shuffle operator.setitem operator.delitem operator.iadd operator.iconcat operator.imul operator.methodcaller
functools.partial functools.partialmethod functools.singledispatch logging.setLogRecordFactory
os.path.walk collections.UserList time.sleep`);

/** Functions of other modules that change no Python list. */
const harmlessFunctions: ReadonlySet<string> = words(`
sys.exit sys.getsizeof sys.intern sys.exc_info
contextlib.suppress contextlib.closing contextlib.nullcontext bisect.bisect bisect.bisect_left bisect.bisect_right heapq.nlargest heapq.nsmallest heapq.merge
sys.stdout.write sys.stderr.write sys.stdout.flush sys.stderr.flush sys.stdout.fileno sys.stderr.fileno sys.stdin.fileno
io.StringIO io.BytesIO ctypes.byref ctypes.sizeof os.environ.get
sys.stdout.isatty sys.stderr.isatty sys.stdin.isatty`);

/** Does a standard library function, given as `re.sub` or `os.path.join`, leave every list alone? */
export function isHarmlessFunction(path: string): boolean {
  if (harmful.has(path)) return false;
  // Windows itself knows no Python list.
  if (/^ctypes\.(?:windll|wintypes)\./u.test(path)) return true;
  return harmlessFunctions.has(path) || harmlessModules.has(path.slice(0, path.lastIndexOf(".")));
}
