import type { ComponentChildren, JSX } from "preact";
import { visible } from "../format/visible.ts";

interface TitleProps {
  readonly kind: string;
  readonly command: readonly string[];
  readonly facts: readonly string[];
  /** The answer in one sentence. */
  readonly children: ComponentChildren;
}

/** The head of a page that is neither of a run nor of a fix. */
export function Title({ kind, command, facts, children }: TitleProps): JSX.Element {
  return (
    <header class="headline">
      <p class="brand">
        hasten <span class="quiet">{kind}</span>
      </p>
      <h1>{children}</h1>
      <p class="command">
        <code>{visible(command.join(" "))}</code>
      </p>
      <ul class="facts">
        {facts.map((fact) => (
          <li>{visible(fact)}</li>
        ))}
      </ul>
    </header>
  );
}

/** The report as the terminal shows it: everything that the pictures leave out. */
export function Report({ text }: { readonly text: string }): JSX.Element {
  return (
    <section>
      <h2>The report</h2>
      <pre class="report" tabIndex={0}>
        {text
          .split("\n")
          .map((line) => `${visible(line)}\n`)
          .join("")}
      </pre>
    </section>
  );
}
