/** The few emphases that a report uses; plain where colour is not wanted. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly hot: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const same = (text: string): string => text;

/** No emphasis at all: files, pipes, `NO_COLOR`. */
export const plain: Paint = { strong: same, dim: same, hot: same, good: same, bad: same };
