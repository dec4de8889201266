import type { PlacesAhead } from "../../diagnose/rules/walked-again/places-ahead.ts";

/** The names that a helper is written with. */
export interface PlacesNames {
  readonly helper: string;
  /** How the file spells `re.Pattern`. */
  readonly pattern: string;
}

/**
 * The function that takes the call's place. It answers from what is kept only for the very same text, which cannot change, and the
 * same pattern or an equal part; for everything else it makes the call.
 */
export function writePlacesHelper(form: PlacesAhead["form"], names: PlacesNames): string {
  if (form === "search") return searching(names);
  return form === "find" || form === "index" ? finding(form, names) : counting(form, names);
}

function searching({ helper, pattern }: PlacesNames): string {
  return `def ${helper}(kept, pattern, text, start):
    """As \`pattern.search(text, start)\`: what was found from further in front is still the next match until \`start\` is beyond it."""
    last = kept[0]
    if last is not None and last[0] is pattern and last[1] is text and type(start) is int and last[2] <= start:
        if last[3] is None or start <= last[3].start():
            return last[3]
    found = pattern.search(text, start)
    if type(pattern) is ${pattern} and (type(text) is str or type(text) is bytes) and type(start) is int:
        kept[0] = pattern, text, start, found
    return found`;
}

function finding(form: "find" | "index", { helper }: PlacesNames): string {
  return `def ${helper}(kept, text, part, start):
    """As \`text.${form}(part, start)\`: what was found from further in front is still the next place until \`start\` is beyond it."""
    last = kept[0]
    if last is not None and last[0] is text and type(part) is type(text) and last[1] == part and type(start) is int:
        if last[2] <= start and (start <= last[3] or last[3] < 0):
            return last[3]
    found = text.${form}(part, start)
    if (type(text) is str or type(text) is bytes) and type(part) is type(text) and type(start) is int and start >= 0:
        kept[0] = text, part, start, found
    return found`;
}

function counting(form: "count" | "count-slice", { helper }: PlacesNames): string {
  const call = form === "count" ? "text.count(part, 0, end)" : "text[:end].count(part)";
  return `def ${helper}(kept, text, part, end):
    """As \`${call}\`, counting on from where it was counted to before."""
    is_text = (type(text) is str or type(text) is bytes) and type(part) is type(text) and len(part) == 1
    if not is_text or type(end) is not int or end < 0:
        return ${call}
    last = kept[0]
    if last is None or last[0] is not text or last[1] != part or end < last[2] - end:
        count = text.count(part, 0, end)
    elif end < last[2]:
        count = last[3] - text.count(part, end, last[2])
    else:
        count = last[3] + text.count(part, last[2], end)
    kept[0] = text, part, end, count
    return count`;
}
