// survey.ts runs this in a process of its own: it tries the backends that it is given and reports each.
import { backendNames, surveyBackend } from "../../run/engine.ts";

for (const name of process.argv.slice(2)) {
  const known = backendNames.find((one) => one === name);
  if (known !== undefined) process.send?.(await surveyBackend(known));
}
process.disconnect();
