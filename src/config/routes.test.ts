import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../domain/match-route.ts';
import type { Routed } from '../domain/routing.ts';
import { faultText } from './fault.ts';
import { parseRoutes, type RoutesContext } from './routes.ts';
import { secret } from './secret.ts';
import { parseServices } from './services.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const reference = (name: string) => readFileSync(join(DOCS, 'reference', name), 'utf8');
const SET = new Set(['NTFY_URL', 'SMTP_URL', 'PAGERDUTY_ROUTING_KEY', 'ANTHROPIC_API_KEY', 'TOPIC']);
const KNOWN: RoutesContext = {
  channels: { standard: '#alerts', critical: '#critical' },
  slack: true,
  services: parseServices(reference('services.txt'), 'services.txt').services,
  variable: (name) => (SET.has(name) ? secret(`value of ${name}`) : null),
};
const NO_SLACK = { ...KNOWN, slack: false };

const parse = (text: string, known = KNOWN) => parseRoutes(text, 'routes.yaml', known);
const faults = (text: string, known = KNOWN) => parse(text, known).faults.map(faultText);
const warnings = (text: string, known = KNOWN) => parse(text, known).warnings.map(faultText);

const MYSQL: Routed = { severity: 'SEV-1', tier: 'P0', services: ['mysql'], namespaces: ['mysql'] };
const way = (text: string, routed: Partial<Routed> = {}, known = KNOWN) => {
  const { source, to, fallback } = matchRoute({ ...MYSQL, ...routed }, parse(text, known).routing) ?? {};
  return { source, to, fallback };
};

const MAIL = 'mail: { type: email, urlFrom: SMTP_URL, from: a@example.org, to: b@example.org }';
const PAGER = 'pager: { type: pagerduty, keyFrom: PAGERDUTY_ROUTING_KEY }';

describe('a sound file', () => {
  it('is the one of the reference', () => {
    const text = reference('routes.yaml');
    expect([...faults(text), ...warnings(text)]).toEqual([]);
    expect(way(text)).toEqual({ source: 'routes.yaml:13', to: ['slack:#critical', 'pager'], fallback: ['mail'] });
    expect(way(text, { severity: 'SEV-3' })).toMatchObject({ source: 'routes.yaml:16', to: ['slack:#databases'] });
    expect(way(text, { severity: 'SEV-2', tier: 'P1', services: ['vault'], namespaces: ['vault'] })).toMatchObject({
      source: 'default',
      to: ['slack:#alerts'],
    });
    expect(way(text, { severity: 'SEV-4' })).toEqual({});
  });

  it('is each example of the docs', () => {
    const page = readFileSync(join(DOCS, 'routes.md'), 'utf8');
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');
    const known = { ...KNOWN, variable: (name: string) => secret(name) };
    expect(examples).toHaveLength(3);
    for (const text of examples) expect([...faults(text, known), ...warnings(text, known)]).toEqual([]);
  });

  it('knows a ready webhook by its own name', () => {
    const text = `sinks:
  a: { type: ntfy, urlFrom: NTFY_URL, topicFrom: TOPIC, tokenFrom: TOPIC }
  b: { type: telegram, urlFrom: NTFY_URL, chatId: -100123 }
  c: { type: discord, urlFrom: NTFY_URL }
`;
    expect(faults(text)).toEqual([]);
    expect(parse(text).sinks).toMatchObject([
      { type: 'webhook', name: 'a', template: 'ntfy', valuesFrom: { topic: 'TOPIC' }, tokenFrom: 'TOPIC' },
      { type: 'webhook', name: 'b', template: 'telegram', values: { chat_id: '-100123' } },
      { type: 'webhook', name: 'c', template: 'discord', values: {} },
    ]);
  });

  it('needs no list for one value, one route included', () => {
    expect(way('routes: { match: { severity: SEV-1 }, to: slack:#a }')).toMatchObject({ to: ['slack:#a'] });
  });

  it('has one name for one channel', () => {
    expect(way('routes: [{ to: [slack:critical, slack:other, slack:C0123ABCD] }]').to).toEqual([
      'slack:#critical',
      'slack:#other',
      'slack:C0123ABCD',
    ]);
  });

  it('knows a service by its alias, in any case', () => {
    const { services } = KNOWN;
    const alias = services.find(({ aliases }) => aliases.length > 0);
    const text = `routes: [{ match: { service: "${alias?.aliases[0]?.toUpperCase()}" }, to: slack:#a }]`;
    expect(parse(text).routing[0]?.match.services).toEqual([alias?.name]);
    expect(warnings(text)).toEqual([]);
  });
});

