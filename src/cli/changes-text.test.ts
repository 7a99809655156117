import { describe, expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import type { ChangeFeed } from '../compose/changes.ts';
import type { FeedEntry, ServiceFeed } from '../correlate/feed.ts';
import type { FieldChange } from '../domain/field-change.ts';
import type { Tier } from '../domain/service.ts';
import { redact } from '../platform/redact/redact.ts';
import { changesJson, changesText } from './changes-text.ts';

const until = new Date('2026-03-10T14:12:00Z');

function entry(minutes: number, subject: string, more: Partial<FeedEntry> = {}): FeedEntry {
  const change = {
    sha: `${minutes}`.padStart(7, 'c0ffee').padEnd(40, '0'),
    url: null,
    repository: 'acme/gitops',
    author: redact('bob'),
    committedAt: new Date(until.getTime() - minutes * 60_000),
    subject: redact(subject),
    files: [],
    moreFiles: false,
    pullRequest: null,
  };
  return { change, pullRequest: null, fields: [], unread: [], isKnown: true, ...more };
}

function field(text: string, name: string | null = 'mysql'): FieldChange {
  const object = { kind: 'StatefulSet', name };
  return { kind: 'limits', file: 'base-apps/mysql/set.yaml', object, text, from: null, to: null };
}

function listed(name: string, tier: Tier, entries: readonly FeedEntry[] = [], quiet = 0): ServiceFeed {
  return { service: service(name, { tier }), paths: [`base-apps/${name}/`], entries, quiet };
}

const feed: ChangeFeed = {
  source: 'github.com/acme/gitops, branch main',
  since: new Date('2026-03-09T14:12:00Z'),
  until,
  isWhole: true,
  services: [
    listed(
      'mysql',
      'P0',
      [
        entry(12, 'mysql: trim what nobody seems to need, as told by the dashboards of the last month', {
          pullRequest: 44,
          fields: [field('memory limit 512Mi → 64Mi'), field('replicas 2 → 1', null)],
        }),
        entry(50, 'mysql 8.4 (#41)', { pullRequest: 41, fields: [field('image mysql:8.0 → mysql:8.4')] }),
      ],
      2,
    ),
    listed('vault', 'P1', [
      entry(600, 'many', { fields: Array.from({ length: 8 }, (_, i) => field(`env V${i} added`)) }),
      entry(700, 'not read', { isKnown: false }),
      entry(800, 'half', { unread: ['base-apps/vault/a.yaml'] }),
    ]),
    listed('n8n', 'P2', [], 1),
    listed('loki', 'P2'),
    listed('whoami', 'P3'),
  ],
  elsewhere: 12,
  unplaced: 3,
  withoutPath: [service('lost')],
  otherRepository: [service('far')],
  limits: ['only the newest 20 of 63 commits were read in full'],
  faults: [],
};
const style = { width: 80, color: false, timeZone: 'Europe/Berlin' };

describe('the change feed', () => {
  it('at 80 columns', () => {
    expect(changesText(feed, style)).toMatchInlineSnapshot(`
      "5 commits · 2 of 5 services changed
      github.com/acme/gitops, branch main · 09 Mar 15:12 CET to 10 Mar 15:12 CET (1 d)

      mysql P0 · base-apps/mysql/
        10 Mar 15:00 CET  c0ffe12  bob · mysql: trim what nobody seems to need, as
                                   told by the dashboards of the last month (#44)
          StatefulSet mysql: memory limit 512Mi → 64Mi
          set.yaml: replicas 2 → 1
        10 Mar 14:22 CET  c0ffe50  bob · mysql 8.4 (#41)
          image mysql:8.0 → mysql:8.4
        and 2 commits of documents, comments or labels

      vault P1 · base-apps/vault/
        10 Mar 05:12 CET  c0ff600  bob · many
          StatefulSet mysql: env V0 added
          StatefulSet mysql: env V1 added
          StatefulSet mysql: env V2 added
          StatefulSet mysql: env V3 added
          StatefulSet mysql: env V4 added
          and 3 more
        10 Mar 03:32 CET  c0ff700  bob · not read
          what it changed was not read
        10 Mar 01:52 CET  c0ff800  bob · half
          changed, contents not read: base-apps/vault/a.yaml

      no change  loki, whoami
      documents  n8n: documents, comments or labels, nothing else
      elsewhere  12 commits that touch no listed service
      not known  which services 3 commits touch
      no path    lost: services.txt does not say where their manifests are
      not here   far: services.txt has them in another repository

      Not complete
        ! only the newest 20 of 63 commits were read in full
      "
    `);
  });

  it('never wider than the screen', () => {
    for (const width of [60, 80, 120])
      expect(
        Math.max(
          ...changesText(feed, { ...style, width })
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(width);
  });

  it('of a quiet day, for services somebody named', () => {
    const quiet = { ...feed, services: [listed('loki', 'P2')], isWhole: false, elsewhere: 1, unplaced: 0 };
    const text = changesText({ ...quiet, withoutPath: [], otherRepository: [], limits: [] }, style);
    expect(text).toMatchInlineSnapshot(`
      "0 commits · 0 of 1 service changed
      github.com/acme/gitops, branch main · 09 Mar 15:12 CET to 10 Mar 15:12 CET (1 d)

      no change  loki
      elsewhere  1 commit that touches none of these services
      "
    `);
  });

  it('prints nothing that a terminal obeys', () => {
    const hostile = listed('\u001b[2J', 'P0', [entry(1, 'x\u001b]0;y\u0007\u202e', { fields: [field('\u001b[31m')] })]);
    expect(changesText({ ...feed, services: [hostile] }, style)).not.toMatch(/[^\P{C}\n]/u);
  });

  it('as data', () => {
    expect(changesJson(feed)).toMatchObject({
      source: 'github.com/acme/gitops, branch main',
      services: [
        {
          name: 'mysql',
          tier: 'P0',
          documentsOnly: 2,
          commits: [
            { pullRequest: 44, changed: [{ kind: 'limits', text: 'memory limit 512Mi → 64Mi' }, {}], notRead: [] },
            {},
          ],
        },
        {
          name: 'vault',
          commits: [{}, { notRead: null }, { notRead: ['base-apps/vault/a.yaml'] }],
        },
        {},
        {},
        {},
      ],
      elsewhere: 12,
      unplaced: 3,
      withoutPath: ['lost'],
      otherRepository: ['far'],
    });
  });
});
