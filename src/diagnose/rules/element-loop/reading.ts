import type { SyntaxNode } from "../../../source/node.ts";
import { freshName } from "../../analysis/fresh-name.ts";
import type { RuleContext } from "../../rule.ts";
import { widened, type Bound, type Whole } from "./whole.ts";

/** A stretch of an array that moves with the loop: `rows[y, i + 1]`. */
export interface Stretch {
  /** The array's name. */
  readonly array: string;
  /** Which of the places in the brackets moves. */
  readonly axis: number;
  /** With which of the loops. */
  readonly loop: number;
  /** What is added to the loop's number there. */
  readonly offset: number;
}

/** Something of an array that is read. */
export interface Read {
  readonly array: string;
  /** What the new code calls it: itself, or what is made of a list. */
  readonly name: string;
  readonly key: string;
  /** What holds all that is read, and can be worked out before the loop begins. */
  readonly all: string;
  /** How many places stand in the brackets. */
  readonly places: number;
  /** Read as it is, not through `int()` or `float()`. */
  readonly isBare: boolean;
}

/** What is worked out for an array and written into it in the end. */
export interface Stored {
  readonly array: string;
  readonly key: string;
  /** The variable with the results. */
  readonly name: string;
  /** Where they go. */
  readonly into: string;
  readonly places: number;
  readonly isScattered: boolean;
  /** Of a list: what stands in its brackets, one behind the other. */
  readonly listed?: readonly string[];
}

/** An array that is made of a list of numbers, or of a list of such. */
export interface View {
  readonly name: string;
  readonly places: number;
}

/** One of the dimensions that the turns of all loops together have. */
export interface Axis {
  /** The variable that counts; absent where elements themselves are walked through. */
  readonly variable: string | undefined;
}

/** What the new code calls the turns of a loop and, as an array, its numbers. */
interface AxisNames {
  readonly turns: string;
  readonly places: string;
}

/** The loops in the loop. */
export interface InnerLoops {
  readonly trips: Bound | undefined;
  readonly carried: ReadonlySet<string>;
  readonly growth: Map<string, Bound | "unbounded">;
}

/** Which arrays are thought of: of floats alone, or of whole numbers and floats. */
export type Variant = "float" | "int";

/** Reads an expression; undefined where it cannot be read as a whole. */
export type Reader = (r: Reading, node: SyntaxNode) => Whole | undefined;

/** What is known before the body of a loop is read. */
export interface LoopFacts {
  readonly context: RuleContext;
  readonly variant: Variant;
  /** Expressions hold one another: of any kind, and of whole numbers. */
  readonly readers: Readonly<Record<"number" | "int", Reader>>;
  /** What the file calls numpy. */
  readonly numpy: string;
  /** What is walked through and read are lists of numbers, of which arrays are made. */
  readonly lists?: true;
  /** Sums may be added in another order where their floats stay this close; absent: they keep the loop's order. */
  readonly tolerance?: number;
  /** The loop, or the two of a nest, the outer one first. */
  readonly axes: readonly Axis[];
  /** Arrays that are walked through, by the variable that takes their elements. */
  readonly walked: ReadonlyMap<string, string>;
  /** Names that the loop's body binds. */
  readonly assigned: ReadonlySet<string>;
  /** How often each of them stands there as a target. */
  readonly assignments: ReadonlyMap<string, number>;
  /** Names that stand in brackets: whole numbers, or errors. */
  readonly placeNames: ReadonlySet<string>;
  /** Of these, those that were seen to differ between turns. */
  readonly moving: ReadonlySet<string>;
}

