import { UserError } from "../../base/errors.ts";
import type { World } from "../world.ts";

/** Where a queue is, and who may use it. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly tls: boolean;
  readonly user: string; // empty without one
  readonly password: string; // never printed, and part of no message
  readonly shown: string; // the address without user and password
}

const variable = "OCCAM_TAB_QUEUE";
const example = "It looks like redis://host:6379, or rediss://user:password@host:6379/0 with TLS.";

/**
 * The address of `--queue`. "env", or nothing, is the address in the variable OCCAM_TAB_QUEUE; from there also come
 * user and password of an address that has none and names the same server. Throws a `UserError`, which never holds the
 * address as it was written.
 */
export function queueAddress(given: string | null, environment: World["environment"]): QueueAddress {
  const kept = environment[variable] ?? "";
  if (given === null || given === "env") {
    if (kept !== "") return parse(kept, variable);
    throw new UserError("No queue is named.", {
      hint: `Name it with --queue, or in the variable ${variable}. ${example}`,
    });
  }
  const address = parse(given, "--queue");
  if (kept === "" || address.user !== "" || address.password !== "") return address;
  const { host, port, user, password } = parse(kept, variable);
  return host === address.host && port === address.port ? { ...address, user, password } : address;
}

function parse(text: string, where: string): QueueAddress {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const refuse = (what: string): UserError => new UserError(`${where} ${what}.`, { hint: example });
  if (url === null || !/^rediss?:$/u.test(url.protocol))
    throw refuse("is no address that begins with redis:// or rediss://");
  if (url.hostname === "") throw refuse("names no host");
  const database = url.pathname.replace(/^\//u, "") || "0";
  if (!/^\d{1,4}$/u.test(database)) throw refuse("has something else than the number of a database behind the host");
  if (url.search !== "" || url.hash !== "") throw refuse("has something behind a ? or #, which means nothing here");
  const port = url.port === "" ? 6379 : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/u, "$1");
  const behind = database === "0" ? "" : `/${database}`;
  return {
    ...{ host, port, database: Number(database), tls: url.protocol === "rediss:" },
    user: decoded(url.username, refuse),
    password: decoded(url.password, refuse),
    shown: `${url.protocol}//${url.hostname}:${port}${behind}`,
  };
}

function decoded(part: string, refuse: (what: string) => UserError): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refuse("has a user or password with a % that stands for nothing; write % as %25");
  }
}
