import { paletteRules } from "./palette.ts";

/** Pixels. The script reads the first two from the page; a letter's width is that of a monospaced font at 11 px. */
export const ROW = 18;
export const TOP = 96;

/** The page's style sheet: light, and dark where the reader's system is. */
export const STYLE: string = `
svg{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
svg#page{background:#fbfaf8;color-scheme:light dark}
text{fill:#1b1b1b}
.quiet{fill:#5c5a56}
#title{font-size:15px;font-weight:600}
.f{cursor:pointer;outline:none}
.f rect{stroke:#fbfaf8;stroke-width:1}
.f text{pointer-events:none}
.f:hover rect,.f:focus rect{stroke:#1b1b1b;stroke-width:2}
.above rect{fill-opacity:.45}
.searching .f:not(.hit) rect{fill-opacity:.3}
.all rect{fill:#dedbd5}
.bar{font:12px system-ui,sans-serif;display:flex;gap:8px;justify-content:flex-end}
.bar input,.bar button{font:inherit;padding:2px 8px;border:1px solid #8a8781;border-radius:4px;background:#fff;color:#1b1b1b}
.bar input{width:190px}
${paletteRules("light")}
@media (prefers-color-scheme:dark){
svg#page{background:#17181a}
text{fill:#eceae6}
.quiet{fill:#a5a29c}
.f rect{stroke:#17181a}
.f:hover rect,.f:focus rect{stroke:#eceae6}
.all rect{fill:#3a3b3e}
.bar input,.bar button{background:#26272a;color:#eceae6;border-color:#77757a}
${paletteRules("dark")}
}
.f.f.hit rect{fill:#a21caf}
.f.f.hit text{fill:#fff}
`;
