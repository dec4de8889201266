import { renderToString } from "preact-render-to-string";
import { visible } from "../format/visible.ts";
import type { PageAssets } from "./page-content.ts";
import { policyOf, type Page } from "./page.tsx";
import { Shell } from "./shell.tsx";

/** The page of `top --web`: empty until its script hears the first event. */
export function renderLivePage(title: string, assets: PageAssets): Page {
  const policy = policyOf(assets, "server");
  const html = renderToString(
    <Shell title={title} assets={assets} policy={policy}>
      <main>
        <header class="headline">
          <p class="brand">
            hasten <span class="quiet">top</span>
          </p>
          <h1>
            <bdi>{visible(title)}</bdi>, live
          </h1>
        </header>
        <div id="live">
          <noscript>
            <p class="quiet">A live page needs JavaScript.</p>
          </noscript>
        </div>
        <section id="profile" aria-label="The profile" tabIndex={-1}>
          <h2>The profile</h2>
          <div id="explorer" data-from="live" />
        </section>
      </main>
      <footer>
        <p>Shares are of the time that counted. Nothing on this page leaves this machine.</p>
      </footer>
      <script dangerouslySetInnerHTML={{ __html: assets.script }} />
    </Shell>,
  );
  return { html: `<!doctype html>\n${html}\n`, policy };
}
