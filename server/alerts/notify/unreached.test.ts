import { expect, it } from 'vitest';
import { errorOf } from './unreached.ts';

const failed = (cause: object): Error => new TypeError('fetch failed', { cause });

it('what never left has not arrived; what is not known perhaps has', () => {
  const before = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']; // prettier-ignore
  for (const code of before)
    expect(errorOf(failed({ code, message: 'x' }))).toEqual({ said: `x ${code}`, perhaps: false });
  expect(errorOf(failed(new Error('bad port')))).toEqual({ said: 'bad port', perhaps: false });
  for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']) expect(errorOf(failed({ code })).perhaps).toBe(true);
  expect(errorOf(new Error('odd'))).toEqual({ said: 'odd', perhaps: true });
});
