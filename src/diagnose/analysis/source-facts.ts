import type { Evidence, SourceFact } from "../evidence.ts";
import type { Code } from "./code.ts";
import { isListMadeHere } from "./values.ts";
import type { Variable } from "./variable.ts";

/** What the source says of a variable that is searched in a loop. */
export function hoistFacts(code: Code, variable: Variable, isSteady: boolean): readonly Evidence[] {
  const facts: SourceFact[] = ["in-loop"];
  if (isListMadeHere(code, variable)) facts.push("built-here");
  if (isSteady) facts.push("never-changed-in-loop");
  return facts.map((fact) => ({ kind: "source", fact, name: variable.text }));
}
