/** Whether a failed connection may have delivered what was sent over it. Pure. */

/** Codes of errors that come before anything was sent: names, ways, doors and certificates. */
const BEFORE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EDNS|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EINVAL|EACCES|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** A port that fetch does not connect to, such as that of mail: its error has no code. */
const BAD_PORT = 'bad port';

interface Coded {
  code?: string;
  message?: string;
  cause?: unknown;
}

/**
 * What an error of a connection says, and whether what was sent may have arrived: not where the connection never came
 * to be. What is not known counts as perhaps.
 */
export function errorOf(error: unknown): { said: string; perhaps: boolean } {
  const outer = error as Coded;
  const inner = (outer.cause ?? outer) as Coded;
  const code = inner.code ?? outer.code;
  const said = [inner.message || outer.message, code].filter((part) => part && part !== '').join(' ');
  const before = code === undefined ? inner.message === BAD_PORT : BEFORE.test(code);
  return { said: said === '' ? String(error) : said, perhaps: !before };
}