describe('the way out when a destination is broken for good', () => {
  it('is the usual channels and then the other sinks, where the route says nothing', () => {
    const text = `sinks:\n  ${MAIL}\n  ${PAGER}\nroutes: [{ match: { severity: SEV-2 }, to: slack:#alerts }, { match: { severity: SEV-1 }, to: mail }]`;
    expect(way(text, { severity: 'SEV-2' }).fallback).toEqual(['slack:#critical', 'mail']);
    expect(way(text).fallback).toEqual(['slack:#critical', 'slack:#alerts', 'pager']);
    expect(way(text, { severity: 'SEV-3' })).toMatchObject({
      source: 'default',
      fallback: ['slack:#critical', 'mail'],
    });
  });

  it('is none where the route says so', () => {
    expect(way('routes: [{ to: slack:#a, fallback: [] }]').fallback).toEqual([]);
  });
});

describe('without Slack', () => {
  it('what no route matches goes to every sink', () => {
    const text = `sinks:\n  ${MAIL}\n  ${PAGER}\nroutes: [{ match: { tier: P3 }, to: mail }]`;
    expect(faults(text, NO_SLACK)).toEqual([]);
    expect(way(text, {}, NO_SLACK)).toMatchObject({ source: 'default', to: ['mail', 'pager'], fallback: [] });
  });

  it('a channel is a fault, and so is nothing but a pager', () => {
    expect(faults(`sinks:\n  ${PAGER}\nroutes: [{ match: { severity: SEV-1 }, to: slack:#a }]`, NO_SLACK)).toEqual([
      expect.stringMatching(/^routes.yaml:1:1: there are only pagers, which take SEV-1 only/),
      'routes.yaml:3:44: slack:#a needs SLACK_BOT_TOKEN, which is not set; set it, or send this somewhere else',
    ]);
  });
});

