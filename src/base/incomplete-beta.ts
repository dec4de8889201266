/** The regularised incomplete beta function I(x; a, b), by the continued fraction A&S 26.5.8. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean only; above it the symmetric one does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b);
  return Math.exp(logFront) / (a * betaFraction(x, a, b));
}

/** The denominator 1 + d₁/(1 + d₂/(1 + …)) of the continued fraction, from its tail. */
function betaFraction(x: number, a: number, b: number): number {
  // 300 terms are far more than the square root of the largest a or b in use needs.
  let value = 1;
  for (let term = 300; term >= 1; term -= 1) value = 1 + betaTerm(term, x, a, b) / value;
  return value;
}

function betaTerm(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  if (term % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
  return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Shifts the argument up to where Stirling's series (A&S 6.1.41) is exact to double precision. */
function logGamma(x: number): number {
  let shift = 0;
  let argument = x;
  while (argument < 15) {
    shift += Math.log(argument);
    argument += 1;
  }
  const inverse = 1 / (argument * argument);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680)))) / argument;
  return (argument - 0.5) * Math.log(argument) - argument + Math.log(2 * Math.PI) / 2 + series - shift;
}
