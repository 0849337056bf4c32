import { serveJobs } from "../run/serve.ts";
import { studyNamed } from "./index.ts";
import type { StudyJob } from "./run.ts";
import type { StudyData } from "./study.ts";

serveJobs<StudyJob, StudyData, readonly unknown[], never>(({ study, cell }, data) =>
  studyNamed(study).compute(cell, data),
);
