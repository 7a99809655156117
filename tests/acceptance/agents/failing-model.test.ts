// A silent, broken or slow model: the same decisions on time, the message says that the model was missing, and why.
import { expect, it } from 'vitest';
import type { Report } from '../../../src/domain/report.ts';
import { FAIL, type Script } from '../../fakes/messages/script.ts';
import { world } from '../../support/world.ts';

const always =
  (answer: Awaited<ReturnType<Script>>): Script =>
  () =>
    answer;

const BROKEN: Readonly<Record<string, readonly [Script, RegExp]>> = {
  'says nothing': [always({ empty: true }), /without model: /],
  refuses: [always({ refusal: true }), /without model: .*refus/],
  'is cut at max_tokens': [always({ maxTokens: '{"cause": {"text": "the' }), /without model: answered nothing usable/],
  'answers with wrong JSON': [always({ text: '{"severity": 4}', unchecked: true }), /without model: /],
  'answers in prose': [always({ text: 'All is well, nothing to do here.', unchecked: true }), /without model: /],
  'sends 10 MB': [always({ megabytes: 10 }), /without model: /],
  'sends HTML': [always({ garbage: '<html>gateway</html>', contentType: 'text/html' }), /without model: /],
  'is rate limited for an hour': [always({ fail: 429, retryAfter: 3600 }), /without model: .*429|rate/],
  'is rate limited without a word': [always(FAIL.rateLimited), /without model: /],
  'has spent its tier': [always(FAIL.tierSpendCap), /without model: .*spen/],
  'is overloaded': [always(FAIL.overloaded), /without model: .*(overloaded|529)/],
  'breaks inside': [always(FAIL.internal), /without model: /],
  'hangs before the answer': [always('hang'), /without model: .*(time|3 s)/],
  'hangs in the middle': [always({ hang: 'body' }), /without model: /],
  'resets the connection': [always('reset'), /without model: /],
  'refuses the key': [always({ fail: 401 }), /without model: /],
};

const PORT = /127\.0\.0\.1:\d+/g;
const HERE = '127.0.0.1';
const QUICK = { MODEL_CALL_TIMEOUT_SECONDS: '2', MODEL_DEADLINE_SECONDS: '5' };

/** All that the rules decide: with any model, or none, the same. */
function decisionsOf({ incidents, decisions, messages }: Report) {
  return {
    incidents: incidents.map(({ id, severity, band, rules, title, rationale, state, suspects }) => {
      return { id, severity, band, rules, title, rationale, state, suspects };
    }),
    decisions,
    messages: messages.map(({ channel, kind, incidentIds, delivery }) => ({
      channel,
      kind,
      incidentIds,
      status: delivery.status,
    })),
  };
}

it('decides the same without a model at all, and says nothing of it in the message', async () => {
  const w = await world({ model: null });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(w.slack.messages[0]?.text).not.toContain('model');
  expect(w.messages.requests).toEqual([]);
});

it.for(Object.entries(BROKEN))(
  'a model that %s changes no decision',
  { timeout: 60_000 },
  async ([, [model, says]]) => {
    const rules = await world({ model: null });
    const byRules = await rules.cycle();
    const w = await world({ model, env: QUICK });
    const { report, ms } = await w.cycle();
    expect(anywhere(decisionsOf(report))).toEqual(anywhere(decisionsOf(byRules.report)));
    expect(w.slack.messages).toHaveLength(1);
    const text = w.slack.messages[0]?.text ?? '';
    expect(report.messages[0]?.text).toMatch(says);
    // Every line of the rules' message is there, in order.
    const lines = text.split('\n');
    let at = -1;
    for (const line of withoutIds(rules.slack.messages[0]?.text ?? '')) {
      const next = withoutIds(lines.join('\n')).indexOf(line, at + 1);
      expect(next, line).toBeGreaterThan(at);
      at = next;
    }
    expect(ms - byRules.ms).toBeLessThan(Number(QUICK.MODEL_DEADLINE_SECONDS) * 1000 + 5000);
  },
);

function withoutIds(text: string): string[] {
  return text
    .replaceAll(/cycle \S+/g, 'cycle')
    .replaceAll(PORT, HERE)
    .split('\n');
}

/** The servers of each world have ports of their own. */
function anywhere(value: object): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(PORT, HERE));
}

it('a retired model is replaced by the next Haiku, and the report says so', async () => {
  const { goodAgents } = await import('../../support/answers.ts');
  const w = await world({ model: goodAgents, retired: ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'] });
  const { report } = await w.cycle();
  expect(report.agents.map((a) => [a.status, a.model])).toEqual(
    Array.from({ length: 4 }, () => ['ok', 'claude-haiku-5-5']),
  );
  expect(report.warnings.join()).toMatch(/claude-haiku-4-5-20251001.*claude-haiku-5-5/);
});

it('trouble with the key is told once a day as our own, until an answer comes again', async () => {
  const w = await world({ model: always({ fail: 401 }), env: QUICK });
  await w.cycle();
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  const own = next.report.incidents.filter((i) => i.rules[0] === 'SELF');
  expect(own).toMatchObject([{ severity: 'SEV-3' }]);
  const later = await w.cycle({ at: '2026-11-18T12:00:00Z' });
  expect(later.report.decisions.find((d) => d.incidentId === own[0]?.id)).toMatchObject({
    verdict: 'hold',
    reason: 'unchanged',
  });
});

it('a spent budget stops the model, never the monitor', async () => {
  const { goodAgents } = await import('../../support/answers.ts');
  const w = await world({ model: goodAgents, env: { MONTHLY_BUDGET_USD: '0.000001' } });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(report.messages[0]?.text).toMatch(/\(model\): .*budget/);
  expect(w.messages.requests).toHaveLength(1);
});
