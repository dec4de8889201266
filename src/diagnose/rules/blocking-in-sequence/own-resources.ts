import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import { builtinNamed, type Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { keywordsOf } from "./keywords.ts";

/** Something that is opened, and that nobody else has: which of its methods ask without changing anything. */
export interface OwnResource {
  readonly methods: ReadonlySet<string>;
  /** Of those that say something to the other side: what their first argument has to begin with. */
  readonly questions: ReadonlySet<string>;
  readonly question: RegExp;
  /** Names of arguments that it may be opened with. */
  readonly keywords: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));
const NONE: ReadonlySet<string> = new Set();

/** GET and HEAD change nothing (RFC 9110, 9.2.1). */
const ASKS = /^\(*[bfru]*["']{1,3}(?:GET|HEAD)\b/iu;
/** A statement that reads, and no other behind it. */
const SELECTS = /^\(*r?["']{1,3}\s*(?:SELECT|VALUES)\b[^;]*$/iu;

const http: OwnResource = {
  methods: words("getresponse close connect"),
  questions: words("request"),
  question: /^\(*["'](?:GET|HEAD)["']$/u,
  keywords: words("timeout"),
};

/** A session that is closed where it was opened: its cookies are nobody else's. */
const session: OwnResource = {
  methods: words("get head close aclose"),
  questions: NONE,
  question: ASKS,
  keywords: words("timeout headers base_url follow_redirects"),
};

const RESOURCES: ReadonlyMap<string, OwnResource> = new Map([
  [
    "asyncio.open_connection",
    {
      methods: words("read readline readexactly readuntil at_eof drain close wait_closed write_eof is_closing"),
      questions: words("write writelines"),
      question: ASKS,
      keywords: NONE,
    },
  ],
  [
    "socket.create_connection",
    {
      methods: words("recv settimeout shutdown close makefile getpeername"),
      questions: words("send sendall"),
      question: ASKS,
      keywords: words("timeout"),
    },
  ],
  ["aiohttp.ClientSession", session],
  ["httpx.AsyncClient", session],
  ["httpx.Client", session],
  ["requests.Session", session],
  ["http.client.HTTPConnection", http],
  ["http.client.HTTPSConnection", http],
  [
    "sqlite3.connect",
    {
      methods: words("cursor close fetchone fetchall fetchmany"),
      questions: words("execute"),
      question: SELECTS,
      keywords: words("timeout uri"),
    },
  ],
]);

/** What an expression opens; undefined where that is nothing of the list, or is opened in another way than by plain arguments. */
export function resourceMade(code: Code, expression: SyntaxNode): OwnResource | undefined {
  const value = expression.kind === "await" ? namedChildren(expression)[0] : expression;
  const path = calledPath(code, value);
  if (path === "contextlib.closing" && value !== undefined) {
    const [inner, ...others] = argumentsOf(value);
    return inner === undefined || others.length > 0 ? undefined : resourceMade(code, inner);
  }
  return path === undefined ? undefined : RESOURCES.get(path);
}

/** Does the call of a method of it only ask? */
export function onlyAsks({ source }: Code, resource: OwnResource, call: SyntaxNode): boolean {
  const name = field(field(call, "function") ?? call, "attribute");
  const method = name === undefined ? "" : textOf(source, name);
  if (resource.methods.has(method)) return true;
  const [first] = argumentsOf(call);
  return resource.questions.has(method) && first !== undefined && resource.question.test(textOf(source, first));
}

/** `open(path)`, `open(path, "rb")`: nothing is written. */
export function opensToRead(code: Code, call: SyntaxNode): boolean {
  if (builtinNamed(code, field(call, "function")) !== "open") return false;
  const { positional, named } = keywordsOf(code, call);
  const mode = positional[1] ?? named.get("mode");
  const others = [...named.keys()].every((name) => ["mode", "encoding", "errors", "newline"].includes(name));
  const isRead = mode === undefined || /^["']r?[bt]?r?["']$/u.test(textOf(code.source, mode));
  return others && isRead && positional.length <= 2;
}
