import { modelColors } from "../palette.ts";

const light = `--page:#fdfdfb;--raised:#ffffff;--ink:#1b1f24;--soft:#4d5660;--faint:#636d78;--line:#dfe2e0;
  --grid:#e9ebe8;--band:#f5f6f3;--zone:#e6e8e5;--neutral:#8b949d;--link:#0a5c9e;--warn:#8a4b00;--warn-page:#fff6e6;
  --warn-line:#e8c88e;--shade:rgba(27,31,36,.16);--right:10,92,158;--wrong:179,71,10;`;
const dark = `--page:#15181c;--raised:#1b1f24;--ink:#e9ecef;--soft:#b6bec7;--faint:#9aa4ae;--line:#343b43;
  --grid:#272d34;--band:#1b1f25;--zone:#2b323a;--neutral:#7f8993;--link:#8cc8ff;--warn:#ffc56b;--warn-page:#2b2415;
  --warn-line:#6b5322;--shade:rgba(0,0,0,.6);--right:111,184,245;--wrong:255,159,95;`;

function models(side: 0 | 1): string {
  return Object.entries(modelColors)
    .map(([name, pair]) => `--m-${name}:${pair[side]};`)
    .join("");
}

/** Colours as variables: light, and dark on screens that ask for it; paper is always light. */
export const colorStyle = `:root{color-scheme:light dark;${light}${models(0)}}
@media screen and (prefers-color-scheme:dark){:root{${dark}${models(1)}}}
@media print{:root{color-scheme:light;--page:#fff;--band:#f7f7f5}}
${Object.keys(modelColors)
  .map((name) => `.m-${name}{--c:var(--m-${name})}`)
  .join("")}`;
