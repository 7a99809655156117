import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SLACK_SCOPES } from '../notify/slack-scopes.ts';
import { SECRET_NAMES } from './env-file.ts';
import { defaultBase, overlayKustomization, secretExample } from './overlay.ts';
import { slackManifest } from './slack-manifest.ts';

const overlay = (base: string, settings: readonly (readonly ['SLACK_CHANNEL' | 'BUSINESS_TZ', string])[] = []) =>
  overlayKustomization({ base, version: '0.1.0', settings: new Map(settings) });

describe('the overlay', () => {
  it('replaces the services, adds the settings, and names the release of the base', () => {
    const text = overlay(defaultBase('0.1.0'), [
      ['SLACK_CHANNEL', '#alerts'],
      ['BUSINESS_TZ', 'Europe/Berlin'],
    ]);
    const own = { namespace: 'k8s-monitor', options: { disableNameSuffixHash: true } };
    expect(parse(text)).toMatchObject({
      kind: 'Kustomization',
      resources: ['https://github.com/k8s-monitor/k8s-monitor//k8s/base?ref=v0.1.0'],
      configMapGenerator: [
        { name: 'k8s-monitor-services', behavior: 'replace', files: ['services.txt'], ...own },
        {
          name: 'k8s-monitor-settings',
          behavior: 'merge',
          literals: ['SLACK_CHANNEL=#alerts', 'BUSINESS_TZ=Europe/Berlin'],
          ...own,
        },
      ],
      images: [{ name: 'ghcr.io/k8s-monitor/k8s-monitor', newTag: '0.1.0' }],
    });
    expect(text).toContain('stands for yours');
  });

  it('says nothing of a placeholder for a base of your own', () => {
    expect(overlay('../k8s/base')).not.toContain('stands for yours: a fork');
    expect(parse(overlay('../k8s/base')).configMapGenerator).toHaveLength(1);
  });

  it('changes what the base makes, by the names it has there', () => {
    const base = join(import.meta.dirname, '..', '..', 'k8s', 'base');
    const made = parse(readFileSync(join(base, 'kustomization.yaml'), 'utf8'));
    const names = made.configMapGenerator.map(({ name }: { name: string }) => name);
    const own = parse(overlay('x', [['SLACK_CHANNEL', '#alerts']]));
    for (const { name, namespace } of own.configMapGenerator) {
      expect(names).toContain(name);
      expect(namespace).toBe(made.namespace);
    }
    expect(readFileSync(join(base, 'cronjob.yaml'), 'utf8')).toContain(`image: ${own.images[0].name}:`);
  });

  it('keeps room for agents of your own in its one list', () => {
    const text = overlay('../k8s/base', [['SLACK_CHANNEL', '#alerts']]);
    const entry = /^ {2}# - name: k8s-monitor-agents\n(?: {2}# {3}.*\n)+/m;
    const { configMapGenerator } = parse(text.replace(entry, (lines) => lines.replaceAll('  # ', '  ')));
    expect(configMapGenerator).toHaveLength(3);
    expect(configMapGenerator[2]).toEqual({
      ...configMapGenerator[1],
      name: 'k8s-monitor-agents',
      literals: undefined,
      files: ['k8s-analyzer.md'],
    });
    expect(parse(text).configMapGenerator).toHaveLength(2);
    expect(text).toContain('name yours as newName');
  });

  it('comes with an example of the Secret that names every key and holds none', () => {
    const { metadata, stringData } = parse(secretExample());
    expect(metadata).toEqual({ name: 'k8s-monitor', namespace: 'k8s-monitor' });
    expect(stringData).toEqual(Object.fromEntries(SECRET_NAMES.map((name) => [name, ''])));
  });
});

it('the Slack app asks for exactly the scopes that are used', () => {
  const manifest = parse(slackManifest());
  expect(manifest.oauth_config.scopes).toEqual({ bot: SLACK_SCOPES });
  expect(manifest.settings.token_rotation_enabled).toBe(false);
});
