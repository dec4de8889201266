import { Refusal } from "../../base/refusal.ts";

/** Collects the text of a large file: encoded in pieces, joined once, and not bound by the longest string (512 MiB). */
export class TextWriter {
  readonly #encoded: Uint8Array[] = [];
  #pending: string[] = [];
  #pendingLength = 0;
  #encodedBytes = 0;
  readonly #mostBytes: number;

  constructor(mostBytes: number = usualLimit) {
    this.#mostBytes = mostBytes;
  }

  write(...texts: readonly string[]): void {
    for (const text of texts) {
      this.#pending.push(text);
      this.#pendingLength += text.length;
    }
    if (this.#pendingLength >= charactersAtOnce) this.#encode();
  }

  /** Writes items with commas between them. */
  writeList<Item>(items: Iterable<Item>, textOf: (item: Item) => string): void {
    let separator = "";
    for (const item of items) {
      this.write(separator, textOf(item));
      separator = ",";
    }
  }

  finish(): Uint8Array {
    this.#encode();
    return Buffer.concat(this.#encoded);
  }

  #encode(): void {
    const bytes = Buffer.from(this.#pending.join(""), "utf8");
    this.#encodedBytes += bytes.length;
    if (this.#encodedBytes > this.#mostBytes) refuseTooLarge(this.#mostBytes);
    this.#encoded.push(bytes);
    this.#pending = [];
    this.#pendingLength = 0;
  }
}

/** Deep recursion fills formats that repeat every stack in full: 20,000 stacks of 20,000 frames are 5 GB of text. */
function refuseTooLarge(mostBytes: number): never {
  throw new Refusal(
    "too-large",
    `The file would be larger than ${mostBytes / 1e9} GB.`,
    "Formats that keep the stacks as a tree are smaller: --format speedscope, gecko, cpuprofile.",
  );
}

const charactersAtOnce = 1 << 20;
const usualLimit = 1e9;
