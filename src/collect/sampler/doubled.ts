type Numbers = Int32Array | Float64Array | Uint8Array;

/** A copy of twice the length. */
export function doubled<Kind extends Numbers>(numbers: Kind, Of: new (length: number) => Kind): Kind {
  const larger = new Of(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
