import type { ComponentChildren, JSX } from "preact";
import { visible } from "../format/visible.ts";
import type { PageAssets } from "./page-content.ts";

interface ShellProps {
  readonly title: string;
  readonly assets: PageAssets;
  readonly policy: string;
  readonly children: ComponentChildren;
}

/** What every page has around its content. */
export function Shell({ title, assets, policy, children }: ShellProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>{`${visible(title)} – hasten`}</title>
        <style dangerouslySetInnerHTML={{ __html: assets.style }} />
      </head>
      <body>
        <a class="skip" href="#profile">
          Skip to the profile
        </a>
        {children}
      </body>
    </html>
  );
}
