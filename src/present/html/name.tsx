import type { JSX } from "preact";
import { visible } from "../format/visible.ts";

/** A name from the user's program: nothing in it can hide, or turn what stands beside it. It breaks after dots and slashes. */
export function Name({ of }: { readonly of: string }): JSX.Element {
  const parts = visible(of).split(/(?<=[./])/u);
  return (
    <bdi class="name">
      {parts.map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part}
        </>
      ))}
    </bdi>
  );
}

/** A sentence of ours in which `back-quoted` words are the program's. */
export function Sentence({ of }: { readonly of: string }): JSX.Element {
  const parts = visible(of).split(/(`[^`]*`)/u);
  return <>{parts.map((part) => (/^`.+`$/u.test(part) ? <code>{part.slice(1, -1)}</code> : part))}</>;
}
