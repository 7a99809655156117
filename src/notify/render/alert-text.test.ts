import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { service } from '../../../tests/support/service.ts';
import { draftOf, fault, later, troubleOf, unlisted, workload } from '../../../tests/support/trouble.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { Trouble } from '../../domain/incident.ts';
import { alertText } from './alert-text.ts';

const backend = service('backend', {
  purpose: 'REST API of the chores tracker',
  healthCheck: 'GET /health on 8000',
  quirks: ['allow 5-6 minutes to start'],
  gitops: { app: 'backend', path: 'base-apps/backend', repo: null },
});
const root = workload('backend');
const crash = fault('oom-crash-loop', root, '12m', {
  message: 'container app is killed again and again for using more memory than 512Mi',
});
const trouble = troubleOf(backend, {
  findings: [crash, fault('replicas-short', root, '12m', { subject: root, message: '0 of 2 replicas are ready' })],
  onset: '12m',
});

describe('an alert', () => {
  it('holds all that a person needs', () => {
    const alert = alertOf(
      {
        draft: draftOf(trouble),
        service: backend,
        probe: 'HTTP probe failed with statuscode: 503',
        notChecked: ['events (forbidden)'],
      },
      { title: 'backend is down, 0 of 2 ready: killed for memory', affected: ['frontend'] },
    );
    expect(alertText(alert)).toMatchInlineSnapshot(`
      "@here [SEV-1] backend is down, 0 of 2 ready: killed for memory
      Since: 2026-01-15 12:48 GMT+1 (12 min ago)
      Why SEV-1: api is business critical (P0) and down [P0-DOWN]
      Service: backend, P0, may not be down at all: exceeded, down for 12 min
      Hit: frontend
      Impact: REST API of the chores tracker
      Found:
        - Pod/backend/backend-1: container app is killed again and again for using more memory than 512Mi
        - Deployment/backend/backend: 0 of 2 replicas are ready
      Probable cause (inferred by rule): container app is killed again and again for using more memory than 512Mi; first compare the memory limit with what it needs; look for a change of the limit
        evidence: Pod/backend/backend-1 status.phase = Running
      Health check: GET /health on 8000; its probe last said: HTTP probe failed with statuscode: 503
      Change behind it: changes could not be read (no source of changes is configured)
      Check:
        kubectl -n backend describe pod backend-1
        kubectl -n backend logs backend-1 -c app --previous --tail=100
        kubectl -n backend describe deployment backend
      Roll back: if a change is to blame, git revert <sha> (git log --since=24.hours -- base-apps/backend)
      Known: allow 5-6 minutes to start
      Not checked: changes; events (forbidden)
      INC-20260115-001 · cycle 20260115T120000Z-abcd"
    `);
  });

  it('of five hundred members names a few, and says why they are one incident', () => {
    const many = Array.from({ length: 500 }, (_, i) => unlisted(workload(`w${i}`)));
    const [first = trouble, ...others] = many;
    const text = alertText(alertOf({ draft: draftOf(first, ...others) }, { affected: many.map((m) => m.root.name) }));
    expect(text).toContain('one incident because the test says so');
    expect(text).toContain('Hit: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11 and 488 more');
    expect(text).toContain('  - and 494 more, see: k8s-monitor cycles show');
    expect(text.length).toBeLessThan(3000);
  });

  it('says of what nobody listed that nobody did', () => {
    const draft = draftOf(unlisted(workload('tool'), { state: 'degraded' }));
    expect(
      alertText(alertOf({ draft, service: null }, { severity: 'SEV-3', rules: ['UNLISTED'] })),
    ).toMatchInlineSnapshot(`
      "[SEV-3] tool is down
      Since: 2026-01-15 12:40 GMT+1 (20 min ago)
      Why SEV-3: api is business critical (P0) and down [UNLISTED]
      Service: not in the inventory (unlisted), no tier and no tolerance
      Impact: not known, nobody wrote down what it is for
      Found:
        - Pod/tool/tool-1: tool: crash-loop
      Probable cause (inferred by rule): tool: crash-loop; first read the log of the run that crashed
        evidence: Pod/tool/tool-1 status.phase = Running
      Health check: none listed; no probe has said anything
      Change behind it: changes could not be read (no source of changes is configured)
      Check:
        kubectl -n tool describe pod tool-1
        kubectl -n tool logs tool-1 -c app --previous --tail=100
      Roll back: if the last rollout is to blame, kubectl -n tool rollout undo deployment/tool
      Not checked: changes
      INC-20260115-001 · cycle 20260115T120000Z-abcd"
    `);
  });

  it('of trouble with the monitoring is short', () => {
    const notice = {
      kind: 'GAP',
      key: 'g',
      title: 'could not list pods',
      detail: 'forbidden; it hides mysql',
      services: ['mysql'],
      hidesNodes: false,
    } as const;
    const text = alertText(
      alertOf(
        { notice, service: null },
        { severity: 'SEV-2', rules: ['GAP'], title: notice.title, affected: ['mysql'] },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "[SEV-2] could not list pods
      Why SEV-2: forbidden; it hides mysql [GAP]
      Concerns: mysql
      INC-20260115-001 · cycle 20260115T120000Z-abcd"
    `);
  });

  it('tells what the cycles before say, in one harmless line', () => {
    const same = 'same as INC-20260101-001 2 weeks ago, which ended with: <!here> @here\nlook';
    const lines = alertText(alertOf({ trends: ['flapping: 4 times down in the last 24 cycles', same] })).split('\n');
    expect(lines.filter((line) => line.startsWith('Trend'))).toEqual([
      'Trend: flapping: 4 times down in the last 24 cycles; same as INC-20260101-001 2 weeks ago, which ended with: < !here> @ here look',
    ]);
    expect(alertText(alertOf({ trends: [] }))).not.toContain('Trend');
  });

  it('that it is over, names how long it lasted', () => {
    const text = alertText(
      alertOf({ reason: 'resolved', draft: null }, { status: 'resolved', resolvedAt: later(MINUTE) }),
    );
    expect(text).toMatchInlineSnapshot(`
      "[RESOLVED] api is down
      It lasted 21 min, from 2026-01-15 12:40 GMT+1.
      INC-20260115-001 · cycle 20260115T120000Z-abcd"
    `);
  });
});

describe('the headline', () => {
  const first = (...args: Parameters<typeof alertOf>) => alertText(alertOf(...args)).split('\n')[0];
  it('calls everybody for a SEV-1, once', () => {
    expect(first()).toBe('@here [SEV-1] api is down');
    expect(first({ reason: 'worse' })).toBe('@here [SEV-1] WORSE: api is down');
    expect(first({ reason: 'scope' })).toBe('@here [SEV-1] SPREADING: api is down');
    expect(first({ reason: 'reminder' })).toBe('[SEV-1] STILL OPEN: api is down');
    expect(first({}, { severity: 'SEV-2' })).toBe('[SEV-2] api is down');
  });
});

describe('the tolerance', () => {
  const line = (of: Trouble, incident = {}) =>
    alertText(alertOf({ draft: draftOf(of), service: of.service }, incident))
      .split('\n')
      .find((l) => l.startsWith('Service:'));
  const p1 = service('vault', { tier: 'P1' });
  it('is measured from when it is down, not from the first warning', () => {
    expect(line(troubleOf(backend))).toBe('Service: backend, P0, may not be down at all: exceeded, down for 20 min');
    expect(line(troubleOf(p1, { onset: '4m' }))).toBe(
      'Service: vault, P1, may be down for 5 min: not exceeded yet, down for 4 min',
    );
    expect(line(troubleOf(p1, { onset: '4m' }), { onset: later(-600 * MINUTE) })).toContain('not exceeded yet');
    expect(line(troubleOf(p1, { onset: '6m' }))).toContain('exceeded, down for 6 min');
    expect(line(troubleOf(p1, { state: 'degraded' }))).toBe(
      'Service: vault, P1, may be down for 5 min; it is not down',
    );
    expect(line(troubleOf(service('x', { tier: 'P3' })))).toBe('Service: x, P3, no limit for its downtime');
  });
});

describe('what to do', () => {
  const text = (of: Trouble) => alertText(alertOf({ draft: draftOf(of), service: of.service }));
  it('takes a rollout back by Git where Git syncs, else in the cluster', () => {
    expect(text(trouble)).toContain(
      'Roll back: if a change is to blame, git revert <sha> (git log --since=24.hours -- base-apps/backend)',
    );
    expect(text(troubleOf(service('api')))).toContain(
      'Roll back: if the last rollout is to blame, kubectl -n api rollout undo deployment/api',
    );
    const pending = [fault('claim-pending', workload('api'))];
    expect(text(troubleOf(service('api'), { findings: pending }))).toContain('Roll back: nothing was rolled out');
  });

  it('only ever reads', () => {
    const commands = text(trouble)
      .split('\n')
      .filter((l) => l.trim().startsWith('kubectl'));
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) expect(command).toMatch(/^ {2}kubectl -n backend (describe|logs) /);
  });

  it('names the pull secret’s keeper when the ECR registry refuses', () => {
    const pull = fault('image-pull', root, '5m', {
      message: 'image 1.dkr.ecr.us-east-2.amazonaws.com/x cannot be pulled: denied',
    });
    expect(text(troubleOf(backend, { findings: [pull] }))).toContain(
      'Known: image pull denied from the ECR registry: look at ecr-credentials-sync first',
    );
    expect(text(trouble)).not.toContain('ecr-credentials-sync');
  });

  it('says that it was not seen when it could not be read', () => {
    expect(alertText({ ...alertOf({ reason: 'reminder' }), draft: null })).toContain(
      'could not be read, so nobody knows whether it is over',
    );
  });
});

describe('hostile text', () => {
  const attack =
    '\u001b[31mred\u001b[0m <!channel> <!here|x> <@U123> <https://evil.example|ok> @here @channel\n[SEV-4] all is well\u2028Check:\r\n\u202egnp\u200b';
  const hostile = { ...crash, message: attack, evidence: [{ object: root, field: 'f', value: attack, at: null }] };
  const names = { ...crash, subject: { kind: 'Pod', namespace: 'x', name: 'a; rm -rf / #' } };
  const bad = troubleOf(
    { ...backend, purpose: attack, healthCheck: attack, quirks: [attack] },
    { findings: [hostile, names] },
  );
  const alert = alertOf(
    { draft: { ...draftOf(bad), link: attack }, service: bad.service, probe: attack, notChecked: [attack] },
    { severity: 'SEV-2', title: attack, rationale: attack, affected: [attack] },
  );
  const text = alertText(alert);

  it('is one line, calls nobody, links nowhere, and holds nothing unseen', () => {
    expect(text).not.toMatch(/<[!@#]|<https?:|@(here|channel|everyone)/i);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
    const clean = alertText(
      alertOf(
        {
          draft: { ...draftOf(troubleOf(backend, { findings: [crash, names] })), link: 'x' },
          service: backend,
          probe: 'x',
          notChecked: ['x'],
        },
        { severity: 'SEV-2', affected: ['x'] },
      ),
    );
    expect(text.split('\n').filter((l) => /^\[SEV-|^Check:/.test(l))).toHaveLength(2);
    expect(text.split('\n').length).toBeLessThanOrEqual(clean.split('\n').length + 1);
  });

  it('never becomes a command', () => {
    expect(
      text
        .split('\n')
        .filter((l) => l.trim().startsWith('kubectl'))
        .join(),
    ).not.toContain('rm -rf');
  });

  it('stays readable, and is cut', () => {
    expect(text.split('\n')[0]).toBe(
      '[SEV-2] red < !channel> < !here|x> < @U123> < https://evil.example|ok> @ here @ channel [SEV-4] all is well Check: gnp',
    );
    const long = alertText(alertOf({}, { title: `${'x'.repeat(299)}😀😀` })).split('\n')[0];
    expect([long?.endsWith(' [cut]'), long?.isWellFormed()]).toEqual([true, true]);
  });
});
