import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../../../contract/time.ts';
import { notice, NOW, telling } from '../../fixture.ts';
import { judge, payloadOf, request } from './channel.ts';

const URL_OF_RECEIVER = 'https://ops.example/hooks/alerts';

describe('a webhook in the format of Alertmanager', () => {
  it('[A1] has exactly the members of version 4', () => {
    expect(payloadOf(telling())).toEqual({
      version: '4',
      groupKey: '{}:{category="05.03", city="testville", district="990101", rule="heating"}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'duty',
      groupLabels: { district: '990101', category: '05.03', city: 'testville', rule: 'heating' },
      commonLabels: {
        alertname: 'heating',
        severity: 'error',
        city: 'testville',
        rule: 'heating',
        family: 'matter',
        district: '990101',
        category: '05.03',
      },
      commonAnnotations: { summary: '东区 暖气不热', description: '1 小时 46 件，平时 6–9 件' },
      externalURL: 'https://wall.example',
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: 'heating',
            severity: 'error',
            city: 'testville',
            rule: 'heating',
            family: 'matter',
            district: '990101',
            category: '05.03',
          },
          annotations: { summary: '东区 暖气不热', description: '1 小时 46 件，平时 6–9 件' },
          startsAt: '2026-03-02T01:05:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://wall.example/console?alert=a-1',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        },
      ],
    });
  });

  it('[A1] of the end has the same group and fingerprint, whatever the level became', () => {
    const begun = payloadOf(telling());
    const ended = payloadOf(telling([notice({ kind: 'resolved', level: 1, at: NOW + HOUR })]));
    expect([ended.status, ended.alerts[0]!.status, ended.alerts[0]!.endsAt]).toEqual([
      'resolved',
      'resolved',
      '2026-03-02T02:05:00.000Z',
    ]);
    expect([ended.groupKey, ended.alerts[0]!.fingerprint]).toEqual([begun.groupKey, begun.alerts[0]!.fingerprint]);
  });

  it('of several is one group: firing while one of them is, with what they have in common', () => {
    const other = notice({ alert: 'a-2', level: 4, keys: { district: '990102' }, kind: 'resolved' });
    const { status, alerts, groupKey, commonLabels } = payloadOf(telling([notice(), other]));
    expect([status, alerts.map((alert) => alert.labels['severity']), groupKey]).toEqual([
      'firing',
      ['error', 'info'],
      '{}:{city="testville"}',
    ]);
    expect(commonLabels).toEqual({ alertname: 'heating', city: 'testville', rule: 'heating', family: 'matter' });
  });

  it('carries a token where there is one', () => {
    expect(request(telling(), { url: URL_OF_RECEIVER }).headers).not.toHaveProperty('authorization');
    expect(request(telling(), { url: URL_OF_RECEIVER, token: 't0ken' }).headers).toHaveProperty(
      'authorization',
      'Bearer t0ken',
    );
  });

  it('is good with any 2xx, and waits as long as it is told to', () => {
    expect(judge({ status: 204, body: '' })).toEqual({ ok: true, status: 204, said: '' });
    expect(judge({ status: 500, body: 'no' })).toEqual({ ok: false, status: 500, said: 'no' });
    expect(judge({ status: 302, body: '' }).ok).toBe(false);
    expect(judge({ status: 429, body: '', retryAfter: 7 })).toEqual({ ok: false, status: 429, said: '', wait: 7000 });
  });
});
