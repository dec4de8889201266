import { emitKeypressEvents } from "node:readline";

/** The terminal while one verb has all of it. */
export interface Screen {
  readonly columns: () => number;
  readonly rows: () => number;
  readonly draw: (lines: readonly string[]) => void;
  /** Gives the terminal back as it was. Can be called again. */
  readonly close: () => void;
}

/** What a screen tells. */
export interface ScreenEvents {
  /** The name of the key as node:readline calls it, or the character. */
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
}

/** ECMA-48 and xterm: another screen, no cursor, lines that do not wrap where a character is wider than one cell; and all of it undone. */
const ENTER = "\u001B[?1049h\u001B[?25l\u001B[?7l";
const LEAVE = "\u001B[?7h\u001B[?25h\u001B[?1049l";
const HOME = "\u001B[H";
const REST_OF_LINE = "\u001B[K";
const REST_OF_SCREEN = "\u001B[J";

interface Key {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
}

/** Takes the terminal: another screen, no cursor, keys one by one. Whoever opens it closes it, whatever happens. */
export function openScreen(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, events: ScreenEvents): Screen {
  const onKey = (character: string | undefined, key: Key): void => {
    events.onKey(key.ctrl === true ? `ctrl-${key.name ?? ""}` : (key.name ?? character ?? key.sequence ?? ""));
  };
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    stdin.off("keypress", onKey);
    stdout.off("resize", events.onResize);
    process.off("exit", close);
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.pause();
    stdout.write(LEAVE);
  };
  // An error that nobody catches must not leave the terminal in disorder either.
  process.on("exit", close);
  stdout.write(ENTER);
  emitKeypressEvents(stdin);
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("keypress", onKey);
  stdin.resume();
  stdout.on("resize", events.onResize);
  return {
    // A terminal that nobody has told its size says 0.
    columns: () => stdout.columns || 80,
    rows: () => stdout.rows || 24,
    draw: (lines) => {
      if (!isOpen) return;
      stdout.write(`${HOME}${lines.map((line) => `${line}${REST_OF_LINE}`).join("\r\n")}${REST_OF_SCREEN}`);
    },
    close,
  };
}
