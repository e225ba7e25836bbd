/**
 * Robots of WeCom groups (企业微信群机器人). Format and limits as told by “群机器人配置说明” on developer.work.weixin.qq.com
 * (document 91770): markdown of at most 4,096 bytes of UTF-8, at most 20 messages a minute and robot. The key in the
 * address is all that protects it; there is no signature.
 */
import Type, { type Static } from 'typebox';
import { defineChannel, HTTP_ADDRESS, Secret, viaHttp, type Verdict } from '../../channel.ts';
import { inMarkdown } from '../../escape.ts';
import type { HttpAnswer, HttpRequest } from '../../http.ts';
import { fitting, type Message } from '../../message.ts';
import type { Telling } from '../../notice.ts';
import { JSON_HEADERS, judged, objectOf } from '../../robots.ts';
import { COLON, LABELS } from '../../words.ts';

const Settings = Type.Object(
  { url: Secret('Webhook address of the robot, with its key.', HTTP_ADDRESS) },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

const MAX_BYTES = 4096;

function layout(message: Message, { locale }: Telling): string {
  const { heading, lines, items, link } = message;
  return [
    `**${inMarkdown(heading)}**`,
    ...lines.map(({ label, text }) => `> ${label}${COLON[locale]}${inMarkdown(text)}`),
    ...items.map((item) => `> ${inMarkdown(item)}`),
    `[${LABELS.open[locale]}](${link})`,
  ].join('\n');
}

/** The request that sends a telling. */
export function request(telling: Telling, { url }: Settings): HttpRequest {
  const content = fitting(telling, MAX_BYTES, (message) => layout(message, telling));
  return { url, headers: JSON_HEADERS, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }) };
}

/** 45009 “api freq out of limit” in the list of errors (document 90455 at the same place). */
const LIMITED = 45009;

export function judge(answer: HttpAnswer): Verdict {
  const { errcode } = objectOf(answer.body);
  return judged(answer, errcode, errcode === LIMITED);
}

export default defineChannel({ name: 'wecom', settings: Settings, send: viaHttp(request, judge) });
