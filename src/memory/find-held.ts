import { bytes, fraction, type Fraction } from "../base/units.ts";
import type { ClassRow, NumbersRow } from "../collect/memory/memory-files.ts";
import { composeFinding, type LocatedFinding } from "../diagnose/diagnose.ts";
import type { Evidence } from "../diagnose/evidence.ts";
import { CLASS_RULES, LINE_RULES, NUMBER_RULES } from "../diagnose/memory-rules.ts";
import { findPlaces, type Place } from "../diagnose/place.ts";
import type { Sources } from "../diagnose/sources.ts";
import { functionAt } from "../source/functions.ts";
import { isInside } from "../source/navigate.ts";
import type { HeldLine } from "./memory-facts.ts";

/** What was held when the program held most. */
export interface Held {
  readonly lines: readonly Pick<HeldLine, "file" | "line" | "bytes" | "blocks" | "share">[];
  readonly classes: readonly ClassRow[];
  readonly numbers: readonly NumbersRow[];
  /** What the process took, bytes: all that Python held, and what it took before the program began. */
  readonly whole: number;
  /** `[major, minor]` of the Python that ran the program. */
  readonly python: readonly [number, number];
  readonly moduleOf: (file: string) => string;
}

/** Below this share of what is held at the peak nothing is looked at: at most 1.03 times could be saved. */
const LITTLE = 0.03;
const MOST_LINES = 10;

/** What could take less memory, the largest first: the lines that hold most, and classes whose instances could be smaller. */
export async function findHeld(held: Held, sources: Sources): Promise<readonly LocatedFinding[]> {
  const lines = await findInLines(held, sources);
  // A list that need not be made needs no advice on what it could be.
  const isFixed = ({ place }: LocatedFinding): boolean =>
    lines.some(
      (other) => other.finding.automatic && isInside(place.candidate.expression, other.place.candidate.expression),
    );
  const numbers = (await findInNumbers(held, sources)).filter((found) => !isFixed(found));
  const found = [...lines, ...(await findInClasses(held, sources)), ...numbers];
  return found.sort((one, other) => other.finding.share - one.finding.share);
}

async function findInLines(
  { lines, whole, python, moduleOf }: Held,
  sources: Sources,
): Promise<readonly LocatedFinding[]> {
  const found: LocatedFinding[] = [];
  for (const { file, line, share: ofPython, bytes: size, blocks } of lines.slice(0, MOST_LINES)) {
    const share = fraction(size / whole);
    const unit = share < LITTLE ? undefined : await sources.unit(file);
    if (unit === undefined) continue;
    const located = { unit, function: functionAt(unit.source, line) };
    for (const place of findPlaces([located], LINE_RULES, python, sources)) {
      const { startLine, endLine } = place.candidate.expression;
      if (line < startLine || line > endLine) continue;
      found.push(...judge(place, share, { kind: "held", bytes: size, blocks, share: ofPython }, moduleOf));
    }
  }
  return found;
}

async function findInClasses(held: Held, sources: Sources): Promise<readonly LocatedFinding[]> {
  const found: LocatedFinding[] = [];
  for (const row of held.classes) {
    const share = fraction(savedBy(row) / held.whole);
    const unit = row.file === undefined || share < LITTLE ? undefined : await sources.unit(row.file);
    const init = unit?.functions.find(
      ({ qualname, enclosingClass }) =>
        qualname === `${enclosingClass}.__init__` && row.class.endsWith(`.${enclosingClass}`),
    );
    if (unit === undefined || init === undefined) continue;
    const evidence: Evidence = {
      kind: "instances",
      class: row.class,
      count: row.count,
      each: bytes(row.each),
      slotted: bytes(row.slotted ?? row.each),
      attributes: row.attributes ?? [],
    };
    for (const place of findPlaces([{ unit, function: init }], CLASS_RULES, held.python, sources)) {
      found.push(...judge(place, share, evidence, held.moduleOf));
    }
  }
  return found;
}

/** An array is no fix that can be proven, so that one line of advice for each line of lists will do. */
async function findInNumbers({ numbers, ...held }: Held, sources: Sources): Promise<readonly LocatedFinding[]> {
  const found: LocatedFinding[] = [];
  for (const { file, line, lists, elements, bytes: size, packed } of numbers) {
    const share = fraction((size - packed) / held.whole);
    const unit = share < LITTLE ? undefined : await sources.unit(file);
    if (unit === undefined) continue;
    const located = { unit, function: functionAt(unit.source, line) };
    const place = findPlaces([located], NUMBER_RULES, held.python, sources).find(
      ({ candidate: { expression } }) => expression.startLine <= line && line <= expression.endLine,
    );
    const evidence: Evidence = { kind: "numbers", lists, elements, bytes: bytes(size), packed: bytes(packed) };
    if (place !== undefined) found.push(...judge(place, share, evidence, held.moduleOf));
  }
  return found;
}

/** Bytes that slots would save. */
function savedBy({ count, each, slotted }: ClassRow): number {
  return slotted === undefined ? 0 : Math.max(0, count * (each - slotted));
}

function judge(
  place: Place,
  share: Fraction,
  evidence: Evidence,
  moduleOf: Held["moduleOf"],
): readonly LocatedFinding[] {
  const judgement = place.rule.judge(place.candidate, [evidence]);
  if (judgement.kind === "harmless") return [];
  const { obstacles } = judgement;
  return [{ finding: composeFinding(place, { share, evidence: [evidence], obstacles }, moduleOf), place }];
}
