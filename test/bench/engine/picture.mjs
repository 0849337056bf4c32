// How time falls with density, as an SVG for light and dark pages: both axes are shares, a diagonal would be "time like weights".

const width = 640;
const height = 380;
const left = 56;
const right = 150;
const top = 40;
const bottom = 48;
const colours = ["#1f77b4", "#d1495b", "#2a9d6f"];

/** `pictured`: [{ title, results of `takeTurns` }]; one line a shape with batch 128, times as shares of the dense step. */
export function densityPicture(pictured) {
  const shown = pictured.filter(({ title }) => title.endsWith("batch 128"));
  const lines = shown.map(({ title, results }, index) => {
    const ours = results.filter((one) => one.name === "sparse").sort((a, b) => a.density - b.density);
    const dense = ours.at(-1).ms;
    const points = ours.map((one) => [one.density, one.ms / dense]);
    return {
      title: title.replace(", batch 128", ""),
      points,
      dense,
      colour: colours[index % colours.length],
    };
  });
  const most = Math.max(1, ...lines.flatMap(({ points }) => points.map(([, share]) => share)));
  const x = (density) => left + density * (width - left - right);
  const y = (share) => height - bottom - (share / (Math.ceil(most * 5) / 5)) * (height - top - bottom);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const percent = (share) => `${Math.round(share * 100)}%`;
  const label = "Time of a training step against the share of weights kept";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<title>${label}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #333; } .axis { stroke: #888; } .grid { stroke: #8884; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } }
</style>
<text x="${left}" y="20">Time of a training step, as a share of the dense step</text>
${ticks.map((tick) => `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${percent(tick)}</text><text x="${x(tick)}" y="${height - bottom + 20}" text-anchor="middle">${percent(tick)}</text>`).join("\n")}
<line class="axis" x1="${left}" x2="${width - right}" y1="${y(0)}" y2="${y(0)}"/>
<text x="${x(0.5)}" y="${height - 8}" text-anchor="middle">weights kept</text>
<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#888" stroke-dasharray="3 4"/>
${lines
  .map(
    (
      { title, points, dense, colour },
      index,
    ) => `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(([density, share]) => `${x(density).toFixed(1)},${y(share).toFixed(1)}`).join(" ")}"/>
${points.map(([density, share]) => `<circle cx="${x(density).toFixed(1)}" cy="${y(share).toFixed(1)}" r="3" fill="${colour}"/>`).join("")}
<text x="${width - right + 12}" y="${top + 24 + index * 40}" style="fill:${colour}">${title}</text>
<text x="${width - right + 12}" y="${top + 40 + index * 40}">dense: ${dense.toFixed(2)} ms</text>`,
  )
  .join("\n")}
</svg>
`;
}
