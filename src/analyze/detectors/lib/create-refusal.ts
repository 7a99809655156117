import { phrase } from './phrases.ts';

/** What the API server or the scheduler of pods answers, and how a person would say it. */
const ANSWERS: readonly { readonly test: RegExp; readonly say: (part: (n: number) => string) => string }[] = [
  {
    test: /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (.+)$/,
    say: (p) => `quota ${p(1)} is used up: it asks for ${p(2)}, used are ${p(3)} of ${p(4)}`,
  },
  {
    test: /failed quota: ([^:]+): must specify (.+)$/,
    say: (p) => `quota ${p(1)} wants every container to specify ${p(2)}`,
  },
  { test: /failed calling webhook "([^"]+)"/, say: (p) => `admission webhook ${p(1)} does not answer` },
  {
    test: /admission webhook "([^"]+)" denied the request(?:: (.+))?$/,
    say: (p) => `admission webhook ${p(1)} denied it${p(2) === '' ? '' : `: ${p(2)}`}`,
  },
  {
    test: /violates PodSecurity "([^"]+)"(?:: (.+))?$/,
    say: (p) => `Pod Security "${p(1)}" forbids it${p(2) === '' ? '' : `: ${p(2)}`}`,
  },
  {
    test: /(maximum|minimum) (\S+) usage per (\w+) is ([^,\s]+)/,
    say: (p) => `the limit range allows ${p(1) === 'maximum' ? 'at most' : 'no less than'} ${p(4)} ${p(2)} per ${p(3)}`,
  },
  { test: /serviceaccount "([^"]+)" not found/, say: (p) => `its service account ${p(1)} does not exist` },
  { test: /no PriorityClass with name (\S+) was found/, say: (p) => `its priority class ${p(1)} does not exist` },
];

/** Why pods can't be created, in words that follow a colon. */
export function refusalText(message: string | null | undefined): string {
  const text = (message ?? '').slice(0, 1000).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  for (const { test, say } of ANSWERS) {
    const match = test.exec(text);
    if (match !== null)
      return phrase(
        say((n) => match[n] ?? ''),
        '',
      );
  }
  return phrase(text, 'the API server refuses them without a cause');
}
