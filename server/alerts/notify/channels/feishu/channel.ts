/**
 * Robots of Feishu and Lark groups (飞书自定义机器人). Format, signature and limits as told by “自定义机器人使用指南” on
 * open.feishu.cn: an interactive card (JSON 1.0), a body of at most 20 KB, at most 100 messages a minute and 5 a second.
 */
import { createHmac } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { defineChannel, HTTP_ADDRESS, Secret, viaHttp, type Verdict } from '../../channel.ts';
import type { HttpAnswer, HttpRequest } from '../../http.ts';
import { fitting, type Message } from '../../message.ts';
import type { Notice, Telling } from '../../notice.ts';
import { JSON_HEADERS, judged, objectOf } from '../../robots.ts';
import { COLON, LABELS } from '../../words.ts';

const Settings = Type.Object(
  {
    url: Secret('Webhook address of the robot, with its id.', HTTP_ADDRESS),
    secret: Type.Optional(Secret('Secret of the security setting 签名校验.')),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

const MAX_BYTES = 20_000;

/** Colours of the head of a card. */
const TEMPLATES: Record<Notice['level'], string> = { 1: 'red', 2: 'orange', 3: 'yellow', 4: 'blue' };

/**
 * 签名校验: the base64 of HMAC-SHA256 over nothing, with the time, a line feed and the secret as key. Not that of DingTalk,
 * which looks alike. `seconds` is Unix time in seconds.
 */
export const signOf = (secret: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${secret}`).digest('base64');

/** Text that is never read as markup, so that nothing in it need be escaped. */
const plain = (content: string) => ({ tag: 'plain_text', content });

function cardOf({ level, over, heading, lines, items, link }: Message, { locale }: Telling) {
  const blocks = [...lines.map(({ label, text }) => `${label}${COLON[locale]}${text}`), ...items];
  return {
    config: { wide_screen_mode: true },
    header: { title: plain(heading), template: over ? 'green' : TEMPLATES[level] },
    elements: [
      ...blocks.map((text) => ({ tag: 'div', text: plain(text) })),
      {
        tag: 'action',
        actions: [{ tag: 'button', text: plain(LABELS.open[locale]), url: link, type: 'primary' }],
      },
    ],
  };
}

/** The request that sends a telling. */
export function request(telling: Telling, { url, secret }: Settings, now: number): HttpRequest {
  const seconds = Math.floor(now / 1000);
  const signed = secret === undefined ? {} : { timestamp: String(seconds), sign: signOf(secret, seconds) };
  const body = fitting(telling, MAX_BYTES, (message) =>
    JSON.stringify({ ...signed, msg_type: 'interactive', card: cardOf(message, telling) }),
  );
  return { url, headers: JSON_HEADERS, body };
}

/**
 * A rate that was too high: 11232, told in the guide. 9499 stands there for any body that is not understood, and is
 * answered with “too many request” as well, so that only its words tell the two apart.
 */
const LIMITED = 11232;
const AMBIGUOUS = 9499;

export function judge(answer: HttpAnswer): Verdict {
  const { code, msg } = objectOf(answer.body);
  const limited = code === LIMITED || (code === AMBIGUOUS && /too many/i.test(String(msg)));
  return judged(answer, code, limited);
}

export default defineChannel({ name: 'feishu', settings: Settings, send: viaHttp(request, judge) });