/** Reads a loop's body as a whole, statement by statement; gathers what the new code has to ask first. */
export class Reading {
  readonly facts: LoopFacts;
  /** The code that works everything out, four blanks a level. */
  readonly lines: string[] = [];
  /** What writes the results, when all are there. */
  readonly commits: string[] = [];
  readonly stretches: Stretch[] = [];
  readonly reads: Read[] = [];
  readonly stored: Map<string, Stored> = new Map();
  /** By the list's name. */
  readonly views: Map<string, View> = new Map();
  /** There is a loop in the loop. */
  hasInner = false;
  /** A list is read both as one of numbers and as one of lists. */
  isMisread = false;
  readonly storedBounds: Map<string, Bound | undefined> = new Map();
  /** Arrays that have to be ones, although nothing of them is read. */
  readonly sized: Set<string> = new Set();
  /** Sizes of rows: `len(rows[0])`. */
  readonly rowSizes: Set<string> = new Set();
  /** Attributes of names, `self.grid`: what they mean has to lie in the object itself. */
  readonly attributes: Set<string> = new Set();
  /** Names of plain numbers, and of whole ones. */
  readonly numbers: Set<string> = new Set();
  readonly ints: Set<string> = new Set();
  /** Names of numbers that are added to or compared, of counters, of lists. */
  readonly totals: Set<string> = new Set();
  readonly counters: Set<string> = new Set();
  readonly lists: Set<string> = new Set();
  readonly tuples: Set<string> = new Set();
  /** Of the totals, those that Python's own numbers are added to, and those that may be anything. */
  readonly pythonTotals: Set<string> = new Set();
  /** Totals that are added to in another order than the loop's. */
  readonly reordered: Set<string> = new Set();
  /** What comes before the first part of the turns then, and what has to hold after the last. */
  readonly begins: string[] = [];
  readonly closings: string[] = [];
  readonly free: Set<string> = new Set();
  /** Conditions that have to hold before anything is worked out, besides those of names and places. */
  readonly asked: string[] = [];
  /** Conditions that have to hold for what was worked out. */
  readonly proofs: string[] = [];
  readonly moving: Set<string> = new Set();
  /** What names of the body mean at this point of a turn. */
  env: Map<string, Whole> = new Map();
  /** Names that the branch before has bound. */
  besides: ReadonlyMap<string, Whole | undefined> = new Map();
  /** The variable that says for which turns this point is reached. */
  mask: string | undefined = undefined;
  depth = 0;
  /** How many loops and conditions, the same for all turns, are around this point. */
  stillDepth = 0;
  /** Loops in the loop: how often they go round, and what grows in them. */
  inner: InnerLoops | undefined = undefined;
  /** Whole numbers are worked out in arrays: they must not wrap around. */
  hasIntegers: boolean;
  /** An array is read after something was written: of the same array by another name, another value would be read. */
  readsLate = false;
  /** Something is subtracted: no array of unsigned numbers may be among them. */
  subtracts = false;
  /** The types of results show: only arrays of 64 bits. */
  showsTypes = false;
  /** The loops whose numbers are used as numbers. */
  readonly usedPlaces: Set<number> = new Set();
  /** Of all that is worked out: those that no other one holds. */
  bounds: readonly Bound[] = [{ factor: 1, degree: 1 }];
  /** The same, of those that have no more bits than what they are made of. */
  ownBounds: readonly Bound[] = [];
  /** Something has no bound that the source tells. */
  isUnbounded = false;
  readonly axes: readonly AxisNames[];
  readonly names: Readonly<Record<"turns" | "part" | "isWhole" | "rest" | "every", string>>;
  readonly #taken: string[] = [];

  constructor(facts: LoopFacts) {
    this.facts = facts;
    this.hasIntegers = facts.variant === "int";
    this.axes = facts.axes.map((_, axis) => ({
      turns: this.fresh(axis === 0 ? "turns" : "inner_turns"),
      places: this.fresh(axis === 0 ? "places" : "inner_places"),
    }));
    this.names = {
      turns: this.axes[0]?.turns ?? "",
      part: this.fresh("part"),
      isWhole: this.fresh("is_whole"),
      rest: this.fresh("rest"),
      every: this.fresh("every"),
    };
  }

