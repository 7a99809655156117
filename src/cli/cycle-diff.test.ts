import { expect, it } from 'vitest';
import { incident, report, services } from '../../tests/support/report.ts';
import { diffText } from './actions/cycles-diff.ts';
import { diffCycles } from './cycle-diff.ts';
import { pen } from './report/layout.ts';

const before = report({
  cycle: { id: 'c1' },
  services: services({ mysql: 'down', vault: 'at-risk', 'nginx-ingress': 'degraded' }),
  incidents: [
    incident({ id: 'INC-20261121-001', title: 'mysql is down' }),
    incident({ id: 'INC-20261121-002', title: 'vault has a problem', severity: 'SEV-3' }),
    incident({ id: 'INC-20261121-003', title: 'nginx-ingress is degraded', severity: 'SEV-2' }),
    incident({ id: 'INC-20261121-005', title: 'the same as before', severity: 'SEV-4' }),
  ],
});
const after = report({
  cycle: { id: 'c2' },
  services: [
    ...services({ vault: 'down', 'nginx-ingress': 'at-risk', 'whoami-test': 'unknown' }).slice(0, -1),
    { name: 'n8n', tier: 'P0', state: 'ok', since: null },
  ],
  incidents: [
    incident({ id: 'INC-20261121-001', title: 'mysql is down', status: 'resolved' }),
    incident({ id: 'INC-20261121-002', title: 'vault is down', severity: 'SEV-2' }),
    incident({ id: 'INC-20261121-003', title: 'nginx-ingress has a problem', severity: 'SEV-3' }),
    incident({ id: 'INC-20261121-004', title: 'cert-manager is down', severity: 'SEV-2' }),
    incident({ id: 'INC-20261121-005', title: 'the same as before', severity: 'SEV-4' }),
  ],
});

it('says what is new, gone, better and worse', () => {
  expect(diffText(diffCycles(before, after), pen(80, false))).toMatchInlineSnapshot(`
    "c1 → c2

    New
      + SEV-2 cert-manager is down (INC-20261121-004)

    Worse
      ▲ SEV-3 → SEV-2 vault is down (INC-20261121-002)
      ▲ vault: at-risk → down

    Better
      ▼ SEV-2 → SEV-3 nginx-ingress has a problem (INC-20261121-003)
      ▼ mysql: down → ok
      ▼ nginx-ingress: degraded → at-risk

    Gone
      ✓ SEV-1 mysql is down (INC-20261121-001)

    Newly listed services
      + n8n

    No longer listed
      - whoami-test
    "
  `);
});

it('says that nothing changed', () => {
  expect(diffText(diffCycles(after, after), pen(80, false))).toBe('c2 → c2\n\nNothing changed.\n');
});

it('says that two clusters can hardly be compared', () => {
  const other = report({ cycle: { id: 'c3', cluster: { uid: 'other', name: 'x', version: null } } });
  expect(diffText(diffCycles(before, other), pen(80, false))).toContain('! these are two different clusters');
});
