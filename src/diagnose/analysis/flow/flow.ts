import type { SyntaxNode } from "../../../source/node.ts";
import { ancestors, field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { Obstacle } from "../../finding.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { Code } from "../code.ts";
import { valueOf } from "../expression-value.ts";
import { propertyAt, type Property } from "./property.ts";
import { calledDefinition, callsOf, definitionAt, returnsOf, valueGivenTo } from "./calls.ts";
import { cellAt, functionAroundNode, isSameCell, nodesOf, type Cell } from "./cell.ts";
import { flowUseOf, type FlowUse } from "./flow-use.ts";

/** One place where the list is named, or where a call gives it. */
export interface Occurrence {
  /** A name, an attribute, or a call that returns the list. */
  readonly node: SyntaxNode;
  readonly cell: Cell | undefined;
  readonly use: FlowUse;
}

/** Everything that holds or uses a list within its file, as far as the text tells. */
export interface Flow {
  readonly cells: readonly Cell[];
  readonly occurrences: readonly Occurrence[];
  /** The expressions that make the list. */
  readonly creations: readonly SyntaxNode[];
  /** What could not be followed. */
  readonly obstacles: readonly Obstacle[];
  /** Names through which other files could reach it. */
  readonly names: readonly ReachableName[];
}

/** A name that other files could use: what holds the list, what takes it as an argument, what gives it back. */
export interface ReachableName {
  readonly name: string;
  readonly kind: "attribute" | "global" | "takes" | "returns";
  /** The class of the attribute's object, where it is in sight. */
  readonly home?: SyntaxNode;
}

/**
 * `everywhere`: to all that may hold the same list and to where it is made; `onwards`: only to where the list goes from this
 * cell, and to where this cell's own values are made.
 */
export type Direction = "everywhere" | "onwards";

/** More cells than these are no longer one list's life. */
const MOST_CELLS = 24;

const flows = new WeakMap<SourceFile, { readonly cell: Cell; readonly direction: Direction; readonly flow: Flow }[]>();

/** Follows the list that a cell holds through its file. */
export function flowOf(code: Code, cell: Cell, direction: Direction): Flow {
  const known = flows.get(code.source) ?? [];
  flows.set(code.source, known);
  const found = known.find((entry) => entry.direction === direction && isSameCell(entry.cell, cell));
  if (found !== undefined) return found.flow;
  const flow = new Follower(code, direction).follow(cell);
  known.push({ cell, direction, flow });
  return flow;
}

class Follower {
  readonly #code: Code;
  readonly #direction: Direction;
  readonly #cells: Cell[] = [];
  readonly #occurrences: Occurrence[] = [];
  readonly #creations = new Set<SyntaxNode>();
  readonly #obstacles: Obstacle[] = [];
  readonly #names: ReachableName[] = [];
  readonly #returned = new Set<SyntaxNode>();
  readonly #given = new Set<SyntaxNode>();

  constructor(code: Code, direction: Direction) {
    this.#code = code;
    this.#direction = direction;
  }

  follow(first: Cell): Flow {
    this.#add(first);
    for (let at = 0; at < this.#cells.length; at += 1) {
      const cell = this.#cells[at];
      if (cell === undefined || at >= MOST_CELLS) {
        this.#refuse("escapes", this.#nameOf(first));
        break;
      }
      this.#visit(cell);
    }
    return {
      cells: this.#cells,
      occurrences: this.#occurrences,
      creations: [...this.#creations],
      obstacles: this.#obstacles,
      names: this.#names,
    };
  }

  #add(cell: Cell): void {
    if (!this.#cells.some((known) => isSameCell(known, cell))) this.#cells.push(cell);
  }

  #refuse(code: Obstacle["code"], about: string): void {
    this.#obstacles.push({ code, about });
  }

  #nameOf(cell: Cell): string {
    return cell.kind === "name" ? cell.binding.name : cell.name;
  }

  #visit(cell: Cell): void {
    if (cell.kind === "attribute")
      this.#names.push({ name: cell.name, kind: "attribute", ...(cell.home && { home: cell.home }) });
    else if (cell.binding.kind === "parameter") this.#visitParameter(cell.binding.scope.node, cell);
    else if (cell.binding.scope.kind === "module") this.#names.push({ name: cell.binding.name, kind: "global" });
    else if (cell.binding.scope.kind !== "function") this.#refuse("escapes", cell.binding.name);
    for (const node of nodesOf(this.#code, cell)) this.#use(node, cell);
  }

  #use(node: SyntaxNode, cell: Cell | undefined): void {
    const use = flowUseOf(this.#code, node);
    this.#occurrences.push({ node, cell, use });
    if (use.kind === "moved") for (const to of [use.to, ...(use.orTo ?? [])]) this.#add(to);
    else if (use.kind === "lost") this.#refuse("escapes", use.about);
    else if (use.kind === "returned") this.#hand(node, cell, use.isAmongOthers === true);
    else if (use.kind === "bound" && !isParameter(node) && this.#isFollowedBack(cell)) this.#value(use.value, node);
  }

  #isFollowedBack(cell: Cell | undefined): boolean {
    return this.#direction === "everywhere" || cell === this.#cells[0];
  }

  /** Where a value comes from: a new list, None, another cell, a function of this file that returns it. */
  #value(expression: SyntaxNode | undefined, about: SyntaxNode): void {
    const node = expression === undefined ? undefined : withoutParentheses(expression);
    if (node === undefined) return this.#refuse("not-a-list", textOf(this.#code.source, about));
    if (node.kind === "none") return;
    const parts = alternatives(node);
    if (parts !== undefined) {
      for (const part of parts) this.#value(part, about);
      return;
    }
    const { type, isNew } = valueOf(this.#code, node);
    if (isNew && type === "list") {
      this.#creations.add(node);
      return;
    }
    this.#otherValue(node, about);
  }

  #otherValue(node: SyntaxNode, about: SyntaxNode): void {
    const cell = cellAt(this.#code, node);
    const definition = node.kind === "call" ? calledDefinition(this.#code, node) : undefined;
    const returns = definition === undefined || definition.name === "__init__" ? undefined : returnsOf(definition);
    if (cell !== undefined) this.#addSource(cell, about);
    else if (returns === undefined || returns.length === 0)
      this.#refuse("not-a-list", textOf(this.#code.source, about));
    else if (!this.#given.has(node)) {
      this.#given.add(node);
      // What one caller gets from an expression, all callers get from it.
      for (const value of returns) {
        if (this.#direction === "everywhere") this.#use(value, undefined);
        this.#value(value, about);
      }
    }
  }

  /** Whoever held the list before can change it later: that matters, and is only seen when it is followed. */
  #addSource(cell: Cell, about: SyntaxNode): void {
    if (this.#direction === "everywhere") this.#add(cell);
    else this.#refuse("escapes", textOf(this.#code.source, about));
  }

  /** What the callers give. */
  #visitParameter(node: SyntaxNode, cell: Cell): void {
    const definition = definitionAt(this.#code, node);
    const calls = definition === undefined ? undefined : callsOf(this.#code, definition);
    const parameter = definition?.parameters.find(
      (each) => cell.kind === "name" && this.#code.scopes.bindingOf(each.node) === cell.binding,
    );
    const about = this.#nameOf(cell);
    if (!this.#isFollowedBack(cell)) return;
    if (definition === undefined || calls === undefined || parameter === undefined || calls.length === 0)
      return this.#refuse("crosses-functions", about);
    this.#addName(definition.node, definition.name, "takes");
    for (const call of calls) {
      const value = valueGivenTo(this.#code, definition, call, parameter);
      this.#value(value, parameter.node);
      if (value !== undefined && value === parameter.default && value.kind !== "none")
        this.#refuse("shared-default", about);
    }
  }

  /** A nested function's name cannot be reached from other files; a class's constructor is reached by the class's name. */
  #addName(definition: SyntaxNode, name: string, kind: ReachableName["kind"]): void {
    const around = functionAroundNode(definition);
    if (around !== undefined) return;
    const owner = definition.parent?.parent;
    const className = name === "__init__" && owner !== undefined ? field(owner, "name") : undefined;
    this.#names.push({ name: className === undefined ? name : textOf(this.#code.source, className), kind });
  }

  /** Whoever reads the property has the list. */
  #visitProperty({ name, home }: Property): void {
    this.#names.push({ name, kind: "attribute", home });
    for (const node of nodesOf(this.#code, { kind: "attribute", name, home })) this.#use(node, undefined);
  }

  /** A function's own list is handed out when what follows it there is over; in a tuple others' lists are not followed. */
  #hand(node: SyntaxNode, cell: Cell | undefined, isAmongOthers: boolean): void {
    const isOwn = cell?.kind === "name" && cell === this.#cells[0] && isOfOneRun(cell.binding);
    if (isOwn && this.#direction === "onwards") return;
    if (isAmongOthers) this.#refuse("escapes", textOf(this.#code.source, node.parent ?? node));
    else this.#visitReturn(node);
  }

  /** Whoever calls the function has the list. */
  #visitReturn(node: SyntaxNode): void {
    const around = functionAroundNode(node);
    if (around === undefined || this.#returned.has(around)) return;
    this.#returned.add(around);
    const property = propertyAt(this.#code, around);
    if (property !== undefined) return this.#visitProperty(property);
    const definition = definitionAt(this.#code, around);
    const calls = definition === undefined ? undefined : callsOf(this.#code, definition);
    if (definition === undefined || calls === undefined)
      return this.#refuse("escapes", textOf(this.#code.source, node));
    this.#addName(definition.node, definition.name, "returns");
    for (const call of calls) this.#use(call, undefined);
  }
}

/** Does nothing that may run when the function is over know the name: an inner function, a generator? */
function isOfOneRun({ kind, scope, references }: Binding): boolean {
  return (
    kind === "local" &&
    references.every(({ node }) => {
      const isLazy = [...ancestors(node)].some((at) => at.kind === "generator_expression");
      return !isLazy && functionAroundNode(node) === scope.node;
    })
  );
}

function isParameter({ parent, field: filled }: SyntaxNode): boolean {
  const kind = parent?.kind ?? "";
  return kind === "parameters" || (kind.endsWith("_parameter") && filled !== "value");
}

/** `a if c else b`, `a or b`: either. */
function alternatives(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (node.kind === "conditional_expression") {
    const [first, , second] = namedChildren(node);
    return first !== undefined && second !== undefined ? [first, second] : undefined;
  }
  if (node.kind !== "boolean_operator" || field(node, "operator")?.kind !== "or") return undefined;
  const [left, right] = [field(node, "left"), field(node, "right")];
  return left !== undefined && right !== undefined ? [left, right] : undefined;
}
