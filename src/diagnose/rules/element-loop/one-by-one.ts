import type { Reading } from "./reading.ts";

/** An array of what Python makes of each number by itself. */
export function oneByOne(r: Reading, text: string, write: (all: string) => string): string {
  const { numpy } = r.facts;
  if (!r.isNest) return `${numpy}.array(${write(text)})`;
  const given = r.fresh("given");
  r.write(`${given} = ${numpy}.asarray(${text})`);
  return `${numpy}.array(${write(`${given}.ravel()`)}).reshape(${given}.shape)`;
}
