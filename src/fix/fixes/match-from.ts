import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { HandedRest } from "../../diagnose/rules/front-slicing/rest-handed.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { textOf, topStatement } from "../../source/navigate.ts";

/** `rule.match(text[at:])` → `_match_from(rule.match, text, at)`, of a function above that looks at the pattern. */
export function askFromPlace(rest: HandedRest, context: RuleContext): readonly TextEdit[] | undefined {
  const { source } = context;
  const { call, callee, receiver, step, counted } = rest;
  const top = topStatement(call);
  const imports = ["import re", "from functools import lru_cache"].map((each) => addImport(source, each, top));
  const [re = "", cache = ""] = imports.map(({ name }) => name);
  const before = source.text.slice(0, top.start);
  const blind = putThere(before, "_asks_nothing_before", (name) => blindness(name, re, cache), context);
  const wanted = counted === undefined ? "_match_from" : "_match_and_place_from";
  const write = (name: string): string => asking({ name, re, blind: blind.name }, counted !== undefined);
  const helper = putThere(before, wanted, write, context);
  const written = [...blind.written, ...helper.written];
  const above = written.length === 0 ? undefined : insertBefore(source, top, `${written.join("\n\n\n")}\n\n`);
  if (written.length > 0 && above === undefined) return undefined;
  const asked = [callee, receiver, step].map((part) => textOf(source, part)).join(", ");
  const edits = [replacing(call, `${helper.name}(${asked})`)];
  if (counted !== undefined) {
    const at = freshName(source, `${textOf(source, counted.target)}_from`);
    edits.push({ start: counted.target.end, end: counted.target.end, text: `, ${at}` });
    // What anything but a match says stays what it says.
    const counting = (place: string): string => `(${place} - ${at} if ${at} else ${place})`;
    edits.push(...counted.places.map((place) => replacing(place, counting(textOf(source, place)))));
  }
  const needed = imports.flatMap(({ edit }) => (edit === undefined ? [] : [edit]));
  return inOrder([...needed, ...(above === undefined ? [] : [above]), ...edits]);
}

interface Put {
  readonly name: string;
  /** Nothing where an earlier fix has put it there. */
  readonly written: readonly string[];
}

function putThere(before: string, wanted: string, write: (name: string) => string, { source }: RuleContext): Put {
  if (before.includes(write(wanted))) return { name: wanted, written: [] };
  const name = freshName(source, wanted);
  return { name, written: [write(name)] };
}

/**
 * A pattern asks what stands before it by `^`, `\A`, `\b`, `\B` and lookbehind; `^` in a set is none, and a comment may hold anything.
 * As many patterns are remembered as `re` remembers.
 */
function blindness(name: string, re: string, cache: string): string {
  return String.raw`@${cache}(maxsize=512)
def ${name}(pattern):
    """Does it find the same wherever the text before it ends?"""
    asked = pattern.pattern
    if type(asked) is not str or "#" in asked:
        return False
    return not ${re}.search(r"(?<!\[)\^|\\|\(\?<[=!]", ${re}.sub(r"(?s)\\[^AbB]", "", asked))`;
}

interface Names {
  readonly name: string;
  readonly re: string;
  readonly blind: string;
}

function asking({ name, re, blind }: Names, isCounted: boolean): string {
  const [whole, cut] = isCounted
    ? ["match(text, at), at", "match(text[at:]), 0"]
    : ["match(text, at)", "match(text[at:])"];
  const told = isCounted ? ", and what its places are counted from" : "";
  return `def ${name}(match, text, at):
    """As match(text[at:])${told}; without the copy, where the pattern asks nothing of what is before."""
    if issubclass(type(match), type(len)) and type(text) is str and type(at) is int and 0 <= at <= len(text):
        pattern = match.__self__
        if type(pattern) is ${re}.Pattern and match.__name__ in ("match", "search", "fullmatch") and ${blind}(pattern):
            return ${whole}
    return ${cut}`;
}
