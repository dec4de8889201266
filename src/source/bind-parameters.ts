import type { SyntaxNode } from "./node.ts";
import { field, namedChildren } from "./navigate.ts";
import type { OpenScope } from "./scope.ts";
import { bindName, visit, visitRegion, type Walk } from "./walk.ts";

/** Where the parts of a parameter list belong. */
interface ParameterScopes {
  /** The function's own: the names. */
  readonly inner: OpenScope;
  /** Where the `def` or `lambda` stands: the defaults. */
  readonly outer: OpenScope;
  /** The type parameters' scope, or `outer`: the annotations. */
  readonly around: OpenScope;
}

/** Binds the parameters in the function, and reads defaults and annotations outside it. */
export function bindParameters(walk: Walk, list: SyntaxNode | undefined, scopes: ParameterScopes): void {
  if (list === undefined) return;
  walk.regions.set(list, scopes.inner);
  for (const parameter of namedChildren(list)) bindParameter(walk, parameter, scopes);
}

function bindParameter(walk: Walk, parameter: SyntaxNode, scopes: ParameterScopes): void {
  const annotation = field(parameter, "type");
  visitRegion(walk, annotation, scopes.around);
  visitRegion(walk, field(parameter, "value"), scopes.outer);
  const target = parameter.kind === "identifier" ? parameter : namedChildren(parameter)[0];
  if (target === undefined || target === annotation) return;
  if (target.kind === "identifier") bindName(walk, target, scopes.inner, "parameter");
  else if (splats.has(target.kind)) bindName(walk, namedChildren(target)[0], scopes.inner, "parameter");
  // Python 2's `def f((a, b))`: the grammar takes it, no Python that we run does.
  else visit(walk, target, scopes.inner, "store");
}

const splats = new Set(["list_splat_pattern", "dictionary_splat_pattern"]);
