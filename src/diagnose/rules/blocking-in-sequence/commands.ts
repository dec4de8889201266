import { namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { keywordsOf } from "./keywords.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Commands that have no option to write anything but what they print, and the least number of arguments without which they read what was typed. */
const READING: ReadonlyMap<string, number> = new Map([
  ...least(0, "sleep echo printf seq factor uname id getent ping"),
  ...least(0, "ls stat du df readlink realpath basename dirname nm objdump readelf pdfinfo"),
  ...least(
    1,
    "host dig nslookup whois cat head tail wc cut od strings cksum sum md5sum sha1sum sha256sum sha512sum b2sum",
  ),
  ...least(2, "grep egrep fgrep jq"),
]);

function least(files: number, commands: string): readonly (readonly [string, number])[] {
  return commands.split(" ").map((command) => [command, files]);
}

/** Of git: no file is written, nor what is configured run. */
const GIT = words("rev-parse rev-list cat-file ls-tree ls-files describe merge-base for-each-ref name-rev");
const PATHS = words("subprocess.run subprocess.check_output");
const PIPES = words("subprocess.PIPE subprocess.DEVNULL subprocess.STDOUT");
const KEYWORDS = words(
  "capture_output stdout stderr stdin text check encoding errors timeout universal_newlines cwd input",
);

/** The expressions that a command's text is made of, where a call runs one that only reads and keeps what it prints; else undefined. */
export function partsOfCommand(code: Code, call: SyntaxNode): readonly SyntaxNode[] | undefined {
  const path = calledPath(code, call) ?? "";
  const { positional, named } = keywordsOf(code, call);
  const [list, ...others] = positional;
  if (!PATHS.has(path) || list?.kind !== "list" || others.length > 0 || !isReading(code, list)) return undefined;
  if (![...named.keys()].every((name) => KEYWORDS.has(name))) return undefined;
  const isKept = path === "subprocess.check_output" || keepsOutput(code, named);
  if (!isKept) return undefined;
  return [list, ...[...named].flatMap(([name, value]) => (isPipe(code, name, value) ? [] : [value]))];
}

function isReading(code: Code, list: SyntaxNode): boolean {
  const [command, ...given] = namedChildren(list);
  const name = command && literal(code, command);
  // What stands in a variable could be an option; it is no file to read from then.
  const files = given.filter((argument) => literal(code, argument)?.startsWith("-") !== true);
  if (name === "git") return given[0] !== undefined && GIT.has(literal(code, given[0]) ?? "");
  return files.length >= (READING.get(name ?? "") ?? Infinity);
}

function literal({ source }: Code, node: SyntaxNode): string | undefined {
  const text = node.kind === "string" ? textOf(source, node) : "";
  return /^(["'])([^"'\\{]*)\1$/u.exec(text)?.[2];
}

/** What two of them print at once would come in any order. */
function keepsOutput(code: Code, named: ReadonlyMap<string, SyntaxNode>): boolean {
  if (named.get("capture_output")?.kind === "true") return true;
  const [stdout, stderr, check] = ["stdout", "stderr", "check"].map((name) => named.get(name));
  const isKept = stdout !== undefined && isPipe(code, "stdout", stdout);
  return isKept && (check?.kind === "true" || (stderr !== undefined && isPipe(code, "stderr", stderr)));
}

function isPipe(code: Code, name: string, value: SyntaxNode): boolean {
  if (!["stdin", "stdout", "stderr"].includes(name)) return false;
  const path = importedPath(code, value);
  return path !== undefined && PIPES.has(path);
}
