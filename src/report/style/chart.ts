const levels = Array.from({ length: 9 }, (_, level) => level);

/** Backgrounds of a cell of right rows and of one of errors. */
function shades(level: number): string {
  const right = (level * 0.055).toFixed(3);
  const wrong = (level === 0 ? 0 : 0.04 + level * 0.055).toFixed(3);
  return `.d${level}{background:rgba(var(--right),${right})}.e${level}{background:rgba(var(--wrong),${wrong})}`;
}

/** Charts: strokes, text and the shades of heat tables. */
export const chartStyle = `
.chart{display:block;width:100%;height:auto;overflow:visible;max-width:100%;margin-top:8px}
.tile .chart{max-width:340px}
.chart text{font:12px -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
  fill:var(--ink);unicode-bidi:isolate}
.chart .k{font-size:11px;fill:var(--soft)}
.chart .at{font-size:12px;fill:var(--soft)}
.chart .num{font-variant-numeric:tabular-nums}
.chart .strong{font-size:12.5px;font-weight:650}
.chart text.name{fill:var(--c,var(--ink));paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.gr{stroke:var(--grid);fill:none}
.bl{stroke:var(--neutral);fill:none}
.tk{stroke:var(--line);fill:none}
.zero{stroke:var(--neutral);stroke-width:1.2;fill:none}
.band{fill:var(--band)}
.zone{fill:var(--zone)}
.pt{fill:var(--c);stroke:var(--page);stroke-width:1}
.hollow{fill:var(--page);stroke:var(--c);stroke-width:1.5}
.undone{stroke:var(--ink);stroke-width:1.6;fill:none}
.ci{stroke:var(--c);stroke-width:2;fill:none;stroke-linecap:round}
.ln{stroke:var(--c);stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
.area{fill:var(--c);opacity:.13}
.thin{stroke-width:1.1;opacity:.75}
.pair{stroke:var(--c);stroke-width:2.5;fill:none}
.even{--c:var(--neutral)}
.link{stroke:var(--neutral);stroke-width:1.5;fill:none}
.bar{fill:var(--c)}
.neutral,.tiny-bars{fill:var(--neutral)}
.tiny{display:block}
.tiny-base,.track{stroke:none;fill:var(--grid)}
.tiny-base{stroke:var(--line);fill:none}
.cloud{stroke:var(--c);stroke-width:3.4;stroke-linecap:round;fill:none;opacity:.5}
.step{stroke:var(--c);stroke-width:1.8;fill:none;stroke-linejoin:round}
.dot-on{fill:var(--c)}
.dot-off{fill:none;stroke:var(--neutral)}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:30px 36px;margin-top:22px}
.panels>.fig{min-width:0;max-width:400px;display:grid;grid-template-rows:subgrid;grid-row:span 3;row-gap:4px}
.panels .keys{min-height:2em}
.fig h3{margin-top:0}
.fig-wide{margin-top:24px;display:grid;gap:10px 40px}
.plot{min-width:0;max-width:760px}
.for-narrow{display:none}
figcaption{font-size:13.5px;line-height:1.5;color:var(--soft);min-width:0;max-width:44rem}
.fig figcaption{margin-top:6px}
.keys{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px;margin-top:4px;color:var(--soft)}
.keys span{display:inline-flex;gap:6px;align-items:center}
@media (min-width:1160px){.fig-wide{grid-template-columns:minmax(0,760px) minmax(200px,1fr)}
  .fig-wide figcaption{padding-top:30px}}
@media print{.panels{grid-template-columns:repeat(3,minmax(0,1fr));gap:20px}}
@media (max-width:640px){.for-narrow{display:block}.for-wide{display:none}}
${levels.map(shades).join("")}
`;
