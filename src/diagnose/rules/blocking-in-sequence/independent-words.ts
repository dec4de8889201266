/** What may run beside its like, by name: what is not here may depend on something. */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Functions that look at nothing but their arguments, wait, or ask without changing anything. */
export const PURE_PATHS: ReadonlySet<string> = words(`
json.loads json.load html.unescape urllib.parse.quote time.sleep socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr
socket.getfqdn os.path.exists os.path.getsize os.path.isfile os.path.isdir
aiohttp.ClientTimeout httpx.Timeout hashlib.pbkdf2_hmac hashlib.scrypt bz2.compress bz2.decompress lzma.compress lzma.decompress`);
/** The same of built-in ones. */
export const PURE_BUILTINS: ReadonlySet<string> = words(`
len int float str bool abs round sum min max sorted range divmod ord chr enumerate zip reversed list tuple dict set`);
/** Answers to a request, made of what they are given. */
export const ANSWERS: ReadonlySet<string> = words("aiohttp.web.json_response aiohttp.web.Response");
/** Each call of these asks by GET, with a session of its own. */
export const PAGES: ReadonlySet<string> = words("urllib.request.urlopen requests.get httpx.get");
/** Of a response, bytes, text, or a container of those: they change nothing. */
export const METHODS: ReadonlySet<string> = words(`
read decode encode json raise_for_status getcode geturl strip rstrip lstrip split splitlines lower upper startswith endswith
replace find count join digest hexdigest hex items keys values fetchall fetchone fetchmany readline readlines check_returncode`);
/** Of a response. */
export const ATTRIBUTES: ReadonlySet<string> = words(
  "status code url reason text content status_code ok stdout stderr returncode match_info query path method",
);
/** Expressions of one word. */
export const LITERALS: ReadonlySet<string> = words("integer float true false none");
/** Expressions that are what their parts are. */
export const TRANSPARENT: ReadonlySet<string> = words(`
parenthesized_expression tuple expression_list list dictionary pair slice concatenated_string boolean_operator not_operator
unary_operator comparison_operator conditional_expression`);
/** Of the two ends of a connection, as asyncio hands them to whoever serves it. */
export const STREAM_METHODS: ReadonlySet<string> = words(
  "read readline readexactly readuntil at_eof write writelines drain close wait_closed write_eof is_closing",
);
/** Of an answer, where its body is awaited. */
export const READING: ReadonlySet<string> = words("read text json");
/** What may be awaited: it waits for a while. */
export const AWAITED: ReadonlySet<string> = words("asyncio.sleep");
/** Of a list, dict or set that was made in the same function. */
export const FILLING: ReadonlySet<string> = words("append extend add update insert pop sort reverse setdefault");
/** What stands in a block and may hold blocks. */
export const BRANCHING: ReadonlySet<string> = words("if_statement elif_clause else_clause while_statement");
/** Statements that do nothing by themselves. */
export const IDLE: ReadonlySet<string> = words("pass_statement break_statement continue_statement");