  /** A name that means nothing yet. */
  fresh(wanted: string): string {
    const name = freshName(this.facts.context.source, wanted, this.#taken);
    this.#taken.push(name);
    return name;
  }

  /**
   * Making an array of a list takes as long as three or four operations on each of its elements (asking for its type 13 ns, taking it
   * over 20): only a loop in a loop, or rows and columns, do more with them.
   */
  get paysForLists(): boolean {
    return this.isNest || this.hasInner;
  }

  /** What the new code calls an array, or what it makes of a list. */
  arrayOf(name: string, places: number): string {
    if (this.facts.lists !== true) return name;
    const view = this.views.get(name) ?? { name: this.fresh(`${name}_array`), places };
    this.views.set(name, view);
    if (view.places !== places || places > 2) this.isMisread = true;
    return view.name;
  }

  /** Whose number an element is. */
  get elementKind(): Whole["kind"] {
    return this.facts.lists === true ? "python" : "numpy";
  }

  /** An expression that is a number in each turn. */
  number(node: SyntaxNode): Whole | undefined {
    return this.facts.readers.number(this, node);
  }

  /** An expression that is a whole number, or an error in each turn where it is none. */
  int(node: SyntaxNode): Whole | undefined {
    return this.facts.readers.int(this, node);
  }

  write(line: string): void {
    this.lines.push(`${"    ".repeat(this.depth)}${line}`);
  }

  /** A number that is worked out in arrays: a float, which is the same one there, or of as many bits as what it is made of. */
  noted(whole: Whole): Whole {
    const { bound, moves, nature } = whole;
    if (moves && nature !== "float" && bound !== undefined) this.ownBounds = widened(this.ownBounds, bound);
    return moves ? this.held(whole) : whole;
  }

  /** An element as it is, or what an array meets. */
  held(whole: Whole): Whole {
    const { bound, nature } = whole;
    if (nature === "float") return whole;
    if (bound === undefined) this.isUnbounded = true;
    else this.bounds = widened(this.bounds, bound);
    return whole;
  }

  /** Which of the loops counts with the variable. */
  axisOf(name: string): number | undefined {
    const axis = this.facts.axes.findIndex(({ variable }) => variable === name);
    return axis < 0 ? undefined : axis;
  }

  /** `places`, a loop's numbers as an array; of the outer one of a nest, a column of them. */
  placesText(axis: number): string {
    this.usedPlaces.add(axis);
    this.hasIntegers = true;
    return this.axes[axis]?.places ?? "";
  }

  /** The first turn's place and the one behind the last turn's, moved on. */
  ends(axis: number, shift: string): readonly [first: string, last: string] {
    const turns = this.axes[axis]?.turns ?? "";
    return [`${turns}.start${shift}`, `${turns}.stop${shift}`];
  }

  /** The stretch of all turns, moved on. */
  stretch(axis: number, shift: string): string {
    return this.ends(axis, shift).join(":");
  }

  /** Two loops are worked out at once: in rows and columns. */
  get isNest(): boolean {
    return this.axes.length > 1;
  }

  /** What has an element for each turn. */
  get shape(): string {
    return `(${this.axes.map(({ turns }) => `len(${turns})`).join(", ")}${this.isNest ? "" : ","})`;
  }

  /** How many turns there are. */
  get count(): string {
    return this.axes.map(({ turns }) => `len(${turns})`).join(" * ");
  }

  /** The same of all parts together. */
  get countOfAll(): string {
    return [this.names.every, ...this.axes.slice(1).map(({ turns }) => turns)].map((all) => `len(${all})`).join(" * ");
  }

  /** One number for each turn, in the order of the turns. */
  inOrder(text: string): string {
    return this.isNest ? `${this.spread(text)}.ravel()` : text;
  }

  /** The same; under a condition, for the turns that it holds for. */
  chosen(text: string): string {
    if (this.mask === undefined) return this.inOrder(text);
    return this.isNest ? `${this.spread(text)}[${this.spread(this.mask)}]` : `(${text})[${this.mask}]`;
  }

  /** As rows and columns, where it may be a row or a column alone. */
  spread(text: string): string {
    return this.isNest ? `${this.facts.numpy}.broadcast_to(${text}, ${this.shape})` : text;
  }
}
