import { descendants } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Candidate } from "../rule.ts";
import { insertHeader } from "./insert-header.ts";
import type { EntrySite } from "./entry-site.ts";
import { siteOf, type WatchSite } from "./watch-site.ts";

/** A file's text with watches in it. */
export interface Instrumented {
  readonly text: string;
  /** The number under which the probe keeps each candidate's record. */
  readonly watches: ReadonlyMap<number, Candidate>;
  readonly skipped: readonly SkippedWatch[];
}

/** A candidate that the probe does not watch, and why: the end of a sentence. */
export interface SkippedWatch {
  readonly candidate: Candidate;
  readonly because: string;
}

interface Placed {
  readonly number: number;
  readonly site: WatchSite;
}

/** Watches nested deeper than this are left out: each level doubles the text of what is in it. */
const DEEPEST = 3;

/**
 * Writes the file's text with a watch at each candidate. It behaves as before, with the probe or without it, and lines keep
 * their numbers but where a watched expression holds a comment or a string of several lines. `first` is the number of the first
 * watch: numbers must differ between the files of one run.
 */
export function instrument(source: SourceFile, candidates: readonly Candidate[], first = 1): Instrumented {
  const placed: Placed[] = [];
  const watches = new Map<number, Candidate>();
  const skipped: SkippedWatch[] = [];
  for (const candidate of candidates) {
    const outcome = siteOf(source, candidate.watch);
    const because = outcome.kind === "none" ? outcome.because : conflictOf(outcome.site, placed);
    if (outcome.kind === "none" || because !== undefined) {
      skipped.push({ candidate, because: because ?? "" });
      continue;
    }
    const number = first + watches.size;
    watches.set(number, candidate);
    placed.push({ number, site: outcome.site });
  }
  if (placed.length === 0) return { text: source.text, watches, skipped };
  const body = new Writer(source, placed).range(source.root.start, source.text.length, placed);
  const written = source.text.slice(0, source.root.start) + body;
  return { text: insertHeader(source, written, headerFor([...watches.keys()])), watches, skipped };
}

/** Sets every watch off unless the probe is there to take them on; an expression, so that it binds no name. */
function headerFor(numbers: readonly number[]): string {
  const list = `(${numbers.join(", ")},)`;
  const off = `[b.setdefault("_hasten_off_%d" % i, True) for i in n]`;
  const on = `b["_hasten_probe"].arm(n) if "_hasten_probe" in b else ${off}`;
  return `(lambda b, n: ${on})(__import__("builtins").__dict__, ${list})`;
}

function conflictOf(site: WatchSite, placed: readonly Placed[]): string | undefined {
  const isSame = placed.some(({ site: other }) => isWithin(site, other) && isWithin(other, site));
  if (isSame) return "another watch stands at the same place";
  // What looks at a function's call stands in front of everything else and doubles nothing.
  const around = placed.filter(
    ({ site: other }) => other.kind !== "entry" && site.kind !== "entry" && isNested(site, other),
  );
  return around.length >= DEEPEST ? "too many watches stand inside one another" : undefined;
}

function isNested(a: WatchSite, b: WatchSite): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

/** Of two at one place, the look at a function's call is the outermost, then that at a condition; the innermost is that at arguments. */
function isWithin(inner: WatchSite, outer: WatchSite): boolean {
  const isSame = outer.site.start === inner.site.start && outer.site.end === inner.site.end;
  if (isSame) return rankOf(outer) >= rankOf(inner);
  return outer.site.start <= inner.site.start && inner.site.end <= outer.site.end;
}

const ranks: Partial<Readonly<Record<WatchSite["kind"], number>>> = { entry: 2, asked: 1, given: -1 };

function rankOf({ kind }: WatchSite): number {
  return ranks[kind] ?? 0;
}

/** Copies text, replacing the watched expressions in it, outer ones first. */
class Writer {
  readonly #source: SourceFile;
  readonly #placed: readonly Placed[];

  constructor(source: SourceFile, placed: readonly Placed[]) {
    this.#source = source;
    this.#placed = placed;
  }

