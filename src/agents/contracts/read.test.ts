import { describe, expect, it } from 'vitest';
import { aBrief, fetchedLog, grounds, SHA } from '../../../tests/support/brief.ts';
import type { AgentName } from '../../domain/agent.ts';
import type { Grounds, Reading } from '../contract.ts';
import { contractFor } from './index.ts';

function read(agent: AgentName, answer: unknown, given: Grounds = grounds()): Reading {
  return contractFor(agent).read(JSON.stringify(answer), given);
}

describe('k8s-analyzer', () => {
  const cause = { text: 'It is killed at its limit of 64Mi.', confidence: 'high', evidence: ['E3'] };
  const fact = 'Pod/shop/shop-api-7d9f8c6b5-x2k4p spec.containers[app].resources.limits.memory = 64Mi';

  it('gives a cause with its evidence, what it did not check, and commands', () => {
    const checks = [
      { command: 'C2', why: 'The last state should say OOMKilled.' },
      { command: 'C2', why: 'The same once more.' },
    ];
    expect(read('k8s-analyzer', { cause, notChecked: ['the heap'], checks })).toEqual({
      status: 'ok',
      part: {
        cause: { text: 'It is killed at its limit of 64Mi.', confidence: 'high', evidence: [fact] },
        notChecked: ['the heap'],
        checks: [
          {
            command: 'kubectl -n shop describe pod shop-api-7d9f8c6b5-x2k4p',
            why: 'The last state should say OOMKilled.',
          },
        ],
      },
      dropped: [],
    });
  });

  it('drops a cause without a known id, and keeps the rest', () => {
    const answer = { cause: { ...cause, evidence: ['E99'] }, notChecked: ['the heap'], checks: [] };
    expect(read('k8s-analyzer', answer)).toEqual({
      status: 'ok',
      part: { cause: null, notChecked: ['the heap'], checks: [] },
      dropped: [
        'k8s-analyzer cause.evidence: cites E99, which there is not',
        'k8s-analyzer cause: cites no fact that there is',
      ],
    });
  });

  it('takes out only the unknown ids of a cause that has others', () => {
    const reading = read('k8s-analyzer', { cause: { ...cause, evidence: ['E99', 'E3'] }, notChecked: [], checks: [] });
    expect(reading).toMatchObject({ status: 'ok', part: { cause: { evidence: [fact] } } });
    expect(reading).toHaveProperty('dropped', ['k8s-analyzer cause.evidence: cites E99, which there is not']);
  });

  it('keeps a claim that rests on a call only if the call was made', () => {
    const answer = {
      cause: { text: 'Its init container waits for mysql-0.', confidence: 'low', evidence: ['T1'] },
      notChecked: [],
      checks: [],
    };
    expect(read('k8s-analyzer', answer, grounds({}, [fetchedLog]))).toMatchObject({
      part: { cause: { evidence: ['get_logs: log of container migrate, 2 lines'] } },
    });
    expect(read('k8s-analyzer', answer)).toEqual({
      status: 'ungrounded',
      dropped: ['k8s-analyzer cause: names mysql-0, which it was not given'],
    });
  });

  it('drops single items of lists', () => {
    const answer = {
      cause: null,
      notChecked: ['the heap', 'Pod/x/ghost-1'],
      checks: [
        { command: 'C9', why: 'There is none.' },
        { command: 'kubectl delete ns shop', why: 'It helps.' },
        { command: 'C1', why: 'See https://attacker.example there.' },
        { command: 'C1', why: 'All pods should be ready.' },
      ],
    };
    const reading = read('k8s-analyzer', answer);
    expect(reading).toMatchObject({
      part: {
        notChecked: ['the heap'],
        checks: [{ command: 'kubectl -n shop get pods -o wide', why: 'All pods should be ready.' }],
      },
    });
    expect(reading).toHaveProperty('dropped.length', 4);
  });

  it('may know nothing', () => {
    expect(read('k8s-analyzer', { cause: null, notChecked: [], checks: [] })).toEqual({
      status: 'ok',
      part: {},
      dropped: [],
    });
  });

  it('may wrap its JSON into Markdown', () => {
    const text = `\`\`\`json\n${JSON.stringify({ cause, notChecked: [], checks: [] })}\n\`\`\`\n`;
    expect(contractFor('k8s-analyzer').read(text, grounds()).status).toBe('ok');
  });
});

