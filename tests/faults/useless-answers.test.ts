// Answers of a model that are of no use: the words of the rules stand, and the finding stays what it is.
import { expect, it } from 'vitest';
import { type Answer, always, byAgent, type Script } from '../fakes/messages/script.ts';
import { ANALYSIS, goodAgents, OPINION, REVIEW, WORDS } from '../support/answers.ts';
import { world } from '../support/world.ts';
import { atOnce } from './lib/at-once.ts';
import { byRules, expectRulesOnly, expectSameFacts } from './lib/beside-rules.ts';

const UNUSABLE = 'answered nothing usable';
const prose = (text: string): Answer => ({ text, unchecked: true });

/** Each fits its schema but for one word that is in no list, or of no type that was asked for. */
const wrongWords: Script = byAgent({
  'k8s-analyzer': { json: { ...ANALYSIS, cause: { ...ANALYSIS.cause, confidence: 'certain' } }, unchecked: true },
  'github-reviewer': { json: { ranking: [{ ...REVIEW.ranking[0], rollBack: 'perhaps' }] }, unchecked: true },
  'escalation-manager': { json: { ...OPINION, severity: 'SEV-0' }, unchecked: true },
  'slack-notifier': { json: { ...WORDS, nextSteps: 'none' }, unchecked: true },
});

/** What the model answers, what the message says of it, and how many requests four agents may make: one that may be mended is a second one. */
type Useless = Readonly<Record<string, readonly [Script, string, number]>>;

const ANSWERS: Useless = {
  refuses: [always({ refusal: true, text: 'I cannot' }), 'refused to answer', 4],
  'is cut at max_tokens': [always({ maxTokens: '{"cause": {"text": "the' }), UNUSABLE, 4],
  'says nothing': [always({ empty: true }), UNUSABLE, 4],
  'answers in prose': [always(prose('All is well, nothing to do here.')), UNUSABLE, 8],
  'answers half a JSON': [always(prose('{"cause": {"text": "the memory')), UNUSABLE, 8],
  'answers another JSON': [always(prose('{"severity": 4, "notify": false}')), UNUSABLE, 8],
  'answers with words of no list': [wrongWords, UNUSABLE, 8],
};
const BODIES: Useless = {
  'sends 10 MB': [always({ megabytes: 10 }), UNUSABLE, 4],
  'sends HTML': [always({ garbage: '<html>gateway</html>', contentType: 'text/html' }), UNUSABLE, 4],
  'sends bytes': [always({ garbage: Buffer.from([0, 255, 254, 0, 128, 10]) }), UNUSABLE, 4],
  'sends JSON that is no message': [always({ garbage: '{"content": "SEV-4", "usage": []}' }), UNUSABLE, 4],
};

async function expectUseless([model, says, most]: Useless[string]): Promise<void> {
  const w = await world({ model });
  const cycle = await w.cycle();
  await expectRulesOnly(w, cycle, says);
  expect(w.messages.requests.length).toBeLessThanOrEqual(most);
  expect(w.messages.requests.map(({ asked }) => asked?.agent)).toContain('slack-notifier');
  expect(cycle.report.incidents[0]).toMatchObject({ severity: 'SEV-1', agentSeverity: null, advice: { cause: null } });
}

it('row 17: a refusal, a cut, an empty or a wrong answer: the words of the rules, and the finding as it is', async () => {
  await byRules();
  await atOnce(ANSWERS, expectUseless);
});

it('row 17: garbage, HTML, 10 MB: the words of the rules, and the finding as it is', async () => {
  await byRules();
  await atOnce(BODIES, expectUseless);
});

it('row 17: one agent without an answer costs its own words only, and is named', async () => {
  const w = await world({
    model: (asked) => (asked.agent === 'github-reviewer' ? { refusal: true } : goodAgents(asked)),
  });
  await expectSameFacts(w, await w.cycle());
  const text = w.slack.messages[0]?.text ?? '';
  expect(text).toContain('\n*Not heard (model):* github-reviewer: refused to answer\n');
  expect(text).toContain(ANALYSIS.cause.text);
  expect(text).not.toContain(REVIEW.ranking[0]?.why);
});
