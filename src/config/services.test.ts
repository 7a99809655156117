import { describe, expect, it } from 'vitest';
import { entry, one } from '../../tests/support/services-txt.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { parseServices } from './services.ts';

describe('the form people write', () => {
  const plain = entry(
    '- Max Downtime: 5-15 minutes',
    '- Known Issues:',
    '  - Slow start: 5 min',
    '- Dependencies: AWS',
  );
  const forms: Record<string, string> = {
    plain,
    'with a byte order mark': `\u{feff}${plain}`,
    'with CRLF': plain.replaceAll('\n', '\r\n'),
    'with CR': plain.replaceAll('\n', '\r'),
    'with tabs': plain.replaceAll('    - ', '\t\t- ').replaceAll('  ', '\t'),
    'without a final newline': plain.trimEnd(),
    'with more indentation': plain.replace(/^ {2}/gm, '      '),
    'without indentation': plain.replace(/^ +/gm, ''),
    'with a rule and prose': plain.replace('\n\n', '\nThese matter, as you know.\n---\n'),
    'in bullets': plain
      .replace('  2.1', '  - 2.1')
      .replace(/^ {2}(?=- [A-Z][a-z]+( [A-Z]\w+)?:)/gm, '    ')
      .replace('    - Slow', '      - Slow'),
    'in Markdown': plain
      .replace('2. High', '## 2. High')
      .replace('  2.1', '### 2.1')
      .replace(/- (Max Downtime|Dependencies):/g, '- **$1:**'),
    'with bold around the colon': plain.replace(/- (Max Downtime|Dependencies):/g, '* **$1**:'),
    'with backticks': plain.replace('Namespace: app', 'Namespace: `app`'),
    'with a warning sign': plain.replace('- Slow', '- ⚠️ Slow'),
  };
  it.each(Object.entries(forms))('%s', (_, text) => {
    expect(one(text)).toMatchObject({
      id: '2.1',
      name: 'app',
      aliases: ['app-alias'],
      tier: 'P1',
      namespaces: ['app'],
      maxDowntime: { lowerMs: 5 * MINUTE, upperMs: 15 * MINUTE },
      toleranceMs: 5 * MINUTE,
      dependencies: ['AWS'],
      knownIssues: [{ kind: 'slow-start', upToMs: 5 * MINUTE }],
      quirks: ['Slow start: 5 min'],
      unreadable: false,
    });
  });

  it('takes Markdown headings without numbers', () => {
    const text = '# Services\n\n## Critical (P0)\n\n### shop\n- Namespace: shop\n\n### cart\n- Purpose: x\n';
    expect(parseServices(text, 'x').services.map(({ name, tier }) => `${name} ${tier}`)).toEqual([
      'shop P0',
      'cart P0',
    ]);
  });

  it('takes several names, in parentheses and as a field', () => {
    expect(one(entry('- Alias: b, c')).aliases).toEqual(['app-alias', 'b', 'c']);
    expect(one('1. X (P0)\n  1.1 a (aka b, c)\n  - aka: d\n').aliases).toEqual(['b', 'c', 'd']);
    expect(one('1. X (P0)\n  1.1 External Secrets Operator\n  - Namespace: es\n').aliases).toEqual([
      'external-secrets-operator',
    ]);
    expect(one('1. X (P0)\n  1.1 a - the first letter\n').name).toBe('a');
  });

  it('keeps what it does not know, with its list', () => {
    expect(one(entry('- Owner: alice', '- Runbook:', '  - look', '  - think')).extra).toEqual({
      Owner: ['alice'],
      Runbook: ['look', 'think'],
    });
  });

  it('joins lines that go on', () => {
    expect(one(entry('- Known Issues:', '  - one', '    and a half', '  - two')).quirks).toEqual([
      'one and a half',
      'two',
    ]);
  });

  it('reads the rest of an entry', () => {
    const fields = [
      '- GitOps:',
      '  - ArgoCD App: base-apps/app.yaml',
      '  - Manifests: base-apps/app/ (kustomize)',
      '  - Repo: https://x/y',
      '- Image: r.example.test/app:1.2 (ECR)',
      '- Replicas: 2',
      '- Health Check: GET /health',
      '- Ingress: app.example.test (nginx), www.example.test',
      '- Purpose: serves',
    ];
    expect(one(entry(...fields))).toMatchObject({
      gitops: { app: 'app', path: 'base-apps/app/', repo: 'https://x/y' },
      image: 'r.example.test/app:1.2',
      replicas: 2,
      healthCheck: 'GET /health',
      ingress: ['app.example.test', 'www.example.test'],
      purpose: 'serves',
      extra: {},
    });
  });

  it('fills what the entry leaves out from the table, in any order of columns', () => {
    const table =
      '4. Patterns\n\n| Namespace | Service | App file |\n|---|---|---|\n| other | app | base-apps/app.yaml |\n';
    expect(one(`1. X (P0)\n  1.1 app\n  - Purpose: x\n${table}`)).toMatchObject({
      namespaces: ['other'],
      gitops: { app: null, path: 'base-apps/app.yaml' },
    });
    expect(one(`${entry()}${table}`).namespaces).toEqual(['app']);
  });

  it('looks for a service without a namespace in the one of its name', () => {
    expect(one('1. X (P0)\n  1.1 app\n').namespaces).toEqual(['app']);
  });

  it('takes several namespaces, and remarks', () => {
    expect(one('1. X (P0)\n 1.1 a\n - Namespace: a, b and c (shared)\n').namespaces).toEqual(['a', 'b', 'c']);
  });

  it('passes over why `init` guessed something', () => {
    const fields = [
      '# guess: P0',
      '- Max Downtime: 10 min  # guess: P3',
      '- Note: C# guess: no',
      '- Dependencies: # guess: x',
    ];
    expect(one(entry(...fields, '  - AWS'))).toMatchObject({
      tier: 'P1',
      toleranceMs: 10 * MINUTE,
      dependencies: ['AWS'],
      quirks: ['C# guess: no'],
    });
  });

  it('does not take notes for services', () => {
    const notes = '\n4. Patterns\n\n  4.1 Health checks\n  - HTTP: 200 on /health\n\n  1.5 GB of memory are enough.\n';
    expect(one(entry() + notes).name).toBe('app');
  });
});

