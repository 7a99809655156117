import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { composing } from '../../tests/support/message-threads.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, troubleOf, workload } from '../../tests/support/trouble.ts';
import type { Alert } from '../domain/alert.ts';
import type { Severity } from '../domain/severity.ts';
import { composeMessages } from './compose-messages.ts';
import { fits } from './render/fitted.ts';

function incident(n: number, severity: Severity, namespace = 'shop'): Alert {
  const root = { ...workload(`w${n}`), namespace };
  const trouble = troubleOf(service(`w${n}`), { root, findings: [fault(n % 2 ? 'crash-loop' : 'image-pull', root)] });
  return alertOf({ draft: draftOf(trouble) }, { id: `INC-20260115-${n}`, severity, title: `w${n} is down` });
}
const many = (count: number, severity: Severity = 'SEV-3', namespace?: string) =>
  Array.from({ length: count }, (_, n) => incident(n + 100, severity, namespace));
const storm = (alerts: readonly Alert[], stormAt = 10) => composeMessages(alerts, [], composing({ stormAt }));

describe('many new incidents at one place', () => {
  const mixed = [incident(1, 'SEV-1'), incident(2, 'SEV-1'), ...many(5, 'SEV-2', 'media'), ...many(30, 'SEV-3')];

  it('are one message from one more than the setting says on', () => {
    expect(storm(many(10)).map(({ kind }) => kind)).toEqual(Array(10).fill('incident'));
    expect(storm(many(11))).toMatchObject([{ kind: 'storm', severity: 'SEV-3', open: true, thread: null }]);
    expect(storm(many(11), 11)).toHaveLength(11);
  });

  it('opens the thread of each of them', () => {
    const [message] = storm(mixed);
    expect(message?.incidentIds).toHaveLength(37);
    expect(message?.opens).toEqual(message?.incidentIds);
  });

  it('says which are less severe than the worst, as a pager asks', () => {
    const [message] = storm(mixed);
    expect(message?.incidentIds.filter((id) => !message.lesser?.includes(id))).toEqual([
      'INC-20260115-1',
      'INC-20260115-2',
    ]);
  });

  it('counts, lists the worst first, and tells the worst one in full', () => {
    const [message, ...others] = storm(mixed);
    expect(others).toEqual([]);
    const lines = message?.text.split('\n') ?? [];
    expect(lines.slice(0, 6)).toEqual([
      '@here [SEV-1] 37 incidents at once: 2 SEV-1, 5 SEV-2, 30 SEV-3',
      'Namespaces: shop 32, media 5',
      'Faults: image-pull 19, crash-loop 18',
      'Worst first:',
      '  - [SEV-1] w1 is down, since 2026-01-15 12:40 GMT+1 (INC-20260115-1)',
      '  - [SEV-1] w2 is down, since 2026-01-15 12:40 GMT+1 (INC-20260115-2)',
    ]);
    const full = lines.indexOf('The worst one:');
    expect(lines.slice(full + 1, full + 3)).toEqual([
      '[SEV-1] w1 is down',
      'Since: 2026-01-15 12:40 GMT+1 (20 min ago)',
    ]);
    expect(lines.at(-1)).toBe('INC-20260115-1 · cycle 20260115T120000Z-abcd');
    expect(message?.text.match(/@here/g)).toHaveLength(1);
  });

  it('calls nobody without a SEV-1', () => {
    expect(storm(many(11))[0]?.text).toMatch(/^\[SEV-3\] 11 incidents at once: 11 SEV-3\n/);
  });

  it('leaves what else there is to say as it is', () => {
    const worse = alertOf({ reason: 'worse' }, { id: 'w' });
    const elsewhere = { ...incident(1, 'SEV-2'), to: ['slack:#std'] };
    expect(storm([...many(11, 'SEV-2'), worse, elsewhere]).map(({ to, kind }) => `${to} ${kind}`)).toEqual([
      'slack:#crit update',
      'slack:#crit storm',
      'slack:#std incident',
    ]);
  });

  it('are one message that fits, however many, and each is counted', () => {
    const spaces = Array.from({ length: 9990 }, (_, n) => incident(n + 10, 'SEV-3', `namespace-${n % 50}`));
    const hostile = alertOf(
      { service: service('api', { purpose: '&<>*'.repeat(400) }) },
      { title: '<!channel> & '.repeat(60), affected: Array.from({ length: 500 }, (_, i) => `<service-${i}>`) },
    );
    const messages = storm([hostile, ...spaces.slice(0, 9), ...spaces]);
    expect(messages).toHaveLength(1);
    const text = messages[0]?.text ?? '';
    expect(fits(text)).toBe(true);
    const listed = text.split('\n').filter((l) => l.startsWith('  - [SEV')).length;
    expect(listed).toBeGreaterThan(3);
    expect(text).toContain(`  +${10_000 - listed} more, see: k8s-monitor cycles show 20260115T120000Z-abcd`);
    const counts = /^Namespaces: (.*)$/m.exec(text)?.[1]?.match(/\b\d+(?=,|$| in)/g) ?? [];
    expect(counts.reduce((sum, n) => sum + Number(n), 0)).toBe(10_000);
    expect(text).toMatch(/, \d+ in 46 others$/m);
  });
});
