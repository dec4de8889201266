/** A stretch of source, lines from 1, columns from 0, and the share of the time that was spent there. */
export interface HotStretch {
  readonly position: {
    readonly line: number;
    readonly column?: number;
    readonly endLine?: number;
    readonly endColumn?: number;
  };
  readonly share: number;
}

/** A stretch of a line of source with the share of the time that was spent on the expressions that cover it. */
export interface HeatSegment {
  readonly text: string;
  readonly share: number;
}

/** Cuts a line where the heat changes. Expressions inside of each other add up, so that the innermost is the hottest. */
export function heatSegments(text: string, line: number, expressions: readonly HotStretch[]): HeatSegment[] {
  const covering = expressions.flatMap(({ position, share }) => {
    const { column: start, endLine = position.line, endColumn: end } = position;
    if (start === undefined || end === undefined || position.line > line || endLine < line) return [];
    return [
      {
        from: position.line === line ? start : text.length - text.trimStart().length,
        to: endLine === line ? end : text.length,
        share,
      },
    ];
  });
  const cuts = [...new Set([0, text.length, ...covering.flatMap(({ from, to }) => [from, to])])];
  const inside = cuts.filter((cut) => cut >= 0 && cut <= text.length).sort((one, other) => one - other);
  return inside.slice(0, -1).map((from, index) => {
    const to = inside[index + 1] ?? text.length;
    const shares = covering.filter((each) => each.from <= from && each.to >= to).map(({ share }) => share);
    return {
      text: text.slice(from, to),
      share: Math.min(
        1,
        shares.reduce((sum, share) => sum + share, 0),
      ),
    };
  });
}

/** The step of the heat's scale, 0 (nothing worth a colour) to 5. */
export function heatStep(share: number): number {
  return HEAT_STEPS.filter((least) => share >= least).length;
}

const HEAT_STEPS = [0.005, 0.03, 0.1, 0.25, 0.5];