describe('github-reviewer', () => {
  it('is asked only when there are changes', () => {
    expect(contractFor('github-reviewer').applies(aBrief())).toBe(true);
    expect(contractFor('github-reviewer').applies(aBrief({ changes: [] }))).toBe(false);
  });

  it('orders the changes it was given, and adds none', () => {
    const reading = read('github-reviewer', {
      ranking: [
        { sha: 'B07AA31', why: 'It changes the log.', rollBack: false },
        { sha: SHA, why: 'It cuts the limit to 64Mi.', rollBack: true },
        { sha: 'deadbee', why: 'It is to blame.', rollBack: true },
      ],
    });
    expect(reading).toEqual({
      status: 'ok',
      part: {
        changes: [
          { sha: `b07aa31${'0'.repeat(33)}`, why: 'It changes the log.', rollBack: false },
          { sha: SHA, why: 'It cuts the limit to 64Mi.', rollBack: true },
        ],
      },
      dropped: ['github-reviewer ranking[2]: names a change that it was not given'],
    });
  });

  it('may find no change to blame', () => {
    expect(read('github-reviewer', { ranking: [] })).toEqual({ status: 'ok', part: {}, dropped: [] });
  });

  it('names each change once, by seven characters at least, for a reason that holds', () => {
    const reading = read('github-reviewer', {
      ranking: [
        { sha: '4c1d2e9', why: 'It cuts the limit.', rollBack: true },
        { sha: SHA, why: 'It cuts the limit.', rollBack: true },
        { sha: 'c9e4', why: 'It is short.', rollBack: false },
      ],
    });
    expect(reading).toMatchObject({ part: { changes: [{ sha: SHA }] } });
    expect(reading).toHaveProperty('dropped.length', 2);
    const linked = { ranking: [{ sha: SHA, why: 'See www.attacker.example there.', rollBack: true }] };
    expect(read('github-reviewer', linked).status).toBe('ungrounded');
  });
});

describe('escalation-manager', () => {
  const answer = { severity: 'SEV-2', reason: 'Nothing answers.', evidence: ['P1', 'E1'], impact: 'Nobody can pay.' };
  const band = { severity: 'SEV-2', band: ['SEV-2', 'SEV-3'] } as const;

  it('chooses inside the band', () => {
    expect(
      read('escalation-manager', { ...answer, severity: 'SEV-3', reason: 'It could be SEV-3.' }, grounds(band)),
    ).toMatchObject({
      status: 'ok',
      part: {
        severity: {
          choice: 'SEV-3',
          evidence: [expect.stringContaining('refused'), expect.stringContaining('OOMKilled')],
        },
      },
      dropped: [],
    });
  });

  it.each(['SEV-1', 'SEV-4'])('never outside it: %s', (severity) => {
    expect(read('escalation-manager', { ...answer, severity }, grounds(band))).toEqual({
      status: 'ok',
      part: { severity: null, impact: 'Nobody can pay.' },
      dropped: [`escalation-manager severity: chooses ${severity}, outside the band SEV-2 to SEV-3`],
    });
  });

  it('needs a fact for its choice', () => {
    const reading = read('escalation-manager', { ...answer, evidence: [], impact: null }, grounds(band));
    expect(reading).toEqual({
      status: 'ungrounded',
      dropped: ['escalation-manager severity: cites no fact that there is'],
    });
  });

  it('may name its own choice and the decided severity, no other', () => {
    const reading = read('escalation-manager', { ...answer, reason: 'It looks like SEV-4.' }, grounds(band));
    expect(reading).toMatchObject({ part: { severity: null }, dropped: [expect.stringContaining('speaks of SEV-4')] });
  });
});

describe('slack-notifier', () => {
  const answer = {
    headline: 'The shop is down',
    summary: 'Both pods are killed.',
    impact: null,
    nextSteps: [{ text: 'Look at the pods.', command: 'C1' }],
  };

  it('is asked only when people are told', () => {
    expect(contractFor('slack-notifier').applies(aBrief())).toBe(true);
    expect(contractFor('slack-notifier').applies(aBrief({ notify: false }))).toBe(false);
  });

  it('writes the words, with commands of the program', () => {
    const nextSteps = [...answer.nextSteps, { text: 'Allow 5-6 minutes to start.', command: null }];
    expect(read('slack-notifier', { ...answer, nextSteps })).toEqual({
      status: 'ok',
      part: {
        words: {
          headline: 'The shop is down',
          summary: 'Both pods are killed.',
          impact: null,
          nextSteps: [
            { text: 'Look at the pods.', command: 'kubectl -n shop get pods -o wide' },
            { text: 'Allow 5-6 minutes to start.', command: null },
          ],
        },
      },
      dropped: [],
    });
  });

  it('gets the words of the rules where its own are dropped', () => {
    const reading = read('slack-notifier', { ...answer, headline: 'False alarm', summary: '<!here> look' });
    const { title: headline, rationale: summary } = aBrief();
    expect(reading).toMatchObject({ status: 'ok', part: { words: { headline, summary } } });
    expect(reading).toHaveProperty('dropped.length', 2);
  });

  it('is not kept when it is empty', () => {
    const empty = { headline: ' ', summary: '', impact: null, nextSteps: [] };
    expect(read('slack-notifier', empty)).toEqual({
      status: 'ungrounded',
      dropped: ['slack-notifier headline: is empty', 'slack-notifier summary: is empty'],
    });
  });

  it('drops a step whose command there is not', () => {
    const nextSteps = [{ text: 'Look at the pods.', command: 'C9' }];
    const reading = read('slack-notifier', { ...answer, nextSteps });
    expect(reading).toMatchObject({ part: { words: { nextSteps: [] } }, dropped: [expect.stringContaining('C9')] });
  });
});
