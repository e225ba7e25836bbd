/**
 * Robots of DingTalk groups (钉钉自定义机器人). Format, signature and limits as told by “自定义机器人接入” and
 * “自定义机器人安全设置” on open.dingtalk.com: at most 20 messages a minute and robot, else it is shut for ten minutes. The
 * bound of a message is what the error of longer ones says: 20,000 bytes.
 */
import { createHmac } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { defineChannel, HTTP_ADDRESS, Secret, viaHttp, type Verdict } from '../../channel.ts';
import { inMarkdown } from '../../escape.ts';
import type { HttpAnswer, HttpRequest } from '../../http.ts';
import { fitting, type Message } from '../../message.ts';
import type { Telling } from '../../notice.ts';
import { JSON_HEADERS, judged, objectOf } from '../../robots.ts';
import { COLON, LABELS } from '../../words.ts';

const Settings = Type.Object(
  {
    url: Secret('Webhook address of the robot, with its access_token.', HTTP_ADDRESS),
    secret: Type.Optional(Secret('Secret of the security setting 加签, which begins with SEC.')),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

const MAX_BYTES = 20_000;

/** 加签: the base64 of HMAC-SHA256 with the secret as key over the time, a line feed and the secret. `now` in Unix ms. */
export const signOf = (secret: string, now: number): string =>
  createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');

/** Lines are paragraphs: a single line feed is no new line everywhere. */
function layout(message: Message, { locale }: Telling): string {
  const { heading, lines, items, link } = message;
  const text = [
    `#### ${inMarkdown(heading)}`,
    ...lines.map(({ label, text }) => `${label}${COLON[locale]}${inMarkdown(text)}`),
    ...items.map((item) => `- ${inMarkdown(item)}`),
    `[${LABELS.open[locale]}](${link})`,
  ].join('\n\n');
  return JSON.stringify({ msgtype: 'markdown', markdown: { title: inMarkdown(heading), text } });
}

/** The request that sends a telling. */
export function request(telling: Telling, { url, secret }: Settings, now: number): HttpRequest {
  const address = new URL(url);
  if (secret !== undefined) {
    address.searchParams.set('timestamp', String(now));
    address.searchParams.set('sign', signOf(secret, now));
  }
  const body = fitting(telling, MAX_BYTES, (message) => layout(message, telling));
  return { url: address.href, headers: JSON_HEADERS, body };
}

/**
 * Codes of a rate that was too high: 130101 “send too fast, exceed 20 times per minute”, as robots have long answered, and
 * 410100, which lists of the codes of newer robots give for it. A robot that goes on is led elsewhere, or told
 * `punish: deny`, by the guard before the interface.
 */
const LIMITED: readonly unknown[] = [130101, 410100];

export function judge(answer: HttpAnswer): Verdict {
  const { errcode, punish } = objectOf(answer.body);
  const led = answer.status >= 300 && answer.status < 400;
  return judged(answer, errcode, LIMITED.includes(errcode) || punish === 'deny' || led);
}

export default defineChannel({ name: 'dingtalk', settings: Settings, send: viaHttp(request, judge) });
