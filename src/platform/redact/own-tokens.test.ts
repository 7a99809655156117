import { describe, expect, it } from 'vitest';
import { isSecretName, looksLikeToken, tokensOf } from './own-tokens.ts';

describe('what looks like a token', () => {
  it.each([
    'monitoring',
    'Production',
    'homelab-alerts-2026',
    'k8s-monitor-homelab',
    'ProductionMonitoringAlerts',
    'kubernetes_events',
    'ingress-nginx-controller',
    '-1001234567890',
    'hunter2',
  ])('%s does not', (word) => expect(looksLikeToken(word)).toBe(false));

  it.each([
    '5e0f6f2c-1b1d-4c5e-9f0a-7d1f0e3b2a19',
    'xk3j9fq7tbd4r8n6wypz1m5chs',
    'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
    'aBcDeFgHiJkLmNoPqRsTuVwX',
    'homelab-x7k2p9qz',
  ])('%s does', (token) => expect(looksLikeToken(token)).toBe(true));

  it('asks the words of a long name no longer than it has to', () => {
    expect(looksLikeToken('a'.repeat(200_000))).toBe(false);
  });
});

describe('what must not be shown of a secret', () => {
  it('of an address the password, however short, and not the user of a mailbox', () => {
    const address = 'smtps://monitor%40example.org:hunter2@mail.example.org:465';
    expect(tokensOf(address)).toEqual([address, 'hunter2', 'hunter2']);
    expect(tokensOf('https://only-a-token@example.org')).toContain('only-a-token');
  });

  it('of a path what looks like a token, and no words', () => {
    const uuid = '5e0f6f2c-1b1d-4c5e-9f0a-7d1f0e3b2a19';
    expect(tokensOf(`https://hc-ping.com/${uuid}`)).toContain(uuid);
    const words = 'https://hooks.example.org/Production/monitoring';
    expect(new Set(tokensOf(words))).toEqual(new Set([words]));
  });

  it("of Telegram's also what follows the colon", () => {
    const token = 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
    const all = tokensOf(`https://api.telegram.org/bot123456789:${token}/sendMessage`);
    expect(all).toEqual(expect.arrayContaining([token, `123456789:${token}`, `bot123456789:${token}`]));
    expect(all).not.toContain('sendMessage');
  });

  it('of a query what is called a secret, or is long and has a digit', () => {
    const all = tokensOf('https://example.org/hook?token=letmein&channel=Production&k=abcdefgh1&create=1');
    expect(all).toEqual(expect.arrayContaining(['letmein', 'abcdefgh1']));
    expect(all).not.toContain('Production');
    expect(all).not.toContain('1');
  });

  it('of a bare address nothing: it is in no secret', () => {
    expect(tokensOf('https://ntfy.sh')).toEqual([]);
    expect(tokensOf('hunter2')).toEqual(['hunter2']);
  });

  it('a name says it', () => {
    expect(['token', 'api_key', 'smtpPassword', 'topic', 'chat_id'].filter(isSecretName)).toEqual([
      'token',
      'api_key',
      'smtpPassword',
    ]);
  });
});