  /** The text of a stretch with the given watches in it. */
  range(start: number, end: number, within: readonly Placed[]): string {
    const outermost = within
      .filter(({ site }) => start <= site.site.start && site.site.end <= end)
      .filter((one, _, all) => !all.some((other) => other !== one && isWithin(one.site, other.site)))
      .toSorted((a, b) => a.site.site.start - b.site.site.start);
    let text = "";
    let at = start;
    for (const placed of outermost) {
      text += this.#source.text.slice(at, placed.site.site.start) + this.#watched(placed);
      at = placed.site.site.end;
    }
    return text + this.#source.text.slice(at, end);
  }

  #watched({ number, site }: Placed): string {
    const inner = this.#placed.filter((other) => other.number !== number && isWithin(other.site, site));
    const original = this.range(site.site.start, site.site.end, inner);
    if (site.kind === "entry") return entryText(number, site, original);
    const part = (node: SyntaxNode): string => this.#flat(node, this.range(node.start, node.end, inner));
    const probed = probedText(number, site, part);
    return `(${original} if _hasten_off_${number} or _hasten_next(_hasten_left_${number}, 0) else ${probed})`;
  }

  /** On one line where that cannot change a string or cut a comment. */
  #flat(node: SyntaxNode, text: string): string {
    if (!/[\r\n]/u.test(text)) return text;
    for (const part of descendants(node)) {
      if (part.kind === "comment" || (part.kind === "string" && part.startLine !== part.endLine)) return text;
    }
    return text.replaceAll(/\\?(?:\r\n|\r|\n)/gu, " ");
  }
}

/** In front of a statement, or around the expression that a compound one begins with. */
function entryText(number: number, { isStatement, names, object }: EntrySite, original: string): string {
  const given = tupleOf(names);
  const look = `_hasten_off_${number} or _hasten_next(_hasten_left_${number}, 0) or _hasten_probe.entered(${number}, ${given}${object === undefined ? "" : `, ${object}`})`;
  return isStatement ? `${look}; ${original}` : `((${original}) if ${look} else None)`;
}

/** `(a, b,)`, `()` */
function tupleOf(elements: readonly string[]): string {
  const items = elements.map((element) => `${element}, `).join("");
  return `(${items.trimEnd()})`;
}

function probedText(number: number, site: Exclude<WatchSite, EntrySite>, part: (node: SyntaxNode) => string): string {
  switch (site.kind) {
    case "contains": {
      const call = `_hasten_probe.contains(${number}, ${part(site.left)}, ${part(site.right)})`;
      return site.isNegated ? `not ${call}` : call;
    }
    case "binary":
      return `_hasten_probe.binary(${number}, ${part(site.left)}, ${part(site.right)}, ${site.position})`;
    case "method":
      return `_hasten_probe.method(${number}, ${part(site.object)}, "${site.name}")${part(site.arguments)}`;
    case "call":
      return `_hasten_probe.call(${number}, ${part(site.function)}, ${site.position}, ${pythonTruth(site.isPure)})${part(site.arguments)}`;
    case "given":
      return givenText(number, site, part);
    case "compare": {
      const sides = `${part(site.left)}, ${part(site.right)}`;
      return `_hasten_probe.compare(${number}, ${sides}, ${part(site.operand)}, ${pythonTruth(site.isEqual)})`;
    }
    case "asked":
    case "grown":
      return `_hasten_probe.${site.kind}(${number}, ${part(site.operand)}, ${part(site.site)})`;
    case "made": {
      const sides = `${part(site.site)}, "${site.wants}", ${part(site.operand)}`;
      return `_hasten_probe.made(${number}, _hasten_probe.clock(), ${sides})`;
    }
    case "operand":
      return `_hasten_probe.operand(${number}, ${part(site.site)})`;
  }
}

function givenText(
  number: number,
  { looksAt, arguments: all, named, function: called }: Extract<WatchSite, { kind: "given" }>,
  part: (node: SyntaxNode) => string,
): string {
  const looked = looksAt === undefined ? "" : `, ${tupleOf(looksAt.map(String))}`;
  const given = `*_hasten_probe.given(${number}, ${tupleOf(all.map(part))}${looked})`;
  return `_hasten_probe.gave(${number}, ${part(called)}(${[given, ...named.map(part)].join(", ")}))`;
}

const pythonTruth = (value: boolean): string => (value ? "True" : "False");
