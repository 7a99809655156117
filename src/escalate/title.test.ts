import { expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, troubleOf, unlisted } from '../../tests/support/trouble.ts';
import { titleOf } from './title.ts';

const vault = service('vault', { tier: 'P1' });
const n8n = service('n8n');
const node = { kind: 'Node', namespace: null, name: 'worker-1' };

it('names the service people miss before the one where it began', () => {
  const root = troubleOf(vault, { state: 'down' });
  const title = titleOf(draftOf(root, troubleOf(n8n, { state: 'down' })));
  expect(title).toMatch(/^n8n and vault fail together: /);
});

it('names what a lost node takes down', () => {
  const root = unlisted(node, { state: 'at-risk', findings: [fault('node-not-ready', node)] });
  expect(titleOf(draftOf(root, troubleOf(n8n, { state: 'down' })))).toMatch(/^n8n down with node worker-1: /);
});

it('cuts a cause that nobody would read to its end', () => {
  const long = fault('crash-loop', { kind: 'Deployment', namespace: 'n8n', name: 'n8n' }, '20m', {
    message: 'word '.repeat(100),
  });
  expect(titleOf(draftOf(troubleOf(n8n, { state: 'down', findings: [long] }))).length).toBeLessThan(200);
});

it('counts the pods of what is down only where none is ready', () => {
  const title = (ready: number) =>
    titleOf(draftOf(troubleOf(n8n, { state: 'down', facts: { ...troubleOf(n8n).facts, ready, wanted: 2 } })));
  expect(title(0)).toMatch(/^n8n is down, 0 of 2 ready: /);
  expect(title(2)).toMatch(/^n8n is down: /);
});
