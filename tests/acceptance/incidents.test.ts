// What people order with `incidents` and `outbox` is what the next cycle does, through the built CLI and the state on disk.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Reply } from '../fakes/slack/types.ts';
import { cli, type Ended, scratch } from '../support/cli.ts';
import { type World, world } from '../support/world.ts';

const DOC = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'incidents.md'), 'utf8');
const ID = 'INC-20261118-001';
/** A time zone of the reader, and a cycle of the past is not late. */
const READER = { TZ: 'UTC', MONITORING_INTERVAL_HOURS: '1000000' };

const at = (hour: number) => `2026-11-18T${hour}:00:00Z`;
const quiet = (env: Readonly<Record<string, string>> = {}): Promise<World> => world({ model: null, github: null, env });

/** What was decided about the one incident of this world. */
async function verdict(w: World, hour: number): Promise<string> {
  const { report } = await w.cycle({ at: at(hour) });
  return report.decisions.flatMap((d) => (d.incidentId === ID ? [`${d.verdict} ${d.reason}`] : [])).join();
}

function asked(w: World): (...args: readonly string[]) => Promise<Ended> {
  return (...args) => cli(args, { ...w.env, ...READER });
}

/** As one line, for what may be broken anywhere. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

async function ok(ended: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

it('what is open is listed and shown, with who was told', async () => {
  const w = await quiet();
  const ask = asked(w);
  expect(await ok(ask('incidents', 'list'))).toMatch(/^No cycle has used \S+ yet: run `k8s-monitor run --once`\.\n$/);
  await w.cycle();
  const list = await ok(ask('incidents', 'list'));
  expect(list).toContain('1 incident open in ');
  expect(list).toMatch(/\nSEV-1 +down +18 Nov 09:54 +P0 +shop-api +INC-20261118-001\n/);
  const shown = await ok(ask('incidents', 'show', '001'));
  expect(shown).toContain('P0-DOWN');
  expect(shown).toContain('└ service:shop-api\n');
  expect(shown).toContain('└ oom-crash-loop|Deployment|shop-api|shop-api|api\n');
  expect(shown).toContain('told      #critical as SEV-1: first ');
  expect(shown).toMatch(/thread {4}#critical: C0CRITICAL1 \d+/);
  expect(shown).toMatch(/\nlast cycle: k8s-monitor cycles show 20261118T100000Z-\w+\n$/);
  expect(JSON.parse(await ok(ask('incidents', 'list', '--output', 'json')))).toMatchObject([
    { incidents: [{ id: ID, severity: 'SEV-1', acknowledgedBy: null, silencedUntil: null, undelivered: [] }] },
  ]);
  expect(JSON.parse(await ok(ask('incidents', 'show', ID, '--output', 'json')))).toMatchObject({
    incident: { id: ID, key: 'service:shop-api' },
    threads: [{ key: ID, to: 'slack:#critical' }],
    findings: expect.arrayContaining([expect.objectContaining({ code: 'oom-crash-loop' })]),
  });
});

it('an acknowledged incident reminds nobody, and a note keeps no secret', async () => {
  const w = await quiet();
  const ask = asked(w);
  expect(await verdict(w, 10)).toBe('notify new');
  const token = `ghp_${'a1B2'.repeat(9)}`;
  expect(await ok(ask('incidents', 'ack', '001', '--by', 'ana', '--note', `pulled with ${token}`))).toContain(
    'It counts from the next cycle on',
  );
  expect(await verdict(w, 14)).toBe('hold acknowledged');
  expect(w.slack.messages.filter(({ channel }) => channel === 'C0CRITICAL1')).toHaveLength(1);
  const list = await ok(ask('incidents', 'list'));
  expect(list).toContain('acknowledged by ana · 1 note');
  const shown = await ok(ask('incidents', 'show', '001'));
  expect(shown).toContain('note      ana, ');
  expect(shown).not.toContain(token);
});

it('a silence holds everything back until it is ended', async () => {
  const w = await quiet();
  const ask = asked(w);
  expect(await verdict(w, 10)).toBe('notify new');
  const silenced = await ok(ask('incidents', 'silence', '--service', 'Shop-API', '--for', '4h', '--reason', 'a move'));
  expect(silenced).toContain(`It silences ${ID} (SEV-1 shop-api).`);
  const id = /unsilence (S-\w+)/.exec(silenced)?.[1] ?? '';
  expect(await verdict(w, 14)).toBe('hold silenced');
  expect(await ok(ask('incidents', 'list'))).toContain('silenced until ');
  expect(await ok(ask('incidents', 'list', '--silences'))).toMatch(/\nS-\w+ +\d+ \w+ \d\d:\d\d +service shop-api\n/);
  await ok(ask('incidents', 'unsilence', id));
  expect(await verdict(w, 15)).toBe('notify reminder');
  expect(await ok(ask('incidents', 'list', '--silences'))).toBe('Nothing is silenced.\n');
});

it('a cycle that still sees an incident knows better than who resolves it', async () => {
  const w = await quiet();
  const ask = asked(w);
  await w.cycle();
  await ok(ask('incidents', 'resolve', '001', '--reason', 'raised the limit'));
  expect(await ok(ask('incidents', 'list'))).toContain('says it is over');
  expect((await w.cycle({ at: at(11) })).report.incidents).toMatchObject([{ id: ID, status: 'open' }]);
});

it('what Slack refused is listed with its mend, and is gone once it has arrived', async () => {
  const slack: { reply: Reply } = { reply: { error: 'is_archived' } };
  const w = await world({ model: null, github: null, slack: { script: () => slack.reply } });
  const ask = asked(w);
  await w.cycle();
  expect(await ok(ask('incidents', 'list'))).toContain('NOT DELIVERED to #critical');
  const list = flat(await ok(ask('outbox', 'list')));
  expect(list).toContain('refused: somebody has to mend something');
  expect(list).toContain('the channel is archived; unarchive it');
  const [{ entries }] = JSON.parse(await ok(ask('outbox', 'list', '--output', 'json')));
  expect(entries).toMatchObject([{ to: 'slack:#critical', incidentIds: [ID], refused: true }]);
  const retried = await ok(ask('outbox', 'retry', entries[0].id.slice(0, 8)));
  expect(retried).toContain('Tried again by the next cycle: ');
  expect(flat(await ok(ask('outbox', 'list')))).toContain('the next cycle tries again, as was asked');
  slack.reply = null;
  await w.cycle({ at: at(11) });
  expect(w.slack.messages).toHaveLength(1);
  expect(await ok(ask('outbox', 'list'))).toMatch(/^Every message of \S+ has arrived/);
});

it('says exactly what is wrong, and what there is', async () => {
  const w = await quiet();
  const ask = asked(w);
  await w.cycle();
  const wrong = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await ask(...args);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };
  expect(await wrong('incidents', 'show', '777')).toContain(`no incident is called "777"; open: ${ID}`);
  expect(await wrong('incidents', 'list', '--severity', 'bad')).toContain('--severity takes one of SEV-1');
  expect(await wrong('incidents', 'list', '--cluster', 'lab')).toContain('no cluster "lab" is known here; known: ');
  expect(await wrong('incidents', 'resolve', '001')).toContain('--reason needs a text');
  expect(await wrong('incidents', 'silence', '--service', 'shop-ap', '--for', '91d', '--reason', 'x')).toBe(
    [
      'k8s-monitor: no service is called "shop-ap"; did you mean "shop-api"?\n',
      'k8s-monitor: a silence lasts 90 days at most: what nobody wants to hear of for longer belongs into services.txt\n',
    ].join(''),
  );
  expect(await wrong('outbox', 'retry')).toContain('its id, or --all');
  expect(await wrong('outbox', 'list', '--state', '')).toContain('--state needs a value');
});

it('every command of docs/incidents.md works as it stands there', async () => {
  const slack: { reply: Reply } = { reply: null };
  const w = await world({ model: null, github: null, slack: { script: () => slack.reply } });
  const ask = asked(w);
  await w.cycle();
  // Something has to wait, too.
  slack.reply = { error: 'is_archived' };
  await w.cycle({ at: at(14) });
  const lines = [...DOC.matchAll(/^ {4}k8s-monitor (.+?)(?: +#.*)?$/gm)].map(([, line = '']) => line);
  expect(lines.length).toBeGreaterThan(15);
  const ids = new Map<string, string>();
  for (const line of lines) {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
    const { code, stdout, stderr } = await ask(...words.map((word) => ids.get(word) ?? word));
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
    const silence = /unsilence (S-\w+)/.exec(stdout)?.[1];
    if (silence !== undefined) ids.set('S-3fa9c1', silence);
    const message = /\n([0-9a-f]{8}) /.exec(stdout)?.[1];
    if (message !== undefined) ids.set('3fa9c1d2', message);
  }
}, 90_000);

it('a state that cannot be used costs the command, with the reason and the mend', async () => {
  const state = join(scratch(), 'file');
  writeFileSync(state, '');
  const { code, stdout, stderr } = await cli(['incidents', 'list', '--state', state]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('a file stands where a folder must be (ENOTDIR); name another folder with --state');
});
