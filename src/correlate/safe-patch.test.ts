import { describe, expect, it } from 'vitest';
import { isPatchWorthReading, isWorthReading, safePatch } from './safe-patch.ts';

const OLD = ['hunter', '2old'].join('');
const NEW = ['correct', 'horse'].join('');
const HEAD = '@@ -10,9 +10,9 @@ spec:';

const safe = (path: string, ...lines: readonly string[]) => safePatch(path, lines.join('\n'), 65_536).split('\n');

describe('a patch', () => {
  it.each([
    ['a variable', ['   - name: DB_PASSWORD', `-    value: ${OLD}`, `+    value: ${NEW}`]],
    ['a quoted variable', ['   - name: "DB_PASSWORD"', `-    value: "${OLD}"`, `+    value: '${NEW}'`]],
    ['a variable whose value comes first', [`-  - value: ${OLD}`, `+  - value: ${NEW}`, '     name: REDIS_AUTH']],
    ['a parameter of a chart', ['   - name: auth.password', `-    value: ${OLD}`, `+    value: ${NEW}`]],
    [
      'one with something between',
      ['   - name: pass', '     forceString: true', `-    value: ${OLD}`, `+    value: ${NEW}`],
    ],
    ['a folded text', ['   - name: DB_PASSWORD', '     value: >-', `-      ${OLD}`, `+      ${NEW}`]],
    ['a text below a password', ['   rootPassword: |', `-    ${OLD}`, `+    ${NEW}`]],
    ['a value that was a text', ['   - name: DB_PASSWORD', '-    value: >-', `-      ${OLD}`, `+    value: ${NEW}`]],
    ['a value on the next line', ['   - name: DB_PASSWORD', '     value:', `-      ${OLD}`, `+      ${NEW}`]],
    ['a mapping on one line', [`-  - {name: DB_PASSWORD, value: ${OLD}}`, `+  - {name: DB_PASSWORD, value: ${NEW}}`]],
    ['a new name', [`-  - name: LEVEL`, '+  - name: DB_PASSWORD', `     value: ${NEW}`]],
    ['the next argument', ['   - --requirepass', `-  - ${OLD}`, `+  - ${NEW}`]],
    ['an argument on one line', [`-  args: ["--requirepass", "${OLD}"]`, `+  args: ["--requirepass", "${NEW}"]`]],
    ['an argument in one item', [`-  - -a ${OLD}`, `+  - --password ${NEW}`]],
    ['a line of a configuration', ['   redis.conf: |', `-    requirepass ${OLD}`, `+    requirepass ${NEW}`]],
    ['a text of accounts', ['   users.acl: |', `-    admin:${OLD}`, `+    admin:${NEW}`]],
    ['a list of accounts', ['   users:', `-    - admin:${OLD}`, `+    - admin:${NEW}`]],
    ['short names', [`-  pass: ${OLD}`, `+  pw: ${NEW}`]],
  ])('shows neither the old nor the new value of %s', (_, lines) => {
    const shown = safe('a/deploy.yaml', HEAD, ...lines);
    expect(shown.join('\n')).not.toMatch(new RegExp(`${OLD}|${NEW}`));
    expect(shown).toHaveLength(lines.length + 1);
    expect(shown.map((line) => line[0])).toEqual(['@', ...lines.map((line) => line[0])]);
    expect(safe('a/deploy.yaml', ...shown)).toEqual(shown);
  });

  it('knows the key above the hunk from its header', () => {
    expect(safe('a/values.yaml', '@@ -3,2 +3,2 @@ password: >-', `-  ${OLD}`, `+  ${NEW}`, ' b: 1')).toEqual([
      '@@ -3,2 +3,2 @@ password: [masked]',
      '-  [masked]',
      '+  [masked]',
      ' b: 1',
    ]);
  });

  it('keeps what is no secret, line by line', () => {
    const plain = [
      HEAD,
      '   - name: LOG_LEVEL',
      '-    value: info',
      '+    value: debug',
      '   - name: DB_PASSWORD',
      '     valueFrom:',
      '       secretKeyRef:',
      '-        name: db',
      '+        name: db-credentials',
      '         key: password',
      '   - --port',
      '-  - "80"',
      '+  - "8080"',
      '   - name: TOKEN_FILE',
      '     value: /run/token',
      '\\ No newline at end of file',
      '@@ -40,2 +40,2 @@',
      '-  replicas: 1',
      '+  replicas: 2',
    ];
    expect(safe('a/deploy.yaml', ...plain)).toEqual(plain);
  });

  it('keeps its lines around a private key', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    const end = ['-----END', 'PRIVATE KEY-----'].join(' ');
    const lines = [HEAD, '   a: 1', '   text: |', `+    ${key}`, '+    bXkga2V5', `+    ${end}`, '-  b: 1', '+  b: 2'];
    const shown = safe('a/cm.yaml', ...lines);
    expect(shown.map((line) => line[0])).toEqual(lines.map((line) => line[0]));
    expect(shown.join('\n')).not.toContain('bXkga2V5');
    expect(shown.slice(-2)).toEqual(['-  b: 1', '+  b: 2']);
  });

  it('shows no value of a Secret, whatever the type of the file', () => {
    for (const path of ['templates/secret.tpl', 'a.conf', 'a.properties', 'a.yaml.disabled'])
      expect(
        safe(path, '@@ -1,3 +1,3 @@', ' kind: Secret', ' stringData:', `-  dsn: ${OLD}`, `+  dsn: ${NEW}`),
      ).toEqual(['@@ -1,3 +1,3 @@', ' kind: Secret', ' stringData:', '-  dsn: [masked]', '+  dsn: [masked]']);
  });

  it('lets nothing out behind a line end of its own, and is cut behind its secrets', () => {
    const shown = safePatch(
      'a.yaml',
      `${HEAD}\n   - name: DB_PASSWORD\r\n-    value: ${OLD}\r\n+    value: ${NEW}\r\n`,
      80,
    );
    expect(shown).not.toMatch(new RegExp(`${OLD}|${NEW}`));
    expect(safePatch('a.yaml', `+a: ${'x '.repeat(40)}\n+  password: ${NEW}`, 100)).not.toContain(NEW.slice(0, 4));
  });

  it('of thousands of lines is read quickly', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    const lines = [HEAD, `+${key}`, '+bXkga2V5', ...Array.from({ length: 60_000 }, () => '+')];
    expect(safePatch('a.yaml', lines.join('\n'), 200_000).split('\n').length).toBeGreaterThan(60_000);
  });
});

it('reads manifests and settings, never keys and environments', () => {
  expect(['a.yaml', 'b.yml.disabled', 'c.tpl', 'd.properties'].every(isWorthReading)).toBe(true);
  expect(['.env', 'prod.env', 'tls.key', 'tls.pem', 'main.py', 'Dockerfile'].some(isWorthReading)).toBe(false);
  expect(isPatchWorthReading('a.yaml.bak', 'a.yaml')).toBe(true);
  expect(isPatchWorthReading('.env', 'a.yaml')).toBe(false);
  expect(isPatchWorthReading('a.yaml', 'prod.env')).toBe(false);
});
