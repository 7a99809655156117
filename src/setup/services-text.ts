// The draft as people will read and edit it. Every guess carries its reason behind `# guess:`, which the parser passes over.
import { isNothing } from '../config/services/values.ts';
import type { Tier } from '../domain/service.ts';
import type { DraftService } from './draft-services.ts';

const HEAD = [
  'Services of this cluster, as `k8s-monitor init` found them: every workload once.',
  'Look at each tier. It says who is told, and when: P0 at any hour, P1 as soon as it is down for longer than it may be,',
  'P2 and P3 in business hours or not at all. A remark behind "guess" says where a value comes from; it may stay or go.',
  'Worth adding: Purpose, Max Downtime, Dependencies, Known Issues. `k8s-monitor services` shows how this file is understood.',
];

interface Section {
  readonly title: string;
  readonly about: string;
  readonly tiers: readonly Tier[];
}

const SECTIONS: readonly Section[] = [
  {
    title: '1. Critical Services (P0 - Business Critical)',
    about: 'People notice at once. Any downtime is an incident.',
    tiers: ['P0'],
  },
  {
    title: '2. High Priority Services (P1 - Infrastructure)',
    about: 'Others need them; a short outage is bearable.',
    tiers: ['P1'],
  },
  { title: '3. Support Services (P2-P3)', about: 'Nobody has to get up for these.', tiers: ['P2', 'P3'] },
];

export function servicesText(byTier: ReadonlyMap<Tier, readonly DraftService[]>): string {
  const sections = SECTIONS.map(({ title, about, tiers }, index) => {
    const services = tiers.flatMap((tier) => byTier.get(tier) ?? []);
    const entries = services.map((service, at) => entryLines(`${index + 1}.${at + 1}`, service).join('\n'));
    return [`${title}\n${about}`, ...entries].join('\n\n');
  });
  return `${[HEAD.join('\n'), ...sections].join('\n\n---\n\n')}\n`;
}

function entryLines(id: string, { name, aliases, entry, guess, needs }: DraftService): readonly string[] {
  const { namespace, hosts, app } = entry;
  return [
    `  ${id} ${name}`,
    ...list('Alias', aliases),
    // "none" alone would say that there is no namespace.
    `  - Namespace: ${isNothing(namespace) ? `namespace ${namespace}` : namespace}`,
    `  - Tier: ${guess.tier}  ${remark(guess.why)}`,
    ...(guess.dataLayer === null ? [] : [`  - Role: data-layer  ${remark(`it ${guess.dataLayer}`)}`]),
    ...(needs === null ? [] : dependencies(needs)),
    ...list('Ingress', hosts),
    ...(app === null || isNothing(app) ? [] : ['  - GitOps:', `    - ArgoCD App: ${app}`]),
  ];
}

function dependencies({ names, sign }: NonNullable<DraftService['needs']>): readonly string[] {
  const why = remark(names.length === 1 ? sign : `${sign}, and more of the kind`);
  return names.length <= FEW
    ? [`  - Dependencies: ${names.join(', ')}  ${why}`]
    : [`  - Dependencies:  ${why}`, ...names.map((name) => `    - ${name}`)];
}

/** So many stand in one line. */
const FEW = 3;

function list(key: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  return values.length <= FEW
    ? [`  - ${key}: ${values.join(', ')}`]
    : [`  - ${key}:`, ...values.map((value) => `    - ${value}`)];
}

function remark(why: string): string {
  return `# guess: ${why}`;
}
