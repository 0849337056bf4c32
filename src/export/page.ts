import { dataFields } from "./data.ts";
import { rangesOf } from "./ranges.ts";
import type { ExportedFile, ExportRequest } from "./request.ts";
import { javascript, pageScript, pageStyle } from "./runtime.generated.ts";
import { asciiJson } from "./text.ts";

/** One HTML page that asks for nothing: a control a column, the prediction, and what changes when one input moves. */
export function exportPage(request: ExportRequest): readonly ExportedFile[] {
  const { graph, model } = request;
  const read = new Set(graph.features.map((feature) => feature.column));
  const controls = rangesOf(model)
    .map((range, column) => ({ column, ...range }))
    .filter(({ column }) => read.has(column));
  const fields = dataFields(request).map(([name, json]) => `"${name}": ${json}`);
  // asciiJson writes no "<", so that no text of the model ends the script.
  const data = `{"model": {\n${fields.join(",\n")}\n},\n"controls": ${asciiJson(controls)}}`;
  const title = escaped(graph.target.slice(0, 200));
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
  const content = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Predict ${title}</title>
<style>
${pageStyle}</style>
</head>
<body>
<div id="page"><noscript>This page computes its predictions with JavaScript, which is turned off here.</noscript></div>
<script type="application/json" id="model">
${data}
</script>
<script>
${javascript}
${pageScript}</script>
</body>
</html>
`;
  return [{ ending: "", content }];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
