import { reasonOf, UserError } from "../../base/errors.ts";
import type { QueueAddress } from "./address.ts";

/** Why a server cannot be used, and what to do. */
export function refused(error: unknown, address: QueueAddress): UserError {
  const denied = denial(error, address);
  if (denied !== null) return denied;
  const { shown, tls } = address;
  const code = codeOf(error);
  const renewal = certificateHint(code);
  if (renewal !== null) {
    return new UserError(`The certificate of the queue at ${shown} is not valid: ${reasonOf(error)}.`, {
      hint: renewal,
    });
  }
  const other = tls ? "without TLS the address begins with redis://" : "with TLS the address begins with rediss://";
  return new UserError(`No queue answers at ${shown}: ${code ?? reasonOf(error)}.`, {
    hint: `Start a Redis or Valkey server there, or correct the address. For a server ${other}.`,
  });
}

/** What a server refuses in its answer, and what to do; null for other errors. */
export function denial(error: unknown, { shown, password, tls }: QueueAddress): UserError | null {
  const reason = reasonOf(error);
  if (isFull(error)) return fullServer(shown);
  if (/WRONGPASS|invalid password|AUTH/u.test(reason)) {
    return password === ""
      ? new UserError(`The queue at ${shown} asks for a password.`, {
          hint: `Give it in OCCAM_TAB_QUEUE=${tls ? "rediss" : "redis"}://user:password@host:6379.`,
        })
      : new UserError(`The queue at ${shown} refuses this user or password.`, {
          hint: "Correct it in OCCAM_TAB_QUEUE or in --queue.",
        });
  }
  if (!reason.includes("NOPERM")) return null;
  return new UserError(`The user of the queue at ${shown} may not do what a queue needs.`, {
    hint: "Let it use ~bull:* and ~occam-tab:*.",
  });
}

/** What to do about a certificate that Node refuses, by its code; null for other errors. */
function certificateHint(code: string | null): string | null {
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "Use a name in the address that the certificate holds.";
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "Renew it, or correct the clock of this machine.";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return "Name the file of its authority before the command: NODE_EXTRA_CA_CERTS=ca.pem.";
    default:
      return null;
  }
}

function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** Whether a server refused to store something because its memory is full. */
export function isFull(error: unknown): boolean {
  return /\bOOM\b/u.test(reasonOf(error));
}

export function fullServer(shown: string): UserError {
  return new UserError(`The memory of the queue at ${shown} is full.`, {
    hint: "Raise its maxmemory, or keep tables and results in a folder that all machines mount: --tables DIR.",
  });
}
