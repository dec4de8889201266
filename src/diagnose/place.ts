import { enclosingLoops, enclosingStatement } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { LocatedFunction } from "./callees.ts";
import type { Candidate, Rule, RuleContext } from "./rule.ts";

/** A candidate with where it stands: what evidence is gathered for. */
export interface Place {
  readonly rule: Rule;
  readonly candidate: Candidate;
  readonly located: LocatedFunction;
  readonly context: RuleContext;
}

/** What rules may ask of the whole program. */
export interface ProgramFacts extends Pick<
  RuleContext,
  "elsewhere" | "mentions" | "allMentions" | "modules" | "installed" | "gil" | "agreed"
> {
  /** By file. */
  readonly servedApps?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Every place that some rule recognises in these functions; an expression belongs to the first rule that claims it. */
export function findPlaces(
  functions: readonly LocatedFunction[],
  rules: readonly Rule[],
  python: readonly [number, number],
  facts: ProgramFacts = {},
): readonly Place[] {
  const claimed = new Set<SyntaxNode>();
  const places: Place[] = [];
  for (const located of functions) {
    const { source, scopes } = located.unit;
    const context: RuleContext = {
      source,
      scopes,
      function: located.function,
      python,
      ...factsFor(source.path, facts),
    };
    for (const rule of rules) {
      for (const candidate of rule.find(context)) {
        if (claimed.has(candidate.expression) || isNearError(candidate.expression, located)) continue;
        claimed.add(candidate.expression);
        places.push({ rule, candidate, located, context });
      }
    }
  }
  return places;
}

/** What is known of the whole program, as far as it is. */
function factsFor(path: string, facts: ProgramFacts): Partial<RuleContext> {
  const { elsewhere, mentions, allMentions, modules, installed, gil, agreed } = facts;
  const known = Object.entries({ elsewhere, mentions, allMentions, modules, installed, gil, agreed });
  return { ...Object.fromEntries(known.filter(([, fact]) => fact !== undefined)), ...servedIn(path, facts.servedApps) };
}

function servedIn(path: string, servedApps: ProgramFacts["servedApps"]): Pick<RuleContext, "served"> {
  const served = servedApps?.get(path);
  return served === undefined ? {} : { served };
}

/** Where the parser stumbled inside the function, what it says of the function is not to be trusted. */
function isNearError(expression: SyntaxNode, { unit, function: owner }: LocatedFunction): boolean {
  const region = owner.qualname === "<module>" ? (enclosingStatement(expression) ?? owner.node) : owner.node;
  return unit.source.errors.some((error) => error.start <= region.end && error.end >= region.start);
}

/**
 * The lines whose samples count as the place's heat: the innermost loop around the expression, because a sampler
 * inside the process sees the loop's next turn rather than the expression; else its statement.
 */
export function heatRegion(expression: SyntaxNode): SyntaxNode {
  return enclosingLoops(expression)[0] ?? enclosingStatement(expression) ?? expression;
}

/** The same for every look at the place, whichever rule or hotspot it was found by. */
export function placeKey({ context, candidate }: Place): string {
  return `${candidate.expression.start} ${candidate.expression.end} ${context.source.path}`;
}
