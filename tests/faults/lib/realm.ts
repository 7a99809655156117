// A small cluster of listed and unlisted services, each of which may be broken since some time.
import { app } from '../../support/cycles-objects.ts';

export const P0 = ['shop-api', 'payments'] as const;
export const P1 = ['search', 'queue'] as const;
export const P2 = ['reports'] as const;
export const UNLISTED = ['cart', 'blog', 'mail', 'wiki', 'forum'] as const;
const LISTED = [...P0, ...P1, ...P2];

export interface Fault {
  /** `degraded`: one of its two pods. */
  readonly how: 'down' | 'degraded';
  readonly since: Date;
}

export type Faults = Readonly<Record<string, Fault>>;

/** What is not named is well. Names that are no service's are unlisted, and there only while they are named. */
export function realm(faults: Faults): readonly object[] {
  const names = new Set<string>([...LISTED, ...UNLISTED, ...Object.keys(faults)]);
  return [
    { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
    ...[...names].map((name) => ({ kind: 'Namespace', metadata: { name } })),
    ...[...names].flatMap((name) => app(name, podsOf(faults[name]), faults[name]?.since ?? new Date('2026-11-01'))),
  ];
}

function podsOf(fault: Fault | undefined): readonly ('ok' | 'crash')[] {
  if (fault === undefined) return ['ok', 'ok'];
  return fault.how === 'down' ? ['crash', 'crash'] : ['ok', 'crash'];
}

/** The services.txt of it: P0 without tolerance, P1 with five minutes, P2 with four hours. */
export const REALM_SERVICES = [
  section(1, 'Critical Services (P0 - Business Critical)', P0, '0 minutes'),
  section(2, 'Infrastructure (P1 - Important)', P1, '5 minutes'),
  section(3, 'Other Services (P2 - Normal)', P2, '4 hours'),
].join('\n---\n\n');

function section(number: number, title: string, names: readonly string[], downtime: string): string {
  const entries = names.map((name, i) =>
    [`  ${number}.${i + 1} ${name}`, `  - Namespace: ${name}`, `  - Max Downtime: ${downtime}`].join('\n'),
  );
  return `${[`${number}. ${title}`, ...entries].join('\n\n')}\n`;
}

/** Three nodes; all pods run on the first. Those that are named are lost since then. */
export function nodes(lost: Readonly<Record<string, Date>>): readonly object[] {
  return ['a', 'b', 'c'].map((name) => ({
    kind: 'Node',
    metadata: { name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {},
    status: {
      allocatable: { pods: '110' },
      conditions: [
        {
          type: 'Ready',
          status: lost[name] === undefined ? 'True' : 'Unknown',
          reason: lost[name] === undefined ? 'KubeletReady' : 'NodeStatusUnknown',
          lastTransitionTime: (lost[name] ?? new Date('2026-11-01')).toISOString(),
        },
      ],
    },
  }));
}
