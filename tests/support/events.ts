/** Events for tests and benches: small, valid, and different from one another. */
import { randomUUID } from 'node:crypto';

export interface TestEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  data: Record<string, unknown>;
}

/** An event of this type about a subject. */
export const event = (
  type: string,
  subject: string,
  data: Record<string, unknown>,
  at = Date.now(),
  source = '/test/desk',
): TestEvent => ({
  specversion: '1.0',
  id: randomUUID(),
  source,
  type: `hotline.${type}`,
  subject,
  time: new Date(at).toISOString(),
  data,
});

/** The creation of a ticket. */
export const created = (subject: string, data: Record<string, unknown> = {}, at = Date.now()): TestEvent =>
  event('ticket.created', subject, { channel: 'phone', nature: 'complaint', title: '小区停水', ...data }, at);

const DISTRICTS = ['320205', '320206', '320211', '320213', '320214', '320281', '320282'];
const CHANNELS = ['phone', 'wechat', 'app', 'web', 'weibo', 'mail'];
const NATURES = ['complaint', 'consult', 'help', 'suggestion', 'report', 'praise'];
const TEXT =
  '反映小区三号楼昨晚起暖气不热，室内温度不足十四度，家中有老人和小孩，多次联系物业未果，希望尽快派人处理并回复。';

/** A stream of whole ticket lives, seven events each, one after another; the n-th event is always the same one. */
export function lifeEvent(n: number, now: number): TestEvent {
  const ticket = Math.floor(n / 7);
  const step = n % 7;
  const at = now - 3_600_000 + (ticket % 3000) * 1000 + step * 1000;
  const subject = `L${ticket}`;
  const make = (type: string, data: Record<string, unknown>): TestEvent => ({
    specversion: '1.0', id: `${subject}-${step}`, source: '/test/workorder', type: `hotline.${type}`, subject, time: new Date(at).toISOString(), data,
  }); // prettier-ignore
  switch (step) {
    case 0:
      return make('ticket.created', {
        channel: CHANNELS[ticket % 6], nature: NATURES[ticket % 5], category: `0${(ticket % 9) + 1}.01.01`, title: '暖气不热', text: TEXT,
        place: { district: DISTRICTS[ticket % 7], community: '五爱家园', lng: 120.3 + (ticket % 100) / 1000, lat: 31.5 + (ticket % 90) / 1000 },
      }); // prettier-ignore
    case 1:
      return make('ticket.dispatched', { unit: `u${ticket % 60}` });
    case 2:
      return make('ticket.accepted', {});
    case 3:
      return make('ticket.contacted', {});
    case 4:
      return make('ticket.replied', { comment: '已上门维修，恢复正常。' });
    case 5:
      return make('ticket.closed', {});
    default:
      return make('ticket.rated', { satisfaction: ticket % 20 === 0 ? 'dissatisfied' : 'satisfied', solved: true });
  }
}
