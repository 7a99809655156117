import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { advisedNight, badNight } from '../../../tests/support/nights.ts';
import { advice, agentRun, decision, finding, gap, incident, report, services } from '../../../tests/support/report.ts';
import type { IncidentRow, Report } from '../../domain/report.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import { headline } from './overview.ts';
import { textReport } from './text.ts';

const plain = (of: Report, width = 80): string => textReport(of, { width, color: false, timeZone: 'UTC' });

describe('a night worth waking up for', () => {
  it('at 80 columns', async () => {
    await expect(plain(badNight())).toMatchFileSnapshot('snapshots/bad-night-80.txt');
  });
  it('at 120 columns', async () => {
    await expect(plain(badNight(), 120)).toMatchFileSnapshot('snapshots/bad-night-120.txt');
  });
  it('on the clock of the reader', () => {
    const text = textReport(badNight(), { width: 80, color: false, timeZone: 'Asia/Kolkata' });
    expect(text).toContain('down since 08:06 GMT+5:30, 38');
  });
});

it('says why several are one incident', () => {
  const link = 'their images come from ghcr.io, which refuses the login';
  expect(plain(report({ incidents: [incident({ link })] }), 120)).toContain(`\n  joined    ${link}\n`);
  expect(plain(report({ incidents: [incident()] }), 120)).not.toContain('  joined ');
});

it('is short and calm when all is well', () => {
  expect(plain(report())).toMatchInlineSnapshot(`
    "SEV-4 · all well · 8 services ok · nothing to tell
    homelab · Kubernetes v1.34.1 · Sat 21 Nov 2026 03:14 UTC

    Services
      P0  ✓ chores-tracker-backend, chores-tracker-frontend, mysql, nginx-ingress
      P1  ✓ vault, cert-manager
      P2  ✓ loki-aws-infrastructure
      P3  ✓ whoami-test

    cycle 20261121T031400Z-7f3a · 1.8 s · 0 tokens, $0.00: rules alone
    "
  `);
});

describe('never calls healthy what was not read', () => {
  it('objects that could not be judged', () => {
    const head = (of: Report) => plain(of, 120).split('\n')[0];
    expect(head(report({ leftOut: 8 }))).toBe(
      'SEV-4 · all well, 8 objects could not be judged · 8 services ok · nothing to tell',
    );
    expect(head(report({ leftOut: 1, services: services({ mysql: 'unknown' }) }))).toContain(
      '1 object could not be judged · 1 service unknown',
    );
    expect(headline(report({ leftOut: 1 })).tone).toBe('blind');
  });
  it('the whole cluster', () => {
    const blind = report({
      cycle: { outcome: 'failed', cluster: { uid: 'unknown', name: 'homelab', version: null } },
      services: services({ mysql: 'unknown', vault: 'unknown' }),
      incidents: [
        incident({
          severity: 'SEV-2',
          rules: ['BLIND'],
          service: null,
          tier: null,
          findings: [],
          title: 'the cluster could not be read',
        }),
      ],
      decisions: [decision({ channel: '#infrastructure-alerts' })],
      gaps: [
        gap({
          resource: 'namespaces',
          namespace: null,
          cause: 'unreachable',
          detail: 'connect ECONNREFUSED',
          hides: [],
        }),
      ],
    });
    const text = plain(blind);
    expect(text).toMatch(
      /^SEV-2 · the cluster could not be read: its health is unknown · tell\n#infrastructure-alerts/,
    );
    expect(text).toContain('the monitoring itself · since 02:36 UTC');
    expect(text).toContain('? could not list namespaces: unreachable (connect ECONNREFUSED); hides no\n');
    expect(text).not.toContain('all well');
  });
  it('a part of it', () => {
    const text = plain(report({ gaps: [gap()], services: services({ mysql: 'unknown' }) }));
    expect(text).toContain('Nothing wrong in what could be read · 1 gap · 1 service unknown');
    expect(text).toContain('could not list pods in mysql: forbidden (HTTP 403); hides mysql');
    expect(text).toContain('? unknown: mysql\n');
  });
});

