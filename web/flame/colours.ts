/** The colours of a flame graph as the page's style has them, light or dark. */
export interface Colours {
  /** By kind of code, a few shades each. */
  readonly kinds: readonly (readonly string[])[];
  /** From much less over the same to much more. */
  readonly changes: readonly string[];
  readonly text: string;
  readonly quiet: string;
  readonly match: string;
  readonly selected: string;
}

const SHADES = 4;
const KINDS = 7;

/** Reads them from the style sheet. */
export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--flame-${name}`).trim();
  const kinds = Array.from({ length: KINDS }, (_, kind) =>
    Array.from({ length: SHADES }, (_shade, shade) => read(`${kind}-${shade}`)),
  );
  const changes = Array.from({ length: 7 }, (_, step) => read(`change-${step}`));
  const [text, quiet, match, selected] = ["text", "quiet", "match", "selected"].map(read);
  return {
    kinds,
    changes,
    text: text ?? "",
    quiet: quiet ?? "",
    match: match ?? "",
    selected: selected ?? "",
  };
}

/** The same name has the same shade everywhere. */
export function shadesOf(names: readonly string[]): Uint8Array {
  return Uint8Array.from(names, (name) => {
    let hash = 0;
    for (let index = 0; index < name.length; index += 1) hash = (hash * 31 + name.charCodeAt(index)) % 65_521;
    return hash % SHADES;
  });
}
