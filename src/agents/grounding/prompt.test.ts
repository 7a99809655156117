import { expect, it } from 'vitest';
import { repeatsPrompt } from './prompt.ts';

const prompt = 'You are slack-notifier. You write the words of one message to a tired person on call.';

it('finds a run of the instructions, whatever the marks and letters between', () => {
  expect(repeatsPrompt('Here: "you are SLACK notifier; you write the words of one message to…"', prompt)).toBe(true);
  expect(repeatsPrompt('The words of one message were lost by the queue.', prompt)).toBe(false);
  expect(repeatsPrompt('anything at all that is long enough to compare with nothing', '')).toBe(false);
});

it('takes no offence at the words of an example answer', () => {
  const step = 'After a mend allow 5-6 minutes to start before judging it';
  const withExample = `${prompt}\nGood:\n{"nextSteps":[{"text":"${step}."}]}`;
  expect(repeatsPrompt(`${step}, please.`, withExample)).toBe(false);
  expect(repeatsPrompt(prompt, withExample)).toBe(true);
});
