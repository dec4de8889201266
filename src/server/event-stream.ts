import type { ServerResponse } from "node:http";

/** Server-sent events to every page that listens; who comes late is sent the last one at once. */
export class EventStream {
  readonly #listeners = new Set<ServerResponse>();
  #last: string | undefined;
  #isOver = false;

  /** Takes a response whose head is written, until its page goes away. */
  add(response: ServerResponse): void {
    this.#listeners.add(response);
    response.on("close", () => this.#listeners.delete(response));
    // The head goes out with the first write: a page that waits for it shows nothing.
    response.write(this.#last ?? ":\n\n");
    if (this.#isOver) response.end();
  }

  /** Sends one line of text. A page that has not yet taken the last one is passed over: it waits for nothing, and nothing piles up. */
  send(line: string): void {
    this.#last = `data: ${line}\n\n`;
    for (const listener of this.#listeners) {
      if (!listener.writableNeedDrain) listener.write(this.#last);
    }
  }

  /** Says that nothing more will come. */
  end(line: string): void {
    this.send(line);
    for (const listener of this.#listeners) listener.end();
    this.#isOver = true;
  }
}
