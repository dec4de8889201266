import { field, isComprehension, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { refine, type QueueView } from "./length-tests.ts";

/** What one use does to the length of the queue. */
export interface LengthEffect {
  /** Elements that must be there. */
  readonly needs: number;
  /** Elements that there are more, or fewer, afterwards. */
  readonly adds: number;
  /** The length afterwards is at least this, whatever it was. */
  readonly becomes?: number;
}

/** The lowest length the queue can have at a point; undefined where the program cannot be. */
type Lowest = number | undefined;

/** Lengths above this are not told apart. */
const ENOUGH = 4;

/**
 * Which uses find the elements that they need on every way through the code? A small abstract interpretation: one lower
 * bound of the length, followed statement by statement; loops until it stays the same.
 */
export function provenUses(
  body: SyntaxNode,
  effects: ReadonlyMap<SyntaxNode, LengthEffect>,
  view: QueueView,
): ReadonlySet<SyntaxNode> {
  const walk = new LengthWalk(effects, view);
  walk.block(body, 0);
  return new Set([...effects.keys()].filter((use) => walk.holds(use)));
}

function join(a: Lowest, b: Lowest): Lowest {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

/** What only defines something runs later, or elsewhere. */
const definitions: ReadonlySet<string> = new Set(["function_definition", "class_definition", "decorated_definition"]);

class LengthWalk {
  readonly #effects: ReadonlyMap<SyntaxNode, LengthEffect>;
  readonly #view: QueueView;
  readonly #fails = new Set<SyntaxNode>();
  readonly #reached = new Set<SyntaxNode>();
  /** Per open loop: the lowest length at its `break`s and `continue`s. */
  readonly #loops: { leaves: Lowest; goesOn: Lowest }[] = [];

  constructor(effects: ReadonlyMap<SyntaxNode, LengthEffect>, view: QueueView) {
    this.#effects = effects;
    this.#view = view;
  }

  holds(use: SyntaxNode): boolean {
    return this.#reached.has(use) && !this.#fails.has(use);
  }

  block(block: SyntaxNode | undefined, before: Lowest): Lowest {
    let lowest = before;
    for (const statement of block === undefined ? [] : namedChildren(block))
      lowest = this.#statement(statement, lowest);
    return lowest;
  }

  #statement(node: SyntaxNode, lowest: Lowest): Lowest {
    if (node.kind === "break_statement" || node.kind === "continue_statement") return this.#jump(node, lowest);
    if (definitions.has(node.kind)) return lowest;
    const after = this.#compound(node, lowest);
    return node.kind === "return_statement" || node.kind === "raise_statement" ? undefined : after;
  }

  #compound(node: SyntaxNode, lowest: Lowest): Lowest {
    switch (node.kind) {
      case "if_statement":
        return this.#choice(node, lowest);
      case "while_statement":
        return this.#while(node, lowest);
      case "for_statement":
        return this.#for(node, lowest);
      case "try_statement":
        return this.#try(node, lowest);
      case "with_statement":
        return this.#guarded(node, lowest);
      case "match_statement":
        return this.#unclear(node, lowest);
      default:
        return this.#evaluate(node, lowest);
    }
  }

  #jump(node: SyntaxNode, lowest: Lowest): undefined {
    const loop = this.#loops.at(-1);
    if (loop !== undefined && node.kind === "break_statement") loop.leaves = join(loop.leaves, lowest);
    if (loop !== undefined && node.kind === "continue_statement") loop.goesOn = join(loop.goesOn, lowest);
  }

  #choice(node: SyntaxNode, before: Lowest): Lowest {
    const condition = field(node, "condition");
    const tested = this.#evaluate(condition, before);
    let after = this.block(field(node, "consequence"), this.#given(condition, true, tested));
    let otherwise = this.#given(condition, false, tested);
    for (const clause of node.children) {
      if (clause.kind === "else_clause") {
        return join(after, this.block(field(clause, "body"), otherwise));
      }
      if (clause.kind !== "elif_clause") continue;
      const next = field(clause, "condition");
      const then = this.#evaluate(next, otherwise);
      after = join(after, this.block(field(clause, "consequence"), this.#given(next, true, then)));
      otherwise = this.#given(next, false, then);
    }
    return join(after, otherwise);
  }

  #given(condition: SyntaxNode | undefined, truth: boolean, lowest: Lowest): Lowest {
    if (condition === undefined || lowest === undefined) return lowest;
    return this.#isChanging(condition) ? lowest : refine(condition, truth, lowest, this.#view);
  }

  /** Does a part of the node take elements away or give the variable another queue? */
  #isChanging(node: SyntaxNode): boolean {
    for (const [use, { adds, becomes }] of this.#effects) {
      if ((adds < 0 || becomes !== undefined) && use.start >= node.start && use.end <= node.end) return true;
    }
    return false;
  }

  #while(node: SyntaxNode, before: Lowest): Lowest {
    const condition = field(node, "condition");
    return this.#repeat(node, before, (entry) => {
      const tested = this.#evaluate(condition, entry);
      const next = this.block(field(node, "body"), this.#given(condition, true, tested));
      return { next, after: condition?.kind === "true" ? undefined : this.#given(condition, false, tested) };
    });
  }

  #for(node: SyntaxNode, before: Lowest): Lowest {
    const started = this.#evaluate(field(node, "right"), before);
    return this.#repeat(node, started, (entry) => ({ next: this.block(field(node, "body"), entry), after: entry }));
  }

  #repeat(node: SyntaxNode, before: Lowest, turn: (entry: Lowest) => { next: Lowest; after: Lowest }): Lowest {
    let entry = before;
    for (let turns = 0; ; turns++) {
      const loop: { leaves: Lowest; goesOn: Lowest } = { leaves: undefined, goesOn: undefined };
      this.#loops.push(loop);
      const { next, after } = turn(entry);
      this.#loops.pop();
      const again = join(entry, join(next, loop.goesOn));
      if (again !== entry && turns < 2 * ENOUGH) {
        entry = again;
        continue;
      }
      const alternative = node.children.find((child) => child.kind === "else_clause");
      return join(this.block(alternative && field(alternative, "body"), after), loop.leaves);
    }
  }

  /** An exception can come anywhere: after a `try` that takes elements nothing is known. */
  #try(node: SyntaxNode, before: Lowest): Lowest {
    const caught = this.#isChanging(node) ? 0 : before;
    let after = this.block(field(node, "body"), before);
    for (const clause of node.children) {
      const body = field(clause, "body") ?? clause.children.find((child) => child.kind === "block");
      if (clause.kind.startsWith("except")) after = join(after, this.block(body, caught));
      if (clause.kind === "else_clause") after = this.block(body, this.#isChanging(node) ? 0 : after);
      if (clause.kind === "finally_clause")
        after = after === undefined ? this.block(body, caught) : this.block(body, join(after, caught));
    }
    return after;
  }

  /** A `with` may swallow an exception that came anywhere in it. */
  #guarded(node: SyntaxNode, before: Lowest): Lowest {
    const clause = node.children.find((child) => child.kind === "with_clause");
    const after = this.block(field(node, "body"), this.#evaluate(clause, before));
    return this.#isChanging(node) ? 0 : join(after, before);
  }

  #unclear(node: SyntaxNode, before: Lowest): Lowest {
    const start = this.#isChanging(node) ? 0 : before;
    let after = start;
    for (const child of namedChildren(node)) {
      if (child.kind === "block")
        for (const clause of namedChildren(child)) after = join(after, this.#unclear(clause, start));
      else after = join(after, this.#evaluate(child, start));
    }
    return after;
  }

  #evaluate(node: SyntaxNode | undefined, before: Lowest): Lowest {
    if (node === undefined || before === undefined || node.kind === "lambda") return before;
    if (isComprehension(node)) return this.#children(node, this.#isChanging(node) ? 0 : before);
    switch (node.kind) {
      case "block":
        return this.block(node, before);
      case "boolean_operator":
        return this.#shortCircuit(node, before);
      case "conditional_expression":
        return this.#conditional(node, before);
      case "assignment":
      case "augmented_assignment":
        return this.#evaluate(field(node, "left"), this.#evaluate(field(node, "right"), before));
      default:
        return this.#apply(node, this.#children(node, before));
    }
  }

  #children(node: SyntaxNode, before: Lowest): Lowest {
    let lowest = before;
    for (const child of node.children) lowest = this.#evaluate(child, lowest);
    return lowest;
  }

  #shortCircuit(node: SyntaxNode, before: Lowest): Lowest {
    const left = field(node, "left");
    const tested = this.#evaluate(left, before);
    const goesOn = this.#given(left, field(node, "operator")?.kind === "and", tested);
    return join(tested, this.#evaluate(field(node, "right"), goesOn));
  }

  #conditional(node: SyntaxNode, before: Lowest): Lowest {
    const [chosen, condition, other] = namedChildren(node);
    const tested = this.#evaluate(condition, before);
    const then = this.#evaluate(chosen, this.#given(condition, true, tested));
    return join(then, this.#evaluate(other, this.#given(condition, false, tested)));
  }

  #apply(node: SyntaxNode, lowest: Lowest): Lowest {
    const effect = this.#effects.get(node);
    if (effect === undefined || lowest === undefined) return lowest;
    this.#reached.add(node);
    if (lowest < effect.needs) this.#fails.add(node);
    if (effect.becomes !== undefined) return Math.min(effect.becomes, ENOUGH);
    return Math.min(Math.max(lowest + effect.adds, 0), ENOUGH);
  }
}
