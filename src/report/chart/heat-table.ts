import { html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { count, percent } from "../number.ts";
import { scroll } from "../table.ts";
import type { Style } from "../palette.ts";
import { sample } from "./mark.ts";

/** True class × predicted class in rows, shaded by the share of the true class; every number is printed. */
export function confusionTable(
  counts: readonly (readonly number[])[],
  classes: readonly string[],
  of: { readonly style: Style; readonly label: string },
): SafeHtml {
  const compact = classes.length > 6;
  return scroll(
    `${of.label}: true and predicted class, in rows`,
    html`
      <table class="heat${compact ? " compact" : ""}">
        <caption>${sample(of.style)} ${name(of.label)}</caption>
        <thead>
          <tr><td></td><th scope="colgroup" colspan="${classes.length}" class="over">predicted</th><td></td></tr>
          <tr>
            <th scope="col">true</th>
            ${classes.map(
              (label, index) =>
                html`
                  <th scope="col">
                    ${
                      compact && label.length > 3
                        ? html`${index + 1}<span class="sr"> ${name(label)}</span>`
                        : name(label, 16)
                    }
                  </th>
                `,
            )}
            <th scope="col">right</th>
          </tr>
        </thead>
        <tbody>
          ${counts.map((row, truth) => confusionRow(row, { truth, label: classes[truth] ?? "", compact }))}
        </tbody>
      </table>
    `,
  );
}

function confusionRow(
  row: readonly number[],
  { truth, label, compact }: { readonly truth: number; readonly label: string; readonly compact: boolean },
): SafeHtml {
  const total = row.reduce((sum, value) => sum + value, 0);
  return html`
    <tr>
      <th scope="row">
        ${compact && label.length > 3 ? html`<span class="ordinal">${truth + 1}</span>` : null}
        ${name(label, 24)}
      </th>
      ${row.map((value, guess) => {
        const share = total === 0 ? 0 : value / total;
        const level = value === 0 ? 0 : Math.max(1, Math.ceil(share * 8 - 1e-9));
        const kind = guess === truth ? "d" : "e";
        return html`
          <td class="${kind}${level}">
            ${value === 0 && guess !== truth ? html`<span class="nil">${compact ? "·" : "0"}</span>` : count(value)}
            ${compact || total === 0 ? null : html`<small>${percent(share, 0)}</small>`}
          </td>
        `;
      })}
      <td class="right">${total === 0 ? "–" : percent((row[truth] ?? 0) / total, 0)}</td>
    </tr>
  `;
}
