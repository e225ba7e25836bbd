/** Electronic mail, by an SMTP server of the city's own. */
import { createTransport, type SendMailOptions } from 'nodemailer';
import Type, { type Static } from 'typebox';
import { defineChannel, Secret, type Verdict } from '../../channel.ts';
import { inHtml, oneLine } from '../../escape.ts';
import { messageOf } from '../../message.ts';
import type { Telling } from '../../notice.ts';
import { SAID } from '../../robots.ts';
import { errorOf } from '../../unreached.ts';
import { COLON, LABELS } from '../../words.ts';

const Address = Type.String({ pattern: '^[^\\s@<>,;]+@[^\\s@<>,;]+$', maxLength: 254 });
const Settings = Type.Object(
  {
    host: Type.String({ pattern: '^[A-Za-z0-9.:_-]+$', maxLength: 253, description: 'SMTP server.' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Enum(['tls', 'starttls', 'none'], {
      description:
        'tls: from the first byte (465). starttls: nothing is sent without it (587). none: in the open (25).',
    }),
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
    password: Type.Optional(Secret('Password of the user.')),
    from: Address,
    to: Type.Array(Address, { minItems: 1, maxItems: 50 }),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** For each step of the exchange, ms. */
const TIMEOUT = 10_000;

/** How the server is reached. Nothing but what is handed over is ever read into a message. */
const transportOf = ({ host, port, security, user, password }: Settings) => ({
  host,
  port,
  secure: security === 'tls',
  requireTLS: security === 'starttls',
  ignoreTLS: security === 'none',
  ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
  connectionTimeout: TIMEOUT,
  greetingTimeout: TIMEOUT,
  socketTimeout: TIMEOUT,
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** The mail that sends a telling, as text and as HTML. */
export function mailOf(telling: Telling, { from, to }: Pick<Settings, 'from' | 'to'>): SendMailOptions {
  const { heading, lines, items, link } = messageOf(telling);
  const open = LABELS.open[telling.locale];
  const colon = COLON[telling.locale];
  const said = lines.map(({ label, text }) => `${label}${colon}${text}`);
  const text = [heading, '', ...said, ...items, '', `${open}${colon}${link}`];
  const html = [
    `<p><strong>${inHtml(heading)}</strong></p>`,
    said.length > 0 && `<p>${said.map(inHtml).join('<br>')}</p>`,
    items.length > 0 && `<ul>${items.map((item) => `<li>${inHtml(item)}</li>`).join('')}</ul>`,
    `<p><a href="${inHtml(link)}">${inHtml(open)}</a></p>`,
  ];
  return {
    from,
    to,
    subject: heading,
    text: text.join('\n'),
    html: html.filter((part) => part !== false).join('\n'),
    // An answer of an absent reader helps nobody.
    headers: { 'auto-submitted': 'auto-generated' },
  };
}

interface SmtpFailure extends Error {
  code?: string;
  /** Status of the server's answer, if it gave one. */
  responseCode?: number;
  /** Of an error of the socket: the call that failed; of a time that ran out: which. */
  syscall?: string;
  timeoutType?: string;
}

/** Failures that come before the server is given a mail. */
const BEFORE = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EENVELOPE', 'ECONFIG']);

function cameBefore({ code = '', syscall, timeoutType }: SmtpFailure): boolean {
  // No call failed where the certificate or the handshake did.
  if (code === 'ESOCKET') return syscall !== 'read' && syscall !== 'write';
  if (code === 'ETIMEDOUT') return timeoutType !== 'SOCKET_TIMEOUT';
  return BEFORE.has(code);
}

/** What a failure means. A status is the server's own word; where the connection was lost, the mail may have arrived. */
export function judge(error: SmtpFailure): Verdict {
  const status = error.responseCode ?? null;
  const perhaps = status === null && !cameBefore(error);
  return { ok: false, status, said: oneLine(errorOf(error).said, SAID), ...(perhaps && { perhaps: true as const }) };
}

async function send(telling: Telling, settings: Settings): Promise<Verdict> {
  const transport = createTransport(transportOf(settings));
  try {
    const { response, rejected } = await transport.sendMail(mailOf(telling, settings));
    const status = Number.parseInt(response, 10) || null;
    // Some of its addresses took it: sending it again would tell those twice, so it counts, and says whom it missed.
    const missed = rejected.length === 0 ? '' : `; refused for ${rejected.map(String).join(', ')}`;
    return { ok: true, status, said: oneLine(`${response}${missed}`, SAID) };
  } catch (error) {
    return judge(error as SmtpFailure);
  } finally {
    transport.close();
  }
}

export default defineChannel({ name: 'email', settings: Settings, send });
