import type { Reading } from "./reading.ts";
import type { Whole } from "./whole.ts";

/** Reads what is reached only where the condition holds. */
export function masked<Made>(r: Reading, condition: string, read: () => Made): Made {
  const before = r.mask;
  const both = before === undefined ? condition : `${before} & ${condition}`;
  r.mask = before === undefined && /^\w+$/u.test(condition) ? condition : named(r, both);
  const made = read();
  r.mask = before;
  return made;
}

/** An operand; where a turn does not come by, a number that nothing goes wrong with. */
export function shielded(r: Reading, { text, moves }: Pick<Whole, "text" | "moves">, instead: string): string {
  return r.mask === undefined || !moves ? text : `${r.facts.numpy}.where(${r.mask}, ${text}, ${instead})`;
}

function named(r: Reading, text: string): string {
  const name = r.fresh("chosen");
  r.write(`${name} = ${text}`);
  return name;
}
