import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEEDS } from '../../tests/fakes/slack/methods.ts';
import { SLACK_METHOD_SCOPES, SLACK_SCOPES } from './slack-scopes.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Methods that the program calls: `web.chat.postMessage(`, `apiCall('chat.postMessage'`. */
function called(): readonly string[] {
  const files = globSync(['src/**/*.ts', 'mcp-servers/**/*.ts'], { cwd: ROOT }).filter((f) => !f.endsWith('.test.ts'));
  const texts = files.map((file) => readFileSync(join(ROOT, file), 'utf8')).filter((text) => /\bslack/i.test(text));
  const direct = /\bweb\s*\.\s*([a-z]+(?:\s*\.\s*[a-zA-Z]+)+)\s*\(/g;
  const named = /\bapiCall\(\s*['"`]([a-zA-Z.]+)/g;
  return texts.flatMap((text) => [...text.matchAll(direct), ...text.matchAll(named)].map(([, name = '']) => name));
}

describe('the scopes of the Slack app', () => {
  it('are told for every method that is called, and for no other', () => {
    expect(called().length).toBeGreaterThan(5);
    expect([...new Set(called())].toSorted()).toEqual(Object.keys(SLACK_METHOD_SCOPES).toSorted());
  });

  it('are all that the methods need, and nothing else', () => {
    expect([...new Set(Object.values(SLACK_METHOD_SCOPES).flat())].toSorted()).toEqual(SLACK_SCOPES);
    expect(SLACK_SCOPES).not.toContain('channels:join');
    expect(SLACK_SCOPES).not.toContain('chat:write.public');
  });

  it('are those that Slack, as our tests know it, asks for', () => {
    const asked = Object.entries(SLACK_METHOD_SCOPES).filter(([, scopes]) => scopes.length > 0);
    for (const [method, scopes] of asked) expect({ method, scopes: NEEDS[method] }).toEqual({ method, scopes });
  });
});
