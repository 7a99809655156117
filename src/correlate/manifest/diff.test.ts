import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { fieldChanges, leavesBehaviour } from './diff.ts';
import { OBJECT_FIELDS } from './object-fields.cases.ts';
import { WORKLOAD_FIELDS } from './workload-fields.cases.ts';

const file = (lines: readonly string[], extra: Partial<ChangedFile> = {}): ChangedFile => ({
  path: 'base-apps/api/workload.yaml',
  previousPath: null,
  status: 'modified',
  patch: redact(lines.join('\n')),
  cut: false,
  ...extra,
});
const told = (files: readonly ChangedFile[]) => fieldChanges(files).map(({ kind, text }) => `${kind}: ${text}`);
const said = (path: string, ...lines: readonly string[]) => told([file(lines, { path: `base-apps/api/${path}` })]);

describe('fields', () => {
  it.each([...WORKLOAD_FIELDS, ...OBJECT_FIELDS])('of $what', ({ path, patch, wanted }) => {
    expect(said(path, ...patch.split('\n').slice(1))).toEqual(wanted);
  });

  it('say to which object they belong, and their values', () => {
    const lines = [
      '@@ -1,9 +1,9 @@',
      ' kind: Deployment',
      ' metadata:',
      '   name: api',
      ' spec:',
      '-  replicas: 1',
      '+  replicas: 3',
    ];
    expect(fieldChanges([file(lines)])).toEqual([
      {
        kind: 'replicas',
        file: 'base-apps/api/workload.yaml',
        object: { kind: 'Deployment', name: 'api' },
        text: 'replicas 1 → 3',
        from: '1',
        to: '3',
      },
    ]);
  });

  it('are not guessed where several may be meant', () => {
    expect(
      said(
        'x.yaml',
        '         - port: 1',
        '-        - port: 2',
        '-        - port: 3',
        '+        - port: 4',
        '+        - port: 5',
      ),
    ).toEqual(
      ['port: port 2 removed', 'port: port 3 removed', 'port: port 4 added', 'port: port 5 added'].map((text) =>
        text.replace('port: port', 'other: entry'),
      ),
    );
  });

  it('are none where a block only moved or was indented', () => {
    expect(said('x.yaml', '-  limits:', '-    cpu: 1', '   args: [a]', '+  limits:', '+    cpu: 1')).toEqual([]);
    expect(
      said('x.yaml', ' spec:', '-    replicas: 1', '+  replicas: 1', '-  image: "a:1"', "+  image: 'a:1' # same"),
    ).toEqual([]);
    expect(said('x.yaml', ' args:', '-  - a', '   - b', '+  - a')).toEqual([]);
  });

  it('show no value that is not to be shown', () => {
    const leaked = ['s3cr', 'et-Xy9!aQ2'].join('');
    const hidden = [
      said('x.yaml', '-  login: [masked]', '+  login: plain'),
      said('x.yaml', '   - name: DB_PASSWORD', '-    value: one', `+    value: ${leaked}`),
      said('secret.yaml', ' kind: Secret', ' stringData:', '-  password: one', `+  password: ${leaked}`),
      said('secret.yaml', ' kind: Secret', ' data:', '   a: b', `+  extra: ${leaked}`),
      said('sealed.yaml', ' kind: SealedSecret', ' spec:', '   encryptedData:', '-    key: AgA', `+    key: ${leaked}`),
      said('configmap.yaml', ' kind: ConfigMap', ' data:', '-  API_TOKEN: one', `+  API_TOKEN: ${leaked}`),
      said('x.yaml', '   args:', `+    - --password=${leaked}`),
    ];
    expect(JSON.stringify(hidden)).not.toContain(leaked);
    expect(hidden[0]).toEqual(['other: login changed (its value is not shown)']);
    expect(hidden[3]).toEqual(['secret: extra added']);
    expect(said('x.yaml', '-  login: [masked]', '+  login: [masked]')).toEqual([
      'other: login changed (its value is not shown)',
    ]);
    expect(said('x.yaml', '   login: [masked]', '-  a: 1', '+  a: 2')).toEqual(['other: a 1 → 2']);
  });
});

