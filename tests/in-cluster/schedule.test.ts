// On schedule: the real CronJob and Job controllers make pods, whose container is played by the built CLI. Ticks once a minute, so
// this file waits most of the time; it has a namespace of its own and runs beside the others.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { kubectl } from '../e2e/cluster.ts';
import { breakPods, settled } from '../e2e/faults.ts';
import { type FakeSlack, fakeSlack } from '../fakes/slack/fake-slack.ts';
import { cli } from '../support/cli.ts';
import { ended, type JobObject, jobsOf, nextJob, podOf } from './jobs.ts';
import { inTheCluster } from './lab.ts';
import { applied, CLOCK, deleted, overlay } from './overlay.ts';
import { type Playing, playPod } from './pod-player.ts';

const STATE = `configmap:${CLOCK}/state`;
const MINUTE = 60_000;
/** So that a run that was killed is soon known to be dead. */
const LEASE_SECONDS = 12;

inTheCluster('on schedule', { playsPods: true, apart: true }, (lab) => {
  let slack: FakeSlack;
  let folder = '';
  const slots: JobObject[] = [];
  let shopId = '';
  let broken = false;
  /** The tests are one story: what comes after one that failed would only wait. */
  const chapter = (title: string, tell: () => Promise<void>): void =>
    it(title, async () => {
      if (broken) throw new Error('not tried: the test before has failed');
      broken = true;
      await tell();
      broken = false;
    });

  beforeAll(async () => {
    slack = await fakeSlack({ token: 'xoxb-fake', channels: [{ id: 'C0ALERTS001', name: 'alerts' }] });
    folder = overlay(lab.dir, {
      namespace: CLOCK,
      services: true,
      settings: {
        STATE_DIR: STATE,
        SLACK_API_URL: slack.url,
        SLACK_CHANNEL: '#alerts',
        // A minute, to the second.
        MONITORING_INTERVAL_HOURS: '0.016667',
        BUSINESS_HOURS: '00:00-24:00',
        BUSINESS_DAYS: 'Mon-Sun',
        LEASE_SECONDS: String(LEASE_SECONDS),
        SECOND_LOOK_SECONDS: '1',
      },
    });
    await applied(lab, folder);
    const token = '--from-literal=SLACK_BOT_TOKEN=xoxb-fake';
    await kubectl(lab, 'create', 'secret', 'generic', 'k8s-monitor', '-n', CLOCK, token);
    await patchCronJob({
      schedule: '* * * * *',
      // The fake kubelet leaves these pods to us.
      jobTemplate: { spec: { template: { metadata: { labels: { stage: 'manual' } } } } },
    });
  });
  afterAll(async () => {
    await deleted(lab, folder);
    await slack.stop();
  });

  const patchCronJob = (spec: object): Promise<string> =>
    kubectl(lab, 'patch', 'cronjob', 'k8s-monitor', '-n', CLOCK, '-p', JSON.stringify({ spec }));
  const nextSlot = async (): Promise<string> => {
    const job = await nextJob(lab, CLOCK, [...slots.map(({ metadata }) => metadata.name), MANUAL]);
    slots.push(job);
    return job.metadata.name;
  };
  const play = (pod: string): Promise<Playing> => playPod(lab, lab.url, CLOCK, pod);
  /** What people were told of it, in the channel itself or in a thread. */
  const told = (what: string): readonly string[] =>
    slack.messages.filter(({ said }) => said.includes(what)).map(({ said }) => said);
  const duplicates = (): readonly string[] =>
    Object.entries(slack.deliveries()).flatMap(([id, times]) => (times > 1 ? [`${id} ${times} times`] : []));

  /** The last record, as somebody outside reads it. */
  const lastRecord = async (): Promise<Report> => {
    const env = { KUBECONFIG: lab.kubeconfigFor('admin'), STATE_DIR: STATE };
    const { stdout, stderr, code } = await cli(['cycles', 'show', 'latest', '--output', 'json'], env);
    if (code !== 0) throw new Error(stderr);
    return Report.parse(JSON.parse(stdout));
  };
  const idOf = ({ incidents }: Report, service: string): string =>
    incidents.find((incident) => incident.service === service)?.id ?? `no incident of ${service}`;

  chapter(
    'makes a Job of the slot, which tells; killed before it knows so, it is tried again and tells nothing twice',
    async () => {
      // Accepted, and nobody ever hears of it.
      const accepted = Promise.withResolvers<void>();
      slack.behave(({ method, args }) => {
        if (method !== 'chat.postMessage' || !JSON.stringify(args).includes('shop-api')) return null;
        accepted.resolve();
        return 'accept-then-hang';
      });
      const job = await nextSlot();
      const first = await podOf(lab, CLOCK, job);
      const playing = await play(first);
      await accepted.promise;
      playing.kill();
      expect(await playing.over).toMatchObject({ code: 137 });
      slack.behave(null);
      expect(told('shop-api')).toHaveLength(1);

      const again = await play(await podOf(lab, CLOCK, job, [first]));
      expect(again.pod.metadata.labels['batch.kubernetes.io/job-name']).toBe(job);
      const { code, stderr } = await again.over;
      expect(code, stderr).toBe(0);
      expect([told('shop-api'), duplicates()], stderr).toEqual([[expect.stringContaining('shop-api')], []]);
      expect(told('queue')).toHaveLength(1);
      await ended(lab, CLOCK, job, 'Complete');
      const record = await lastRecord();
      expect([record.cycle.runId, record.gaps]).toEqual([job, []]);
      shopId = idOf(record, 'shop-api');
      expect(told(shopId)).toHaveLength(1);
    },
  );

  chapter(
    'a slow slot: the next one waits for it, a run by hand finds it at work, and people are told once',
    async () => {
      await breakPods(lab, { namespace: 'cart', selector: 'app=cart' }, { fault: 'crash-loop', since: 6 });
      await settled(lab);
      const job = await nextSlot();
      const pod = await podOf(lab, CLOCK, job);
      const next = Math.ceil(Date.now() / MINUTE) * MINUTE;
      const waits = Promise.withResolvers<void>();
      // As Slack does it when it has had enough; the run waits, and holds its lease.
      slack.behave(({ method }) => {
        if (method !== 'chat.postMessage' || Date.now() > next) return null;
        waits.resolve();
        const seconds = Math.ceil((next - Date.now()) / 1000) + 6;
        return { status: 429, headers: { 'retry-after': String(seconds) } };
      });
      const slow = await play(pod);
      await waits.promise;

      await kubectl(lab, 'create', 'job', MANUAL, '--from=cronjob/k8s-monitor', '-n', CLOCK);
      const byHand = await play(await podOf(lab, CLOCK, MANUAL));
      const { code, stderr } = await byHand.over;
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(`skipped: run ${job} since .* is at work on this cluster`),
      ]);
      await ended(lab, CLOCK, MANUAL, 'Complete');

      await sleep(next + 3000 - Date.now());
      expect(await jobNames()).toEqual([...slots.map(({ metadata }) => metadata.name), MANUAL].sort());
      expect(await eventReasons()).toContain('JobAlreadyActive');
      const done = await slow.over;
      expect(done.code, done.stderr).toBe(0);
      expect([told('cart'), duplicates()], done.stderr).toEqual([[expect.stringContaining('cart')], []]);
      await ended(lab, CLOCK, job, 'Complete');
    },
  );

  chapter('the slot that waited runs late, knows what was told, and has nothing to add', async () => {
    const before = slack.messages.length;
    const job = await nextSlot();
    const { code, stderr } = await (await play(await podOf(lab, CLOCK, job))).over;
    expect([code, stderr]).toEqual([0, '']);
    expect(slack.messages).toHaveLength(before);
    const record = await lastRecord();
    expect([record.cycle.runId, idOf(record, 'shop-api')]).toEqual([job, shopId]);
    await ended(lab, CLOCK, job, 'Complete');
  });

  chapter('suspended for longer than a slot, the next run says so, once', async () => {
    await patchCronJob({ suspend: true });
    await sleep(95_000);
    // Those that are over go with time, so only what is new counts.
    const known = [...slots.map(({ metadata }) => metadata.name), MANUAL];
    expect((await jobNames()).filter((name) => !known.includes(name))).toEqual([]);
    await patchCronJob({ suspend: false });
    const job = await nextSlot();
    const { code, stderr } = await (await play(await podOf(lab, CLOCK, job))).over;
    expect(code, stderr).toBe(0);
    expect(told('no cycle ran')).toEqual([expect.stringMatching(/\(\d missed\)/)]);
    expect(duplicates()).toEqual([]);
    // Five processes on, it is the same incident.
    expect(idOf(await lastRecord(), 'shop-api')).toBe(shopId);
    await ended(lab, CLOCK, job, 'Complete');
  });

  const jobNames = async () => (await jobsOf(lab, CLOCK)).map(({ metadata }) => metadata.name).sort();
  const eventReasons = async () => {
    const path = 'jsonpath={.items[*].reason}';
    return (await kubectl(lab, 'get', 'events', '-n', CLOCK, '-o', path)).split(' ');
  };
});

const MANUAL = 'k8s-monitor-by-hand';
