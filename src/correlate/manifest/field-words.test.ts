import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { fieldChanges } from './diff.ts';

const file = (lines: readonly string[], path = 'a/workload.yaml'): ChangedFile => ({
  path,
  previousPath: null,
  status: 'modified',
  patch: redact(lines.join('\n')),
  cut: false,
});
const said = (path: string, ...lines: readonly string[]) =>
  fieldChanges([file(lines, path)]).map(({ kind, text }) => `${kind}: ${text}`);

describe('words', () => {
  const old = ['hunter', '2old'].join('');
  const now = ['correct', 'horse'].join('');

  it.each([
    ['an argument', ['   args:', `-  - ${old}`, `+  - ${now}`], 'command: arg changed (its value is not shown)'],
    [
      'a flag with a value',
      ['   args:', `-  - --key=${old}`, `+  - --key=${now}`],
      'command: arg changed (its value is not shown)',
    ],
    [
      'a flag and a value in one word',
      ['   args:', `-  - -p${old}`, `+  - -p${now}`],
      'command: arg changed (its value is not shown)',
    ],
    [
      'a command on one line',
      [`-  command: [sh, -c, "redis ${old}"]`, `+  command: [sh, -c, "redis ${now}"]`],
      'command: command changed (its value is not shown)',
    ],
    [
      'a variable with any name',
      ['   env:', '   - name: GREETING', `-    value: ${old}`, `+    value: ${now}`],
      'env: env GREETING changed (its value is not shown)',
    ],
    [
      'a text of a ConfigMap',
      [' kind: ConfigMap', ' data:', '   a.conf: |', `-    banner ${old}`, `+    banner ${now}`],
      'config: config a.conf changed',
    ],
    [
      'a line that looks secret',
      [' kind: ConfigMap', ' data:', '   a.conf: |', '-    requirepass 1234', '+    requirepass 5678'],
      'config: config a.conf changed',
    ],
    [
      'a text of accounts',
      [' kind: ConfigMap', ' data:', '   users.acl: |', '-    ann: 1234', '+    ann: 5678'],
      'config: config users.acl changed',
    ],
    [
      'a setting of a ConfigMap',
      [' kind: ConfigMap', ' data:', `-  greeting: ${old}`, `+  greeting: ${now}`],
      'config: config greeting changed',
    ],
    [
      'a script',
      ['   command:', '   - |', '     set -e', `-    login ${old}`, `+    login ${now}`],
      'command: script changed',
    ],
  ])('give away no value of %s, in words or beside them', (_, lines, wanted) => {
    const changes = fieldChanges([file(['@@ -10,9 +10,9 @@ spec:', ...lines])]);
    expect(changes.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([wanted]);
    expect(changes.map(({ from, to }) => [from, to])).toEqual([[null, null]]);
  });

  it('tell of a text that it changed where both lines were masked', () => {
    const lines = [
      ' kind: ConfigMap',
      ' data:',
      '   a.conf: |',
      '-    requirepass [masked]',
      '+    requirepass [masked]',
    ];
    expect(said('cm.yaml', ...lines)).toEqual(['config: config a.conf changed']);
  });

  it('show what is harmless: amounts, switches, hosts, addresses, paths, known words', () => {
    const pairs = [
      ['512Mi', '1Gi'],
      ['30s', '1h30m'],
      ['true', 'false'],
      ['db.shop.svc', 'db:5432'],
      ['http://api.shop.svc:80', 'http://api.shop.svc:8080'],
      ['/etc/app', '/etc/api'],
      ['info', 'debug'],
    ];
    for (const [from, to] of pairs)
      expect(said('cm.yaml', ' kind: ConfigMap', ' data:', `-  setting: ${from}`, `+  setting: ${to}`)).toEqual([
        `config: config setting ${from} → ${to}`,
      ]);
  });
});
