// A worker thread of workers.mjs: each job is a whole run, pruned to 10%.
import { serveJobs } from "../../../dist/run/serve.js";
import { descend } from "./whole-run.mjs";

serveJobs((_, { shape, data }) => descend(shape, data));
