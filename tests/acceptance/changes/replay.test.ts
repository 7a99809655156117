// A recording holds the changes too: replayed where no repository is set it blames the same one.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Report } from '../../../src/domain/report.ts';
import { madeOf } from '../../fakes/git/source.ts';
import { commit, image, memoryLimit } from '../../fakes/github/made.ts';
import { cli, scratch } from '../../support/cli.ts';
import { commits, GUILTY, NOW } from '../../support/outage.ts';
import { beginning, cutMemory, neighbours, SHOP_FILE } from '../../support/shop-manifests.ts';
import { unchanged, withBefore } from '../../support/shop-revisions.ts';
import { type World, type WorldOptions, world } from '../../support/world.ts';

/** Some in the repository are innocent, one is a merge of a pull request, and one took the culprit back. */
const BUSY = [
  ...commits(),
  commit({ at: '2026-11-18T08:00:00Z', subject: 'shop-api 5.8.0', files: [image(SHOP_FILE, 'a:5.7', 'a:5.8')] }),
  commit({
    at: '2026-11-18T09:58:00Z',
    subject: 'shop-api: more memory again (#9)',
    files: [memoryLimit(SHOP_FILE, '64Mi', '512Mi')],
    pull: { number: 9, title: 'shop-api: more memory again' },
  }),
];

async function recorded(options: Omit<WorldOptions, 'model'>) {
  const w = await world({ model: null, ...options });
  const folder = scratch();
  const live = await w.cycle({ args: ['--record', folder] });
  expect(live.code, live.stderr).toBe(0);
  return { w, folder, live: live.report };
}

/** With nothing set but the inventory. */
async function replayed(folder: string, { env }: World) {
  const args = ['run', '--once', '--output', 'json', '--no-model', '--snapshot', folder, '--now', NOW];
  const ended = await cli(args, { SERVICES_FILE: env['SERVICES_FILE'] ?? '' });
  return { ...ended, report: Report.parse(JSON.parse(ended.stdout)) };
}

describe('a replay finds what the recorded cycle found', () => {
  it.each<[string, () => Promise<Omit<WorldOptions, 'model'>>]>([
    ['on GitHub', async () => ({})],
    ['on a busy GitHub', async () => ({ github: { commits: BUSY } })],
    ['on GitHub, where nothing is to blame', async () => ({ github: { commits: commits().slice(0, 1) } })],
    [
      'in a Git repository',
      async () => {
        const made = await madeOf([beginning(), ...neighbours, cutMemory]);
        return { github: null, env: { GIT_REPOSITORY: made.dir } };
      },
    ],
    ['in the cluster alone', async () => ({ github: null, api: withBefore({ memory: '512Mi' }) })],
    ['nowhere, as nothing changed and no repository is set', async () => ({ github: null, api: unchanged() })],
    [
      'nowhere, as GitHub was broken',
      async () => ({ github: { script: () => ({ kind: 'status', status: 500, message: 'no' }) } }),
    ],
  ])('%s', async (_, options) => {
    const { w, folder, live } = await recorded(await options());
    const asked = w.github.requests.length;
    const { code, report, stderr } = await replayed(folder, w);
    expect(code, stderr).toBe(0);
    expect(report.incidents.map(told)).toEqual(live.incidents.map(told));
    expect(report.incidents.map(told)).toHaveLength(1);
    expect(w.github.requests).toHaveLength(asked);
  });

  it('also where another repository is set: what was seen then counts', async () => {
    const { w, folder, live } = await recorded({});
    const made = await madeOf([beginning(), ...neighbours]);
    const args = ['run', '--once', '--output', 'json', '--no-model', '--snapshot', folder, '--now', NOW];
    const { stdout } = await cli(args, { SERVICES_FILE: w.env['SERVICES_FILE'] ?? '', GIT_REPOSITORY: made.dir });
    expect(Report.parse(JSON.parse(stdout)).incidents.map(told)).toEqual(live.incidents.map(told));
  });
});

/** Severity, and the changes; addresses of commits are kept as https only, and these servers have none. */
function told({ severity, rules, changes, suspects }: Report['incidents'][number]) {
  return { severity, rules, status: changes.status, suspects: suspects.map((one) => ({ ...one, url: null })) };
}

describe('a changes.json that can not be used costs the changes only', () => {
  it.each<[string, (text: string) => string, RegExp]>([
    ['no JSON', (text) => text.slice(0, 200), /is no JSON: /],
    ['empty', () => '', /is no JSON: /],
    [
      'of another format',
      () => '{"format":"another","commits":[]}',
      /is no file of changes: format: .*; record it again/,
    ],
    ['of a later version', (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 99'), /schemaVersion: /],
    ['with half a SHA', (text) => text.replace(/"sha": "[0-9a-f]{40}"/, '"sha": "5f1c0de"'), /sha: is no whole SHA/],
    ['with no time', (text) => text.replace(/"committedAt": "[^"]+"/, '"committedAt": "today"'), /committedAt: /],
  ])('%s', async (_, spoil, said) => {
    const { w, folder, live } = await recorded({});
    const file = join(folder, 'changes.json');
    const text = readFileSync(file, 'utf8');
    expect(spoil(text)).not.toBe(text);
    writeFileSync(file, spoil(text));
    const { code, report, stderr } = await replayed(folder, w);
    expect(code, stderr).toBe(0);
    const severities = ({ incidents }: Report) =>
      incidents.map(({ severity, rules, title }) => ({ severity, rules, title }));
    expect(severities(report)).toEqual(severities(live));
    const [incident] = report.incidents;
    expect(incident).toMatchObject({ suspects: [], changes: { status: 'unread' } });
    expect(incident?.changes.text).toMatch(said);
    expect(incident?.changes.text).toContain(file);
    expect(incident?.changes.text).toContain('record it again');
    expect(report.messages[0]?.text).toContain(`changes could not be read (${file}: `);
  });

  it('none at all: that no repository is set is said', async () => {
    const { w, folder } = await recorded({ github: null });
    rmSync(join(folder, 'changes.json'), { force: true });
    const { code, report } = await replayed(folder, w);
    expect(code).toBe(0);
    expect(JSON.stringify(report.incidents[0]?.changes)).toContain('no Git repository is configured');
  });
});

it('a recording made anew leaves no changes of an old one', async () => {
  const { folder } = await recorded({});
  const commitsIn = () =>
    existsSync(join(folder, 'changes.json')) ? readFileSync(join(folder, 'changes.json'), 'utf8') : '';
  expect(commitsIn()).toContain(GUILTY);
  const other = await world({ model: null, github: null });
  const { code, stderr } = await other.cycle({ args: ['--record', folder] });
  expect(code, stderr).toBe(0);
  expect(commitsIn()).not.toContain(GUILTY);
});
