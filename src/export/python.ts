import { dataFields } from "./data.ts";
import type { ExportedFile, NetworkRequest } from "./request.ts";
import { python } from "./runtime.generated.ts";
import { headLines } from "./text.ts";

/** One Python file that needs the standard library alone. The model is JSON in string literals, a field a line. */
export function exportPython(request: NetworkRequest): readonly ExportedFile[] {
  const fields = dataFields(request).map(([name, json], i, all) => {
    const line = `"${name}": ${json}${i + 1 < all.length ? "," : ""}`;
    return `    "${line.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  });
  const data = `MODEL = json.loads(\n    "{"\n${fields.join("\n")}\n    "}"\n)`;
  const head = [
    ...headLines(request),
    "",
    "`import` this file and call predict(row) or predict_many(rows); `python FILE --check` tests it.",
  ];
  // A head line may hold backslashes: in a comment they are only characters.
  const comment = head.map((line) => `# ${line}`.trimEnd()).join("\n");
  return [{ ending: "", content: `${comment}\n\n${python.replace('MODEL = json.loads("{}")', () => data)}` }];
}
