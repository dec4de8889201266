import { stackEffects, type StackEffects } from "./stack-effects.ts";

/** One opcode of a version, looked up once. */
export interface Opcode {
  readonly number: number;
  /** The depth's change, where the next instruction follows; undefined where it is not known. */
  readonly change: ((argument: number) => number) | undefined;
  readonly jumpChange: ((argument: number) => number) | undefined;
  readonly jump: "forward" | "backward" | "absolute" | "none";
  readonly ends: boolean;
  /** Units of inline cache behind it. */
  readonly cache: number;
  readonly isPrefix: boolean;
  readonly site: keyof StackEffects["sites"] | undefined;
}

/** The opcodes of a version by number, specialised forms as what they stand for; undefined for a version that is not known. */
export function opcodesOf(minor: number): readonly (Opcode | undefined)[] | undefined {
  const effects = stackEffects[minor];
  if (effects === undefined) return undefined;
  const known = opcodeTables.get(minor) ?? opcodesFrom(effects);
  opcodeTables.set(minor, known);
  return known;
}

const opcodeTables = new Map<number, readonly (Opcode | undefined)[]>();

function opcodesFrom(effects: StackEffects): readonly (Opcode | undefined)[] {
  const changes = byNumber(effects.effects);
  const jumpChanges = byNumber(effects.jumpEffects);
  const caches = byNumber(effects.caches);
  const sites = byNumber(effects.sites);
  const table = Array<Opcode | undefined>(256).fill(undefined);
  for (const [number, formula] of changes) {
    const jumpFormula = jumpChanges.get(number);
    table[number] = {
      number,
      change: depthChange(formula),
      jumpChange: jumpFormula === undefined ? undefined : depthChange(jumpFormula),
      jump: jumpOf(number, effects),
      ends: effects.ends.includes(number),
      cache: Number(caches.get(number) ?? 0),
      isPrefix: number === effects.extended,
      // Every group of sites is named by its key.
      site: sites.get(number) as Opcode["site"],
    };
  }
  for (const [number, base] of byNumber(effects.bases)) table[number] = table[Number(base)];
  return table;
}

function byNumber(groups: Readonly<Record<string, readonly number[]>>): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(groups).flatMap(([group, numbers]) => numbers.map((number) => [number, group] as const)),
  );
}

function jumpOf(number: number, { forward, backward, absolute }: StackEffects): Opcode["jump"] {
  if (forward.includes(number)) return "forward";
  if (backward.includes(number)) return "backward";
  return absolute.includes(number) ? "absolute" : "none";
}

/** What a formula's variable part makes of an argument. */
const VARIABLE: Readonly<Record<string, (argument: number) => number>> = {
  "": () => 0,
  "+n": (argument) => argument,
  "-n": (argument) => -argument,
  "-2n": (argument) => -2 * argument,
  "+odd": (argument) => argument & 1,
  "-odd": (argument) => -(argument & 1),
  "-four": (argument) => -((argument >> 2) & 1),
  "-three": (argument) => (argument === 3 ? -1 : 0),
  // MAKE_FUNCTION: defaults, keyword defaults, annotations, closure.
  "-bits": (argument) => -[1, 2, 4, 8].filter((bit) => (argument & bit) !== 0).length,
  // UNPACK_EX: values before the starred name and behind it.
  "+bytes": (argument) => (argument & 255) + (argument >> 8),
};

/** `-1-n`: one less, and as many less as the argument says. */
function depthChange(formula: string): ((argument: number) => number) | undefined {
  const [, constant = "", rest = ""] = /^(-?\d+)(.*)$/u.exec(formula) ?? [];
  const variable = VARIABLE[rest];
  if (variable === undefined) return undefined;
  return (argument) => Number(constant) + variable(argument);
}
