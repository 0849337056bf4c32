// Run by survey.ts in a process of its own: tries the backends that it is named and tells of each.
import { backendNames, surveyBackend } from "../../run/engine.ts";

for (const name of process.argv.slice(2)) {
  const known = backendNames.find((one) => one === name);
  if (known !== undefined) process.send?.(await surveyBackend(known));
}
process.disconnect();
