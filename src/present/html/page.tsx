import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import type { PageAssets, PageContent } from "./page-content.ts";
import { Shell } from "./shell.tsx";
import { Story, Truth } from "./story.tsx";

/** A page as text, with the policy that lets nothing run or be loaded but what is in it. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/** Where the page's script finds the profiles: in the page, or at the server that it came from. */
export type ProfilesFrom = "page" | "server";

/** The page of a run or fix: one file that needs nothing else. The story is plain HTML; the profile below it is drawn by the script. */
export function renderPage(content: PageContent, assets: PageAssets, from: ProfilesFrom = "page"): Page {
  const policy = policyOf(assets, from);
  const html = renderToString(<Document content={content} assets={assets} policy={policy} from={from} />);
  return { html: `<!doctype html>\n${html}\n`, policy };
}

/** Scripts and styles are named by their hashes, so that markup in a name could not run even if it were not escaped. */
export function policyOf({ script, style }: PageAssets, from: ProfilesFrom): string {
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    ...(from === "server" ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

interface DocumentProps {
  readonly content: PageContent;
  readonly assets: PageAssets;
  readonly policy: string;
  readonly from: ProfilesFrom;
}

function Document({ content, assets, policy, from }: DocumentProps): JSX.Element {
  const { record, profiles } = content;
  const hasProfile = from === "server" ? keepsProfile(record) : profiles.length > 0;
  const command = ("command" in record ? record.command : record.run.command).join(" ");
  return (
    <Shell title={command} assets={assets} policy={policy}>
      <main>
        <Story content={content} />
        {hasProfile && (
          <section id="profile" aria-label="The profile" tabIndex={-1}>
            <h2>The profile</h2>
            <div id="explorer" data-from={from}>
              <noscript>
                <p class="quiet">The flame graph and the call tree need JavaScript; nothing else on this page does.</p>
              </noscript>
            </div>
          </section>
        )}
      </main>
      <Truth record={record} />
      {profiles.length > 0 && (
        <script type="text/plain" id="profile-data" dangerouslySetInnerHTML={{ __html: packed(profiles) }} />
      )}
      {hasProfile && <script dangerouslySetInnerHTML={{ __html: assets.script }} />}
    </Shell>
  );
}

/** Records of these kinds may have profiles. */
const keepsProfile = ({ schema }: PageContent["record"]): boolean =>
  schema === "hasten.run-record/1" || schema === "hasten.fix-record/1" || schema === "hasten.memory-record/1";

/** Bytes from which on the time to pack counts for more than the size. */
const LARGE = 4_000_000;

/** Packed, so that names can hold what they like and large profiles stay small. */
function packed(profiles: PageContent["profiles"]): string {
  const text = Buffer.from(JSON.stringify(profiles));
  return gzipSync(text, { level: text.length > LARGE ? 1 : 9 }).toString("base64");
}
