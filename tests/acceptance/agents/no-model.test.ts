// Without a model: nobody has a key, or the budget is spent. What breaks about one is in tests/faults.
import { expect, it } from 'vitest';
import { goodAgents } from '../../support/answers.ts';
import { world } from '../../support/world.ts';

it('decides the same without a model at all, and says nothing of it in the message', async () => {
  const w = await world({ model: null });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(w.slack.messages[0]?.text).not.toContain('model');
  expect(w.messages.requests).toEqual([]);
});

it('a spent budget stops the model, never the monitor', async () => {
  const w = await world({ model: goodAgents, env: { MONTHLY_BUDGET_USD: '0.000001' } });
  const { report } = await w.cycle();
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
  expect(report.messages[0]?.text).toMatch(/\(model\): .*budget/);
  expect(w.messages.requests).toHaveLength(1);
});
