/** Tiles, tables, findings, terms and the rest of the content. */
export const partStyle = `
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,215px),1fr));gap:28px 36px;margin-top:30px}
.tile{border-top:2px solid var(--ink);padding-top:10px}
.tile h2{font:600 14px/1.35 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
  color:var(--soft)}
.big{font-size:30px;line-height:1.2;font-weight:600;letter-spacing:-.01em;margin:4px 0 10px}
.small{font-size:13.5px;line-height:1.45;color:var(--faint);margin-top:8px}
.scroll{position:relative;overflow-x:auto;margin-top:16px;max-width:100%;
  background:linear-gradient(90deg,var(--page) 40%,transparent) 0 0/40px 100% no-repeat local,
  linear-gradient(270deg,var(--page) 40%,transparent) 100% 0/40px 100% no-repeat local,
  linear-gradient(90deg,var(--shade),transparent) 0 0/10px 100% no-repeat scroll,
  linear-gradient(270deg,var(--shade),transparent) 100% 0/10px 100% no-repeat scroll}
table{border-collapse:collapse;font-size:14px;line-height:1.4}
caption{text-align:left;font-weight:600;padding:0 0 8px}
th,td{text-align:left;vertical-align:top;padding:7px 18px 7px 0;font-weight:400;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:4px}
thead th{font-weight:600;font-size:13px;vertical-align:bottom;color:var(--soft);border-bottom:1px solid var(--neutral)}
.n{text-align:right;white-space:nowrap}
tbody th{min-width:104px}
tbody tr:last-child>*{border-bottom-color:var(--neutral)}
.marked>*{background:var(--band)}
.scores{width:100%}
.scores td{font-size:15px}
.scores strong{font-weight:700}
.model{display:inline-flex;gap:7px;align-items:center;white-space:nowrap;font-weight:600}
.key{flex:none;vertical-align:-1px;overflow:visible}
.strip{display:block;overflow:visible}
td .strip{margin-top:1px}
.ranged tr>:not(:last-child){padding-right:14px}
.strip-head{display:flex;justify-content:space-between;width:140px;font-weight:400}
.strip-text{display:inline-block;min-width:5.2em}
.strip-text+.strip{display:inline-block;vertical-align:-1px}
.outcome{display:inline-flex;gap:6px;align-items:center;white-space:nowrap;font-weight:600}
.glyph{font-weight:700;width:12px;text-align:center}
details>summary{cursor:pointer}
.part:has(>.fold){padding-top:26px}
.fold>summary{color:var(--link);width:fit-content;margin-top:8px}
.data{margin-top:10px;font-size:13.5px}
.data>summary{color:var(--link);width:fit-content}
.data .scroll{max-height:360px;overflow:auto;margin-top:8px}
.data table{font-size:13px}
.data td,.data th{padding-top:3px;padding-bottom:3px}
.heat td,.heat th{text-align:right;padding:6px 10px;border:1px solid var(--page);white-space:nowrap}
.heat caption{padding-bottom:6px}
.heat tbody th{min-width:0}
.heat tbody th,.heat thead tr:last-child th:first-child{text-align:left;padding-left:0}
.ordinal{display:inline-block;min-width:1.9em;color:var(--faint)}
.heat .over{text-align:center;font-weight:400;color:var(--faint)}
.heat td{min-width:64px;font-size:15px}
.heat.compact td,.heat.compact th{padding:3px 5px;font-size:12px;min-width:30px}
.heat .right{color:var(--soft)}
.heat small{color:inherit}
.mistakes td{white-space:nowrap}
.pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:12px 40px}
.pairs.stacked{grid-template-columns:minmax(0,1fr)}
.pairs>*{min-width:0}
.findings{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));
  gap:12px 40px;margin-top:12px}
.findings li{border-left:3px solid var(--line);padding-left:12px;font-size:14.5px;min-width:0}
.findings .warning{border-color:var(--warn-line)}
.sev{font-weight:600;font-size:13px}
.warning .sev{color:var(--warn)}
.columns td,.columns th{min-width:0}
.columns tbody th{font-weight:600;max-width:280px;min-width:120px}
.columns tbody td:last-child{min-width:240px;max-width:420px;font-size:13px;line-height:1.45;color:var(--soft)}
.columns small{max-width:230px;min-width:150px;margin-top:2px}
.why strong{font-weight:600;color:var(--ink)}
.role{font-size:12px;font-weight:600;color:var(--soft);border:1px solid var(--line);border-radius:3px;padding:0 5px;
  white-space:nowrap}
.name{overflow-wrap:anywhere}
.scores .name{overflow-wrap:break-word}
.long summary{font-weight:inherit}
.whole{display:block;overflow-wrap:anywhere;font-weight:400;font-size:12px;margin-top:4px}
.terms{columns:2 400px;column-gap:48px;margin-top:2px}
.terms dt{font-weight:600;padding-top:12px;break-after:avoid}
.terms dd{break-inside:avoid}
.terms .quiet{font-weight:400;font-size:13.5px}
.terms dd{color:var(--soft)}
.facts{margin-top:16px;max-width:56rem}
.facts div{display:grid;grid-template-columns:140px minmax(0,1fr);gap:16px;padding:5px 0;
  border-bottom:1px solid var(--line)}
.data .facts div{grid-template-columns:180px minmax(0,1fr)}
.facts dt{color:var(--soft)}
.facts dd{overflow-wrap:anywhere}
.pairs-list{columns:2 300px;margin-top:8px}
.pairs-list li{list-style-position:outside;break-inside:avoid}
pre{background:var(--band);padding:12px 14px;border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
.download{font-weight:600}
.facts+p,.data+p{margin-top:18px}
@media (max-width:1330px){.ranged tr>:nth-child(2){display:none}}
@media (max-width:520px){.facts div,.data .facts div{grid-template-columns:minmax(0,1fr);gap:0}.answer{font-size:36px}}
@media print{
nav,.skip,.data,.download,.fold>summary{display:none}
.fold::details-content{content-visibility:visible;block-size:auto}
body{font-size:10.5pt}
.page{display:block;max-width:none;padding:0}
.part{padding-top:26px}
.tiles{grid-template-columns:repeat(3,1fr);gap:20px}
.fig,.tile,.findings li,.heat,tr,.facts div{break-inside:avoid}
h2,h3{break-after:avoid}
.scroll{overflow:visible;background:none}
.ranged tr>:nth-child(2){display:none}
table,.scores td,.heat td,.heat.compact td,.heat.compact th{font-size:8pt}
.scores .name{overflow-wrap:anywhere}
.heat.compact td,.heat.compact th{padding:2px 2px;min-width:0;font-size:6.5pt}
small,thead th{font-size:7.5pt}
th,td{padding-right:10px}
.n,.model,.outcome{white-space:normal}
tbody th,.heat td,.columns small,.columns tbody th,.columns tbody td:last-child{min-width:0}
.pairs:not(.stacked){grid-template-columns:1fr 1fr}
a{color:inherit}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