it('says that nobody listed it', () => {
  const text = plain(report({ incidents: [incident({ service: null, tier: null, rules: ['UNLISTED'] })] }));
  expect(text).toContain('INC-20261121-001 · unlisted · down since');
});

describe('what the agents add', () => {
  it('at 80 columns', async () => {
    await expect(plain(advisedNight())).toMatchFileSnapshot('snapshots/advised-night-80.txt');
  });

  it('is said to be what they think, and differs from what was decided or is not said', () => {
    const text = (severity: 'SEV-1' | 'SEV-2' | 'SEV-3') =>
      plain(report({ incidents: [incident({ severity, advice: advice() })] }), 120);
    expect(text('SEV-1')).toContain('advice    (model) could wait: SEV-2, the frontend still answers');
    expect(text('SEV-3')).toContain('advice    (model) looks worse: SEV-2, the frontend still answers');
    expect(text('SEV-2')).not.toContain('advice ');
    expect(text('SEV-1')).toContain('inferred  (model, high confidence) the limit was cut');
  });

  it('three kinds of not knowing the change are three sentences', () => {
    const text = (status: 'none' | 'unread' | 'not-asked') =>
      plain(report({ incidents: [incident({ changes: { status, text: 'HTTP 503' } })] }));
    expect(text('none')).toContain('change    no matching change found: HTTP 503');
    expect(text('unread')).toContain('change    changes could not be read: HTTP 503');
    expect(text('not-asked')).not.toContain('change  ');
  });

  it('counts what was dropped, also when nothing is left', () => {
    const agents = [
      agentRun({ status: 'ungrounded', dropped: ['a', 'b'] }),
      agentRun({ agent: 'escalation-manager', dropped: ['c'] }),
    ];
    expect(plain(report({ incidents: [incident()], agents }))).toContain('inferred  3 claims of the agents dropped');
  });
});

it('is loud about a message that nobody got, however many others there are', () => {
  const messages = Array.from({ length: 20 }, (_, i) => ({
    channel: `#c${i}`,
    kind: 'incident' as const,
    incidentIds: [],
    text: 'x',
    delivery:
      i === 19
        ? ({ status: 'failed', detail: 'Slack says is_archived' } as const)
        : ({ status: 'sent', detail: '' } as const),
  }));
  const text = plain(report({ messages }), 120);
  expect(text.split('\n')[0]).toContain(' · 1 message NOT DELIVERED');
  expect(text).toMatch(/\nNOT DELIVERED\n {2}✗ #c19 · incident · +· Slack says is_archived\n\nTold\n {2}✓ #c0 /);
});

it('shows the second opinion beside the severity', () => {
  const text = plain(report({ incidents: [incident({ severity: 'SEV-3', agentSeverity: 'SEV-2' })] }));
  expect(text).toContain('advice    (model) looks worse: SEV-2\n');
});

describe('stays short', () => {
  it('with 10,000 findings in one incident', () => {
    const findings = Array.from({ length: 10_000 }, () => finding());
    const text = plain(report({ incidents: [incident({ findings })], findings }));
    expect(text).toContain('and 9999 more like it');
    expect(text.split('\n').length).toBeLessThan(50);
  });
  it('with 10,000 incidents, gaps and warnings', () => {
    const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 10_000 }, (_, i) => make(i));
    const incidents = many((i) =>
      incident({ id: `INC-20261121-${String(i).padStart(5, '0')}`, severity: SEVERITIES[i % 4] ?? 'SEV-4' }),
    );
    const text = plain(report({ incidents, gaps: many(() => gap()), warnings: many((i) => `warning ${i}`) }));
    expect(text).toContain('and 2490 × SEV-1, 2500 × SEV-2, 2500 × SEV-3, 2492 × SEV-4 more');
    expect(text.split('\n').length).toBeLessThan(220);
  });
});

