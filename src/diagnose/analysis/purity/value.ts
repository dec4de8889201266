/**
 * What is known of a value in a function that is being proven pure: how deep it can be changed. Level 0 cannot be changed at
 * all (a number, a text, a tuple of such); level 1 is a container of those, level 2 a container of level 1, and so on.
 */
export interface Value {
  readonly level: number;
  /** Made in this call, down to its last element that can be changed: nobody else sees what is done to it. */
  readonly isOwn: boolean;
}

/** Beyond this a value is taken for anything. */
export const ANYTHING = 6;

/** A value that nothing can change. */
export const CONSTANT: Value = { level: 0, isOwn: true };

/** A new container of values that nothing can change. */
export const FRESH: Value = { level: 1, isOwn: true };

/** Either of them. */
export function joined(...values: readonly Value[]): Value {
  const level = Math.max(0, ...values.map((value) => value.level));
  return { level, isOwn: values.every(({ isOwn }) => isOwn) };
}

/** What is in it. */
export function elementOf({ level, isOwn }: Value): Value {
  return { level: level >= ANYTHING ? ANYTHING : Math.max(0, level - 1), isOwn: isOwn || level <= 1 };
}

/** A new container of the same elements. */
export function copyOf(value: Value): Value {
  return { level: Math.max(1, value.level), isOwn: value.isOwn || value.level <= 1 };
}

/** A new container that holds it. */
export function containerOf(value: Value): Value {
  return { level: Math.min(ANYTHING, value.level + 1), isOwn: value.isOwn };
}

/** A tuple or frozen set of such elements: a constant as long as they are. */
export function frozenOf(container: Value): Value {
  return container.level <= 1 ? CONSTANT : container;
}
