import { namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { lastingValueOf } from "../../analysis/purity/module-names.ts";
import type { RuleContext } from "../../rule.ts";

/**
 * May `re` refuse the pattern, on this Python or another? Then the file could not be imported any more, where before a branch that never runs
 * held it. Of a pattern that is put together nothing is known: it is not said to be refused.
 */
export function mayBeRefused(context: RuleContext, pattern: SyntaxNode, flags: SyntaxNode | undefined): boolean {
  const node = withoutParentheses(pattern);
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  const value = binding === undefined ? node : lastingValueOf(context, binding);
  const text = value === undefined ? undefined : literalIn(context, withoutParentheses(value));
  if (text === undefined) return false;
  const isVerbose = flags !== undefined && /\b(?:X|VERBOSE)\b/u.test(textOf(context.source, flags));
  return text === null || (isVerbose && /[\s#]/u.test(text)) || !isPlainPattern(text);
}

/** What a literal stands for; undefined where it is none, null where that is not worked out. */
function literalIn(context: RuleContext, node: SyntaxNode): string | null | undefined {
  if (node.kind === "concatenated_string") {
    const parts = namedChildren(node).map((part) => literalIn(context, part));
    return parts.includes(undefined) ? undefined : parts.includes(null) ? null : parts.join("");
  }
  const [, prefix = "", , text] = /^([a-z]*)("""|'''|"|')(.*)\2$/isu.exec(textOf(context.source, node)) ?? [];
  if (node.kind !== "string" || text === undefined || /f/iu.test(prefix)) return undefined;
  // What stands for a letter in a text stands for none in bytes.
  if (/b/iu.test(prefix) && text.includes(String.raw`\u`)) return null;
  return /r/iu.test(prefix) ? text : unescaped(text);
}

/** `\\d` and `\d` are the pattern's; what stands for one character of another kind is not looked up. */
function unescaped(text: string): string | null {
  if (/(?<!\\)(?:\\\\)*\\[xuUN0-7]/u.test(text)) return null;
  return text.replaceAll(/\\(.)/gsu, (whole: string, letter: string) =>
    /[\\'"]/u.test(letter) ? letter : (blanks.get(letter) ?? whole),
  );
}

const blanks: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b", "\n": "" }),
);

const token = new RegExp(
  [
    String.raw`(?<set>\[(?:\^|(?!\^))(?:\\.|[^\\])(?:\\.|[^\]\\])*\])`,
    String.raw`(?<anchor>[\^$]|\\[AbBZ])`,
    String.raw`(?<escape>\\(?:[dDsSwWafnrtv]|0(?!\d)|x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^\w\n]))`,
    String.raw`(?<earlier>\\[1-9](?!\d))`,
    String.raw`(?<open>\((?:\?(?::|=|!|<=|<!|[ims]+:|P<[A-Za-z_]\w*>)|(?!\?)))`,
    String.raw`(?<close>\))`,
    String.raw`(?<repeat>(?:[*+?]|\{(?:\d{1,4}(?:,\d{0,4})?|,\d{1,4})\})\??)`,
    String.raw`(?<or>\|)`,
    String.raw`(?<letter>\{(?![\d,])|[^\\()[*+?|{])`,
  ].join("|"),
  "suy",
);

/** Is it written with nothing but what all versions of `re` take, without a warning? What is rare is not known here. */
function isPlainPattern(pattern: string): boolean {
  const reader = new Reading();
  const begin = /^\(\?[ims]+\)/u.exec(pattern)?.[0].length ?? 0;
  for (let at = begin; at < pattern.length; at = token.lastIndex) {
    token.lastIndex = at;
    const parts = token.exec(pattern)?.groups;
    if (parts === undefined || !reader.takes(parts)) return false;
  }
  return reader.isClosed();
}

/** How far a pattern has been read. */
class Reading {
  /** Of each group that is open, its number and whether it looks behind. */
  readonly #open: { readonly group: number | undefined; readonly isBehind: boolean }[] = [];
  readonly #closed = new Set<number>();
  readonly #names = new Set<string>();
  #groups = 0;
  #isRepeatable = false;

  /** Takes the next part; false where it may be refused. */
  takes({ set, earlier, open, close, repeat, or, anchor }: Readonly<Record<string, string | undefined>>): boolean {
    if (repeat !== undefined) return this.#repeats(repeat);
    if (open !== undefined) return this.#opens(open);
    this.#isRepeatable = or === undefined && anchor === undefined;
    if (close !== undefined) return this.#closes();
    if (set !== undefined) return isPlainSet(set);
    // What looks behind has to be of one length.
    if (or !== undefined) return !this.#isBehind();
    return earlier === undefined || (this.#closed.has(Number(earlier.slice(1))) && !this.#isBehind());
  }

  isClosed(): boolean {
    return this.#open.length === 0;
  }

  #isBehind(): boolean {
    return this.#open.some(({ isBehind }) => isBehind);
  }

  #repeats(repeat: string): boolean {
    const [, least, most] = /^\{(\d+),(\d+)\}/u.exec(repeat) ?? [];
    const isRight = this.#isRepeatable && !this.#isBehind() && Number(least ?? 0) <= Number(most ?? 0);
    this.#isRepeatable = false;
    return isRight;
  }

  #opens(open: string): boolean {
    const name = /^\(\?P<(.*)>$/u.exec(open)?.[1];
    const isNumbered = open === "(" || name !== undefined;
    if (isNumbered) this.#groups++;
    this.#open.push({ group: isNumbered ? this.#groups : undefined, isBehind: open.startsWith("(?<") });
    this.#isRepeatable = false;
    const isNew = name === undefined || !this.#names.has(name);
    if (name !== undefined) this.#names.add(name);
    return isNew;
  }

  #closes(): boolean {
    const closed = this.#open.pop();
    if (closed?.group !== undefined) this.#closed.add(closed.group);
    return closed !== undefined;
  }
}

/** `[a-z_]`; what may come to mean the sets of other languages is warned of. */
function isPlainSet(set: string): boolean {
  const inner = set.replace(/^\[\^?/u, "").slice(0, -1);
  if (/^\[|--|&&|~~|\|\|/u.test(inner)) return false;
  const members = [...inner.matchAll(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|.)|[^\\]/gsu)].map(([member]) => member);
  if (!members.every((member) => /^(?:[^\\]|\\(?:[dDsSwWabfnrtv]|x..|u....|[^\w\n]))$/su.test(member))) return false;
  return members.every((member, index) => {
    const [from, to] = [members[index - 1], members[index + 1]];
    return member !== "-" || from === undefined || to === undefined || placeOf(from) <= placeOf(to);
  });
}

/** Where a member stands among all letters; of what is no letter, or whose place is not known, nowhere. */
function placeOf(member: string): number {
  const code = /^\\[xu](.+)$/u.exec(member)?.[1];
  if (code !== undefined) return Number.parseInt(code, 16);
  return /^\\\w/u.test(member) ? Number.NaN : (member.replace(/^\\/u, "").codePointAt(0) ?? Number.NaN);
}