const BAD_UNIT = fc.constantFrom(
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u001b]8;;https://evil\u0007link\u001b]8;;\u0007',
  '\u009b2J',
  '\r',
  '\n',
  '\t',
  '\u202e',
  '\u200b',
  '\u0000',
  '\u0085',
  '\u2028',
  '漢字',
  '👩‍👩‍👧',
  'e\u0301\u0301\u0301',
  '\ud800',
  'x'.repeat(200),
  ' ',
  'word',
  '\u{e0041}',
  '﷽',
); // prettier-ignore
const BAD_TEXT = fc.array(BAD_UNIT, { maxLength: 12 }).map((parts) => parts.join(''));

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
const OUR_COLOR = /\u001b\[\d+m/g;

describe('text from the cluster', () => {
  it('obeys the width, and never reaches the terminal as a command', () => {
    fc.assert(
      fc.property(BAD_TEXT, fc.integer({ min: 60, max: 120 }), fc.boolean(), (bad, width, color) => {
        const text = textReport(hostile(bad), { width, color, timeZone: 'UTC' });
        const lines = text.split('\n');
        expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
        const ours = text.replaceAll(OUR_COLOR, color ? '' : '$&');
        expect(ours).not.toMatch(/[^\P{C}\n\u200d]/u);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  it('never becomes a command to paste', () => {
    const subject = { kind: 'Pod', namespace: 'default', name: '$(reboot)' };
    expect(plain(report({ incidents: [incident({ findings: [finding({ subject })] })] }))).not.toContain('kubectl');
  });
});

function hostile(bad: string): Report {
  const ref = { kind: bad, namespace: bad, name: bad };
  const rows = [
    finding({
      subject: ref,
      owner: ref,
      message: bad,
      reason: bad,
      evidence: [{ object: ref, field: bad, value: bad, at: null }],
    }),
    finding({ subject: { kind: 'Pod', namespace: 'a', name: 'a'.repeat(200) } }),
    finding({ container: 'app' }),
  ];
  const base = badNight();
  const used = { inputTokens: 1, outputTokens: 1, usd: 1 };
  return {
    ...base,
    cycle: { ...base.cycle, id: bad, cluster: { uid: bad, name: bad, version: bad } },
    services: [
      { name: bad, tier: 'P0', state: 'down', since: base.cycle.startedAt },
      { name: bad, tier: 'P1', state: 'ok', since: null },
    ],
    incidents: SEVERITIES.map((severity) =>
      incident({
        severity,
        title: bad,
        rationale: bad,
        service: bad,
        affected: [bad],
        findings: rows,
        ...(severity === 'SEV-1' ? hostileAdvice(bad) : {}),
      }),
    ),
    decisions: [decision({ channel: bad })],
    messages: [
      { channel: bad, kind: 'incident', incidentIds: [bad], text: bad, delivery: { status: 'failed', detail: bad } },
    ],
    agents: [agentRun({ dropped: [bad] })],
    usage: { ...used, byAgent: { [bad]: used } },
    gaps: [gap({ resource: bad, namespace: bad, detail: bad, hides: [bad] })],
    warnings: [bad],
    notChecked: [bad],
    logs: [{ pod: finding().subject, container: 'app', previous: false, text: `${bad}\n${bad}`, cut: true }],
  };
}

function hostileAdvice(bad: string): Partial<IncidentRow> {
  return {
    suspects: [
      {
        kind: 'commit',
        sha: bad,
        what: bad,
        url: bad,
        author: bad,
        committedAt: '2026-11-21T02:24:00.000Z',
        minutesBeforeOnset: 1,
        files: [bad],
        fields: [bad],
        confidence: 'LOW',
        reasons: [bad],
        rollback: bad,
        caution: bad,
        revertedBy: bad,
      },
    ],
    changes: { status: 'found', text: bad },
    advice: advice({
      cause: { text: bad, confidence: 'low', evidence: [bad] },
      changes: [{ sha: bad, why: bad, rollBack: true }],
      severity: { choice: 'SEV-4', reason: bad, evidence: [] },
      without: bad,
    }),
  };
}