describe('tiers and tolerances', () => {
  it.each([
    ['P0 - Business', 'P0', 0],
    ['P1', 'P1', 5 * MINUTE],
    ['P2-P3', 'P2', 4 * HOUR],
    ['P2 – 3', 'P2', 4 * HOUR],
    ['p3', 'P3', Number.POSITIVE_INFINITY],
  ])('%s is %s', (heading, tier, toleranceMs) => {
    expect(one(`1. X (${heading})\n  1.1 a\n`)).toMatchObject({ tier, toleranceMs });
  });

  it('lets the entry say otherwise', () => {
    expect(one('1. X (P2-P3)\n  1.1 a\n  - Tier: P3\n').tier).toBe('P3');
    expect(one('1. X (P2-P3)\n  1.1 a (P3)\n')).toMatchObject({ tier: 'P3', aliases: [] });
    expect(one('1. X (P0)\n  1.1 a\n  - Tier: P2-P3\n').tier).toBe('P2');
  });

  it.each([
    ['12 hours', 12 * HOUR, 12 * HOUR],
    ['Hours to days', 4 * HOUR, 3 * DAY],
    ['N/A', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['0 minutes', 0, 0],
  ])('%s', (written, lowerMs, upperMs) => {
    expect(one(entry(`- Max Downtime: ${written}`))).toMatchObject({
      toleranceMs: lowerMs,
      maxDowntime: { lowerMs, upperMs },
    });
  });
});