describe('files', () => {
  const off = {
    path: 'base-apps/api.yaml.disabled',
    previousPath: 'base-apps/api.yaml',
    status: 'renamed',
    patch: null,
  } as const;

  it('come, go, move, and are switched off and on', () => {
    const body = ['@@ -0,0 +1,5 @@', '+kind: Job', '+metadata:', '+  labels: {}', '+  name: seed'];
    expect(told([file(body, { status: 'added' })])).toEqual(['new: base-apps/api/workload.yaml added']);
    expect(fieldChanges([file(body, { status: 'added' })])[0]?.object).toEqual({ kind: 'Job', name: 'seed' });
    expect(told([file([], { status: 'removed' })])).toEqual(['off: base-apps/api/workload.yaml removed']);
    expect(told([file([], off)])).toEqual(['off: base-apps/api.yaml switched off']);
    expect(
      told([file([], { ...off, path: 'base-apps/api.yaml', previousPath: 'base-apps/api.yaml.disabled' })]),
    ).toEqual(['new: base-apps/api.yaml switched on']);
    expect(told([file([], { ...off, path: 'old/api.yaml' })])).toEqual([
      'off: base-apps/api.yaml moved to old/api.yaml',
    ]);
    expect(told([file([], { ...off, path: 'base-apps/web.yaml' })])).toEqual([
      'other: base-apps/api.yaml moved to base-apps/web.yaml',
    ]);
  });

  it('that a source tells as removed and added are switched off, too', () => {
    const gone = file(['-a: 1'], { path: 'base-apps/api.yaml', status: 'removed' });
    const came = file(['+a: 1'], { path: 'base-apps/api.yaml.disabled', status: 'added' });
    expect(told([gone, came])).toEqual(['off: base-apps/api.yaml switched off']);
  });

  it('of several objects tell each of them; what is new may forbid something', () => {
    const lines = [
      '+kind: ResourceQuota',
      '+metadata:',
      '+  name: small',
      '+---',
      '+kind: NetworkPolicy',
      '+metadata:',
      '+  name: closed',
    ];
    expect(told([file(lines, { status: 'added' })])).toEqual([
      'quota: ResourceQuota small added with base-apps/api/workload.yaml',
      'security: NetworkPolicy closed added with base-apps/api/workload.yaml',
    ]);
  });

  it('that are switched off, documents or the repository\u2019s own tell nothing', () => {
    const edit = ['-  image: a:1', '+  image: a:2'];
    for (const path of [
      'x.yaml.disabled',
      'README.md',
      '.github/workflows/ci.yaml',
      'base-apps/api/catalog-info.yaml',
    ]) {
      expect([fieldChanges([file(edit, { path })]), leavesBehaviour([file(edit, { path })])]).toEqual([[], true]);
    }
    expect(told([file(edit, { path: 'base-apps/api/nginx.conf' })])).toEqual([
      'config: base-apps/api/nginx.conf changed',
    ]);
  });
});

describe('behaviour', () => {
  const alone = (...lines: readonly string[]) => leavesBehaviour([file(lines)]);

  it('is left alone by comments, blanks, labels and annotations', () => {
    expect(alone('-# a', '+# b', '-  # c', '+', ' spec:', '   image: a:1')).toBe(true);
    expect(
      alone(' metadata:', '   labels:', '-    team: a', '+    team: b', '   annotations:', '+    example.com/note: hi'),
    ).toBe(true);
    expect(alone(' metadata:', '+  finalizers:', '+    - resources-finalizer.argocd.argoproj.io', '   name: api')).toBe(
      true,
    );
    expect(alone('-  image: a:1', '+  image: a:2')).toBe(false);
  });

  it('is not known where a patch was not read, or was cut', () => {
    expect(leavesBehaviour([file([], { patch: null })])).toBe(false);
    expect(leavesBehaviour([file(['-# a', '+# b', ' c: d'], { cut: true })])).toBe(false);
    expect(told([file([' spec:', '-  replicas: 1', '+  repl'], { cut: true })])).toEqual([]);
  });
});

describe('whatever the patch', () => {
  const word = fc.constantFrom('image', 'env', 'limits', 'memory', 'ports', 'data', 'spec', 'name', 'a', 'kind');
  const value = fc.constantFrom('', ' 1', ' x', ' |', ' [a, b]', ' {a: 1}', ' "q"', ' Secret', ' &x', ' {{ .V }}');
  const line = fc
    .tuple(fc.constantFrom(' ', '+', '-'), fc.nat(6), fc.constantFrom('', '- ', '# ', '- - '), word, value)
    .map(([mark, indent, dash, key, rest]) => `${mark}${' '.repeat(indent)}${dash}${key}:${rest}`);
  const oddLine = fc.oneof(
    { weight: 6, arbitrary: line },
    fc.constantFrom(' ---', '+---', '@@ -1,2 +3,4 @@ spec:', '\\ No newline'),
    fc.string(),
  );
  const patch = fc.array(oddLine, { maxLength: 25 });

  it('it throws nothing, and keeps every text short', () => {
    fc.assert(
      fc.property(patch, fc.boolean(), (lines, cut) => {
        const changes = fieldChanges([file(lines, { cut })]);
        return changes.length <= 100 && changes.every(({ text }) => text.length <= 160);
      }),
    );
  });

  it('a comment that comes or goes changes nothing', () => {
    fc.assert(
      fc.property(patch, fc.nat(30), fc.constantFrom('+', '-'), (lines, at, mark) => {
        const clean = lines.map((one) => one.replace(/^[+-]/, ' '));
        const more = [...clean.slice(0, at), `${mark}  # a word`, ...clean.slice(at)];
        expect(fieldChanges([file(more)])).toEqual([]);
      }),
    );
  });

  it('the other way round, from and to are swapped', () => {
    const swap = (lines: readonly string[]) =>
      lines.map((one) => one.replace(/^[+-]/, (mark) => (mark === '+' ? '-' : '+')));
    const values = (lines: readonly string[], way: 'as is' | 'back') =>
      fieldChanges([file(lines)])
        .filter(({ from, to }) => from !== null && to !== null)
        .map(({ kind, from, to }) => (way === 'as is' ? [kind, from, to] : [kind, to, from]).join(' '))
        .toSorted();
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(values(swap(lines), 'back')).toEqual(values(lines, 'as is'));
      }),
    );
  });
});
