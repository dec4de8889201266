import type { Reading } from "./reading.ts";

/** An array of what Python makes of each number by itself. */
export function oneByOne(r: Reading, text: string, write: (all: string) => string): string {
  const { numpy } = r.facts;
  if (!r.isNest) return `${numpy}.array(${write(text)})`;
  const given = r.fresh("given");
  r.write(`${given} = ${numpy}.asarray(${text})`);
  return `${numpy}.array(${write(`${given}.ravel()`)}).reshape(${given}.shape)`;
}

/** The same, of floats: under a condition, for the turns alone that come by. */
export function floatsByOne(r: Reading, text: string, write: (all: string) => string): string {
  if (r.mask === undefined) return oneByOne(r, text, write);
  const { numpy } = r.facts;
  const [given, comes, each] = [r.fresh("given"), r.fresh("comes"), r.fresh("each")];
  r.write(`${given}, ${comes} = ${numpy}.broadcast_arrays(${text}, ${r.mask})`);
  r.write(`${each} = ${numpy}.ones(${given}.shape)`);
  r.write(`${each}[${comes}] = ${write(`${given}[${comes}]`)}`);
  return each;
}

/** `np.float_power`, which takes as long as ten additions: for the turns alone that come by. */
export function powerOf(r: Reading, base: string, power: string): string {
  const { numpy } = r.facts;
  if (r.mask === undefined) return `${numpy}.float_power(${base}, ${power})`;
  const [given, raised] = [r.fresh("given"), r.fresh("power")];
  r.write(`${given}, ${raised} = ${base}, ${power}`);
  const shape = `${numpy}.broadcast(${given}, ${raised}, ${r.mask}).shape`;
  return `${numpy}.float_power(${given}, ${raised}, out=${numpy}.ones(${shape}), where=${r.mask})`;
}
