import { ancestors, descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { builtinNamed, type AllMentions, type Code } from "./code.ts";
import { definitionsMeant, type Located } from "./meaning.ts";

/** A file from which the project's others can be asked for. */
export interface Asking extends Code {
  readonly allMentions?: AllMentions;
}

/** A name that more files know is too common to be followed. */
export const MOST_FILES = 24;
/** More classes than these are no family that a reader would know. */
const MOST_CLASSES = 24;

/** The classes with the files that they stand in. */
export type Family = ReadonlyMap<SyntaxNode, Code>;

const families = new WeakMap<SyntaxNode, Family | "unknown">();

/**
 * The classes of the project whose methods an object of the class may have: those above it, those below, and what else those are made
 * of. Undefined where the text does not tell.
 */
export function familyOf(code: Asking, home: SyntaxNode): Family | undefined {
  const known = families.get(home) ?? new Relatives(code).of({ code, node: home }) ?? "unknown";
  families.set(home, known);
  return known === "unknown" ? undefined : known;
}

interface Member extends Located {
  /** The class that was asked about, or one derived from it: classes derived from this one belong to the family, too. */
  readonly isBelow: boolean;
}

class Relatives {
  readonly #asking: Asking;
  readonly #found = new Map<SyntaxNode, Member>();
  readonly #open: Member[] = [];

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  of(home: Located): Family | undefined {
    this.#add({ ...home, isBelow: true });
    for (let at = this.#open.pop(); at !== undefined; at = this.#open.pop()) {
      if (this.#found.size > MOST_CLASSES || !this.#climb(at) || (at.isBelow && !this.#descend(at))) return undefined;
    }
    return new Map([...this.#found].map(([node, { code }]) => [node, code]));
  }

  #add(member: Member): void {
    const known = this.#found.get(member.node);
    if (known !== undefined && (known.isBelow || !member.isBelow)) return;
    this.#found.set(member.node, member);
    this.#open.push(member);
  }

  #climb({ code, node }: Member): boolean {
    return basesIn(node).every((base) => {
      const meant = definitionsMeant(code, base);
      if (meant === undefined) return this.#isForeign(code, base);
      for (const each of meant) this.#add({ ...each, isBelow: false });
      return meant.every((each) => each.node.kind === "class_definition");
    });
  }

  /** A class that no file of the project makes. */
  #isForeign(code: Code, base: SyntaxNode): boolean {
    if (builtinNamed(code, base) !== undefined) return true;
    const name = lastNameOf(code, base);
    const files = name === undefined ? undefined : this.#filesNaming(name);
    const making = new RegExp(`\\bclass\\s+${name}\\b|\\b${name}\\s*=[^=]`, "u");
    return files?.every(({ source }) => !making.test(source.text)) === true;
  }

  #filesNaming(name: string): readonly Code[] | undefined {
    const { source, allMentions } = this.#asking;
    const others = allMentions === undefined ? [] : allMentions(name, source.path, MOST_FILES);
    return others && [this.#asking, ...others];
  }

  #descend({ code, node }: Member): boolean {
    const name = field(node, "name");
    const files = name === undefined ? undefined : this.#filesNaming(textOf(code.source, name));
    return (
      files !== undefined &&
      name !== undefined &&
      files.every((file) => this.#lookIn(file, node, textOf(code.source, name)))
    );
  }

  /** Adds the classes of a file that name this one as their base; false where it may be known by another name. */
  #lookIn(file: Code, owner: SyntaxNode, name: string): boolean {
    for (const node of descendants(file.source.root)) {
      if (node.kind !== "identifier" || textOf(file.source, node) !== name) continue;
      const use = node.parent?.kind === "attribute" && node.field === "attribute" ? node.parent : node;
      if (isRenamed(use, file)) return false;
      const derived = classWithBase(use);
      if (derived !== undefined && derived !== owner) this.#add({ code: file, node: derived, isBelow: true });
    }
    return true;
  }
}

/** `Other = Base`, `import Base as Other`, `type("Other", (Base,), {})` */
function isRenamed(node: SyntaxNode, { source }: Code): boolean {
  const { parent } = node;
  if (parent?.kind === "dotted_name") return parent.parent?.kind === "aliased_import";
  if (parent?.kind === "assignment") return node.field === "right";
  const call = parent?.kind === "tuple" && parent.parent?.kind === "argument_list" ? parent.parent.parent : undefined;
  const callee = call === undefined ? undefined : field(call, "function");
  return callee !== undefined && textOf(source, callee) === "type";
}

/** The class that has the expression among its bases, as `Base`, `Base[int]` or `with_metaclass(Meta, Base)`. */
function classWithBase(base: SyntaxNode): SyntaxNode | undefined {
  for (const at of ancestors(base)) {
    if (at.kind === "argument_list" && at.parent?.kind === "class_definition") return at.parent;
    if (at.kind === "block" || at.kind === "module") return undefined;
  }
  return undefined;
}

function basesIn(owner: SyntaxNode): readonly SyntaxNode[] {
  const list = field(owner, "superclasses");
  const bases = list === undefined ? [] : namedChildren(list).filter(({ kind }) => kind !== "keyword_argument");
  return bases.map((base) => (base.kind === "subscript" ? (field(base, "value") ?? base) : base));
}

function lastNameOf({ source }: Code, base: SyntaxNode): string | undefined {
  const name = base.kind === "attribute" ? field(base, "attribute") : base;
  return name?.kind === "identifier" ? textOf(source, name) : undefined;
}
