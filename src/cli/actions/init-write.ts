import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { maskedEnv } from '../../setup/env-file.ts';
import { overlayKustomization, secretExample } from '../../setup/overlay.ts';
import { slackManifest } from '../../setup/slack-manifest.ts';
import { type Keeping, type Kept, keepFile, textAt } from './init-files.ts';
import type { PodSettings } from './init-pod.ts';

/** Folder of the overlay. */
export const OVERLAY = 'k8s-overlay';

interface Drafted {
  readonly services: string;
  readonly env: string;
  readonly pod: PodSettings;
  /** What the overlay names as its base. */
  readonly base: string;
}

/** All files of a new monitor, one after the other. */
export async function writeAll({ services, env, pod, base }: Drafted, keeping: Keeping): Promise<readonly Kept[]> {
  const overlay = { base, version: packageJson.version, settings: pod.values };
  const inventory = await keepFile({ path: 'services.txt', text: services }, keeping);
  // The pod reads what is in force here: where the old one stays, that is the old one.
  const inForce = (await textAt(join(keeping.dir, 'services.txt'))) ?? services;
  const others = [
    { path: '.env', text: env, isPrivate: true, shown: maskedEnv },
    { path: 'slack-app.yaml', text: slackManifest() },
    { path: `${OVERLAY}/kustomization.yaml`, text: overlayKustomization(overlay) },
    { path: `${OVERLAY}/services.txt`, text: inForce },
    { path: `${OVERLAY}/secret.example.yaml`, text: secretExample() },
  ];
  const kept = [inventory];
  for (const file of others) kept.push(await keepFile(file, keeping));
  const ignore = join(keeping.dir, '.gitignore');
  // One that is there is somebody's own: what it lacks is said, not added.
  if ((await textAt(ignore)) === null) kept.push(await keepFile({ path: '.gitignore', text: IGNORED }, keeping));
  return kept;
}

const IGNORED = '# Tokens, and what runs leave behind.\n.env\n.env.new\nsecret.yaml\n/data/\n';
