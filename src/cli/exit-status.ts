/** What the exit statuses of every verb but `run` mean (`run` exits with the program's own). */
export const EXIT = { done: 0, found: 1, refused: 2, bug: 3, interrupted: 130 } as const;
