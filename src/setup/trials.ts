import { wordsOf } from './words.ts';

const TRIAL = new Set(
  'test tests testing demo demos example examples sample samples whoami hello echo echoserver httpbin podinfo debug tmp temp scratch sandbox playground dummy'.split(
    ' ',
  ),
);
const STAGES = new Set(['dev', 'development', 'staging', 'preview', 'qa', 'uat']);

/** Why this looks like a trial, in words that follow "it"; null when nothing says so. */
export function trialSign(namespace: string, names: readonly string[]): string | null {
  const word = names.flatMap(wordsOf).find((part) => TRIAL.has(part));
  if (word !== undefined) return `has "${word}" in its name`;
  const stage = wordsOf(namespace).find((part) => TRIAL.has(part) || STAGES.has(part));
  return stage === undefined ? null : `stands in the namespace ${namespace}`;
}
