import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, occamTab, smallTable } from "../../support/cli.ts";
import { startWorker, stopWorkers, timelessCsv } from "../../support/fleet.ts";
import { freePort, hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) process.stderr.write("Tests of TLS are skipped: there is no openssl on the path.\n");

const secret = "p4ss-w0rd";
const models = ["--models", "forest,dummy", "--trees", "5"];
const servers: RedisServer[] = [];
let folder = "";
let authority = ""; // the file of its certificate
const within = (name: string): string => join(folder, name);

function openssl(...words: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", words, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A certificate of the authority for these names, valid for so many days from now. */
async function certify(id: string, names: string, days = 2): Promise<void> {
  await writeFile(within(`${id}.ext`), `subjectAltName=${names}\n`);
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", `${id}.key`, "-out", `${id}.csr`, "-subj", "/CN=server");
  const by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", `${id}.ext`];
  openssl("x509", "-req", "-in", `${id}.csr`, ...by, "-days", String(days), "-out", `${id}.crt`);
}

/** Starts a server with a certificate; returns the port at which it speaks TLS. */
async function startTls(id: string): Promise<number> {
  const port = await freePort();
  const files = ["--tls-cert-file", within(`${id}.crt`), "--tls-key-file", within(`${id}.key`)];
  const clients = ["--tls-ca-cert-file", authority, "--tls-auth-clients", "no"];
  const words = ["--tls-port", String(port), ...files, ...clients, "--requirepass", secret];
  servers.push(await startRedis(...words));
  return port;
}

const ask = (url: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  occamTab(["queue", "--queue", "env"], { environment: { ...environment, OCCAM_TAB_QUEUE: url } });

/** All files of a folder and of those in it, as text. */
async function textOf(path: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return readFile(path, "latin1");
  const texts = await Promise.all((await readdir(path)).map((name) => textOf(join(path, name))));
  return texts.join("\n");
}

beforeAll(async () => {
  if (!hasRedis || !hasOpenssl) return;
  folder = await emptyFolder();
  authority = within("ca.crt");
  const self = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Authority of a test", "-days", "2"];
  openssl("req", ...self, "-keyout", "ca.key", "-out", "ca.crt");
});

afterAll(() => Promise.all(servers.map((server) => server.remove())));

describe.skipIf(!hasRedis || !hasOpenssl)("a queue with TLS and an authority of its own", () => {
  it("gives the bytes of one process, by name and by IP address, and shows its password nowhere", async () => {
    await certify("good", "DNS:localhost,IP:127.0.0.1");
    const port = await startTls("good");
    await mkdir(within("suite"));
    await writeFile(within("suite/a.csv"), smallTable(60));
    const bench = (out: string, ...more: string[]) =>
      occamTab(["bench", within("suite"), ...models, "--out", within(out), ...more], { environment });
    const environment = { NODE_EXTRA_CA_CERTS: authority };
    const worker = await startWorker({ url: `rediss://:${secret}@localhost:${port}`, environment });
    const given = ["--queue", `rediss://:${secret}@127.0.0.1:${port}`];
    const said: Ended[] = [];
    try {
      said.push(await bench("alone"), await bench("fleet", ...given));
      said.push(await bench("unused", "--plan", within("fleet/plan.json"), ...given));
      said.push(await ask(`rediss://default:${secret}@localhost:${port}`, environment));
    } finally {
      await stopWorkers([worker]);
    }
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await timelessCsv(within("fleet/scores.csv"))).toBe(await timelessCsv(within("alone/scores.csv")));
    expect(worker.heard()).toContain(`from rediss://localhost:${port}`);
    expect(said.map(({ errors }) => errors).join("")).not.toContain("Warning");
    const everything = [JSON.stringify(said), worker.heard(), await textOf(within("fleet"))].join("\n");
    expect(everything).not.toContain(secret);
  });

  it("is refused in a sentence where its certificate or address is wrong", async () => {
    await certify("other", "DNS:other.example");
    await certify("old", "DNS:localhost", 0);
    const [other, old] = [await startTls("other"), await startTls("old")];
    const known = { NODE_EXTRA_CA_CERTS: authority };
    const address = (port: number, scheme = "rediss"): string => `${scheme}://localhost:${port}`;
    const refusals: readonly (readonly [string, Readonly<Record<string, string>>, string, string])[] = [
      [address(other), {}, "not valid: self-signed certificate in certificate chain.", "NODE_EXTRA_CA_CERTS=ca.pem"],
      [address(other), known, "not valid: Hostname/IP does not match", "a name in the address that the certificate"],
      [address(old), known, "not valid: certificate has expired.", "Renew it"],
      [address(other, "redis"), {}, "No queue answers", "with TLS the address begins with rediss://"],
    ];
    for (const [url, environment, message, hint] of refusals) {
      const { code, errors } = await ask(url, environment);
      expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
      expect(errors.replace(/\s+/gu, " ")).toContain(hint);
    }
  });
});
