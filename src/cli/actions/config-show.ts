import { settledSettings } from '../../config/effective.ts';
import { faultText } from '../../config/fault.ts';
import type { RawConfigShowFlags } from '../commands/config.ts';
import { configJson, configText } from '../config-text.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';

/** `config show`: the settings in force and where each was written. It works with a faulty configuration too, and says what is wrong. */
export async function configShowAction(flags: RawConfigShowFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const settled = settledSettings({ CONFIG_FILE: flags.config });
  const { faults, hints } = settled;
  await print(
    flags.output === 'json'
      ? `${harmlessJson(configJson(settled))}\n`
      : configText(settled, flags.all === true, outputStyle()),
  );
  warn([...faults, ...hints].map(faultText));
  return faults.length > 0 ? CONFIGURATION : 0;
}
