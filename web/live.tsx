/** Live is not yet. */
export function listen(root: HTMLElement): void {
  root.replaceChildren();
}