describe('a fault', () => {
  it.each([
    ['an unknown key', 'route: []', '1:1: unknown key "route"; did you mean "routes"?'],
    [
      'an unknown key of a route',
      'routes: [{ to: slack:#a, mach: {} }]',
      '1:26: unknown key "mach"; did you mean "match"?',
    ],
    [
      'an unknown key of a sink',
      'sinks: { a: { type: ntfy, urlFrom: NTFY_URL, topik: x } }',
      '1:46: unknown key "topik"; did you mean "topic"?',
    ],
    ['an unknown type', 'sinks: { a: { type: nfy } }', '1:21: unknown type "nfy"; did you mean "ntfy"?'],
    ['no type', 'sinks: { a: {} }', '1:13: type is missing; there are webhook, ntfy'],
    [
      'an unknown severity',
      'routes: [{ match: { severity: SEV1 }, to: slack:#a }]',
      '1:31: severity wants one of SEV-1, SEV-2, SEV-3; found "SEV1"; did you mean "SEV-1"?',
    ],
    [
      'SEV-4',
      'routes: [{ match: { severity: [SEV-3, SEV-4] }, to: slack:#a }]',
      '1:39: SEV-4 stands in the cycle log only',
    ],
    [
      'an unknown tier',
      'routes:\n  - match:\n      tier: [P0, P9]\n    to: slack:#a',
      '3:18: tier wants one of P0, P1, P2, P3, unlisted; found "P9"',
    ],
    [
      'an unknown sink',
      `sinks: { ${MAIL} }\nroutes: [{ to: maill }]`,
      '2:16: unknown sink "maill"; did you mean "mail"?',
    ],
    [
      'an unknown sink in a fallback',
      'routes: [{ to: slack:#a, fallback: [slack:#b, phone] }]',
      '1:47: unknown sink "phone"; there are slack:#critical, slack:#alerts',
    ],
    ['no destination', 'routes: [{ match: { severity: SEV-1 } }]', '1:10: to is missing'],
    ['an empty list', 'routes: [{ to: [] }]', '1:16: to is an empty list; leave it out, or name what it is'],
    [
      'a channel that became a comment',
      'routes:\n  - to: #critical',
      '2:5: to is empty; leave it out, or say what it is. A # after a space begins a comment',
    ],
    ['a channel without slack:', 'routes: [{ to: "#a" }]', '1:16: "#a" is no sink; a channel is written slack:#a'],
    ['an address', 'routes: [{ to: "https://example.org/hooks/s3cret" }]', '1:16: an address is no sink'],
    [
      'sending it to nobody',
      'routes: [{ to: none }]',
      '1:16: "none" would lose alerts without a word; use `k8s-monitor incidents silence`',
    ],
    [
      'a pager alone for more than SEV-1',
      `sinks: { ${PAGER} }\nroutes: [{ to: pager }]`,
      '2:16: a pager takes SEV-1 only, so SEV-2 and SEV-3 would reach nobody',
    ],
    [
      'a variable that is not set',
      'sinks:\n  a:\n    type: ntfy\n    topic: x\n    urlFrom: ELSEWHERE',
      '5:14: ELSEWHERE is not set; set it in the environment or in .env',
    ],
    [
      'a variable of our own',
      'sinks: { a: { type: discord, urlFrom: ANTHROPIC_API_KEY } }',
      "1:39: ANTHROPIC_API_KEY is the monitor's own",
    ],
    [
      'the secret itself',
      'sinks: { a: { type: discord, urlFrom: "https://x/y" } }',
      '1:39: urlFrom wants the name of an environment variable',
    ],
    [
      'a missing field',
      'sinks: { a: { type: pagerduty } }',
      '1:13: keyFrom is missing; it wants the name of an environment variable',
    ],
    ['no topic', 'sinks: { a: { type: ntfy, urlFrom: NTFY_URL } }', '1:10: ntfy wants either topic, or topicFrom'],
    ['a name given twice', `sinks:\n  ${MAIL}\n  ${MAIL}`, '3:3: stands here a second time'],
    [
      'names that differ in capitals',
      `sinks:\n  ${MAIL}\n  ${MAIL.replace('mail', 'Mail')}`,
      '3:3: "Mail" and "mail" differ in capitals only',
    ],
    [
      'a name with another meaning',
      'sinks: { slack: { type: stdout } }',
      '1:10: "slack" means something else in routes',
    ],
    ['no map at all', '- a', '1:1: the file wants keys of its own'],
    ['an empty file', '# nothing\n', '1:1: is empty'],
    ['a space in a channel', 'routes:\n  - to: slack: #a', '2:9: Nested mappings are not allowed'],
    ['an alias of nothing', 'routes: [{ to: *x }]', "1:1: can't be read: Unresolved alias"],
  ])('%s', (_what, text, message) => {
    expect(faults(text)).toEqual([expect.stringContaining(`routes.yaml:${message}`)]);
  });

  it('is told with all the others, in the order of the file', () => {
    const text = `sinks:
  a: { type: ntfy, urlFrom: ELSEWHERE, topic: x }
routes:
  - match: { severity: SEV-9 }
    to: nowhere
  - to: [a, slack:#b, b]
    fallbak: a
`;
    expect(faults(text).map((fault) => fault.split(': ')[0])).toEqual([
      'routes.yaml:2:29',
      'routes.yaml:4:24',
      'routes.yaml:5:9',
      'routes.yaml:6:23',
      'routes.yaml:7:5',
    ]);
  });

  it('never repeats what may be a secret', () => {
    const text = 'sinks: { a: { type: webhook, urlFrom: "p@ss", valuesFrom: { topic: "s3cr&t" } } }';
    expect(faults(text)).toHaveLength(2);
    expect(faults(text).join()).not.toMatch(/p@ss|s3cr/);
  });

  it('leaves the default routing, with the sinks that can be used', () => {
    const text = `sinks:\n  ${MAIL}\n  a: { type: discord, urlFrom: ELSEWHERE }\nroutes: [{ to: mail }]`;
    expect(way(text)).toMatchObject({ source: 'default', to: ['slack:#critical'] });
    expect(way(text, {}, NO_SLACK)).toMatchObject({ source: 'default', to: ['mail'] });
    expect(parse(text).sinks.map(({ name }) => name)).toEqual(['mail']);
  });
});

describe('a warning', () => {
  it('is a service that nobody listed', () => {
    expect(warnings('routes: [{ match: { service: [vault, mysq] }, to: slack:#a }]')).toEqual([
      'routes.yaml:1:38: service "mysq" is not in the inventory; did you mean "mysql"?',
    ]);
  });

  it('is a route that an earlier one leaves nothing for', () => {
    const text =
      'routes:\n  - match: { tier: [P0, P1] }\n    to: slack:#a\n  - match: { tier: P0, service: mysql }\n    to: slack:#b';
    expect(warnings(text)).toEqual(['routes.yaml:4:5: never counts: routes.yaml:2 matches all of it first']);
  });

  it('is a pager that stands in for what it does not take', () => {
    expect(warnings(`sinks: { ${PAGER} }\nroutes: [{ to: slack:#a, fallback: pager }]`)).toEqual([
      'routes.yaml:2:36: a pager takes SEV-1 only; it stands in for nothing else',
    ]);
  });
});

describe('a file that means harm', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let i = 0; i < 8; i += 1) {
    const [before, here] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
    bomb.push(`${here}: &${here} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
  }
  it.each([
    ['aliases of aliases', bomb.join('\n')],
    ['deep lists', '['.repeat(60_000)],
    ['deep block lists', '- '.repeat(30_000)],
    ['size', `# ${'x'.repeat(70_000)}`],
    ['a key of the prototype', 'routes: [{ to: slack:#a, __proto__: { to: x } }]'],
  ])('%s', (_what, text) => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(5);
  });
});
