import type { Binding } from "../../../source/scopes.ts";
import { threadModule, threadsAround } from "../../analysis/threads.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** What is done with a list that several functions share, and what hides some of it. */
export interface SharedUses {
  readonly uses: readonly Use[];
  readonly obstacles: readonly Obstacle[];
  /** A name that whoever imports the module can use. */
  readonly isPublic: boolean;
}

/** What may be done with what a name stands for out of sight. */
export function hiddenUses(binding: Binding, context: RuleContext): Omit<SharedUses, "uses"> {
  const { scopes, elsewhere, source } = context;
  const { name: about, references } = binding;
  const isOfModule = binding.scope.kind === "module";
  const isDynamic = [binding.scope, ...references.map(({ node }) => scopes.scopeOf(node))].some(
    (scope) => scope.usesDynamicNames,
  );
  const isKnownElsewhere = isOfModule && elsewhere !== undefined && elsewhere(about, "name", source.path) !== "none";
  return {
    obstacles: [
      ...(isDynamic ? [{ code: "dynamic-names", about } as const] : []),
      ...(isKnownElsewhere ? [{ code: "crosses-functions", about } as const] : []),
      ...threadsOf(binding, context).map((module): Obstacle => ({ code: "may-change-in-call", about: module })),
    ],
    isPublic: isOfModule && !about.startsWith("_"),
  };
}

/** Inner functions may run in threads that the file starts, as those of the module may. */
function threadsOf(binding: Binding, context: RuleContext): readonly string[] {
  if (binding.kind !== "global") return [threadModule(context) ?? []].flat();
  return threadsAround(context, { kind: "global", text: binding.name, binding });
}
