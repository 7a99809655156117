import { Command } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Finish } from '../program.ts';
import { print } from '../terminal.ts';

export function versionCommand(finish: Finish): Command {
  return new Command('version').description('Show the version, and the Node it runs on.').action(async () => {
    await print(`k8s-monitor ${packageJson.version}, Node ${process.versions.node}\n`);
    finish(0);
  });
}
