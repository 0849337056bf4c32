/** Type, spacing and the page's columns. */
export const textStyle = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",
  Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
h1,h2,h3,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
h1,.answer,h2{font-family:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4","Palatino Linotype",P052,
  Georgia,serif;font-weight:600;text-wrap:balance}
a{color:var(--link);text-underline-offset:2px;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px;
  border-radius:2px}
code,pre{font:.88em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
small{display:block;font-size:12px;line-height:1.35;color:var(--faint);font-weight:400}
.skip{position:absolute;left:-999px;top:0;background:var(--raised);padding:8px 12px;z-index:2}
.skip:focus{left:8px;top:8px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.page{max-width:1400px;margin:0 auto;padding:0 16px 64px}
main{min-width:0}
nav{font-size:14px;padding:12px 0 0}
nav ol{list-style:none;display:flex;gap:2px 16px;overflow-x:auto;white-space:nowrap;padding-bottom:6px}
nav a{color:var(--soft);text-decoration:none;display:inline-block;padding:3px 0}
nav a:hover{color:var(--link);text-decoration:underline}
.hero{padding:26px 0 8px}
.kicker{font-size:13px;font-weight:600;letter-spacing:.02em;color:var(--soft)}
.subject{color:var(--faint);font-size:14px;margin-top:2px}
h1{font-size:21px;line-height:1.38;margin-top:22px;max-width:46rem;font-weight:400}
.answer{display:block;font-size:40px;line-height:1.12;margin-bottom:10px;font-weight:600}
.advice{margin-top:10px;max-width:46rem;color:var(--soft)}
.duel{margin-top:30px}
.words,.warn{margin-top:22px;max-width:46rem}
.warn{border-left:3px solid var(--warn-line);padding:2px 0 2px 12px}
.warn strong{color:var(--warn)}
.part{padding-top:52px}
.part>h2{font-size:25px;line-height:1.25;padding-top:14px;border-top:1px solid var(--line);display:flex;gap:12px;
  align-items:baseline}
.no{font:500 15px/1 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
  color:var(--faint);min-width:1.2em}
h3{font-size:16px;line-height:1.35;font-weight:650;margin-top:30px}
.lead{max-width:44rem;margin-top:10px;color:var(--soft)}
.note{max-width:44rem;margin-top:10px;font-size:13.5px;line-height:1.5;color:var(--faint)}
.prose{max-width:44rem;margin-top:14px;color:var(--soft)}
.prose li{margin:0 0 6px 1.2em}
.quiet,.nil{color:var(--faint)}
footer{margin-top:56px;padding-top:12px;border-top:1px solid var(--line);font-size:13px;color:var(--faint)}
@media (min-width:1160px){
.page{display:grid;grid-template-columns:172px minmax(0,1fr);column-gap:56px;padding:0 32px 80px}
nav{padding-top:40px}
nav ol{position:sticky;top:32px;display:block;white-space:normal;overflow:visible}
nav li{margin-bottom:5px}
.hero{padding-top:36px}
.answer{font-size:52px}
h1{font-size:23px}
}
`;
