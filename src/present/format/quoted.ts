/** A name that a program chose, in quotes, with all that a terminal would obey or a line would break at escaped. */
export function quoted(name: string): string {
  return JSON.stringify(name).replaceAll(/[\u007F-\u009F\u2028\u2029]/gu, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
