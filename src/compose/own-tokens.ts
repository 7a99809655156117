import { readFileSync } from 'node:fs';
import { namedVariables } from '../config/effective.ts';
import { variablesNamedIn } from '../config/routes/variables.ts';
import { SETTING_NAMES, type Values } from '../config/settings.ts';
import { ownSecrets } from '../notify/sinks/secrets.ts';
import { tokensOf } from '../platform/redact/own-tokens.ts';
import { scrubExact } from '../platform/redact/scrub.ts';

/** Takes our own tokens and those of our sinks out of a text, whatever else is in it: the last check before something leaves. */
export function tokenScrubber(values: Values): (text: string) => string {
  const tokens = SETTING_NAMES.flatMap((name) => {
    const value = values[name];
    return typeof value === 'object' && value !== null && 'reveal' in value ? tokensOf(value.reveal()) : [];
  });
  const scrubSinks = sinkScrubber(values);
  return (text) => scrubSinks(scrubExact(text, tokens));
}

/** Fields of a sink that hold a secret, whatever it looks like. */
const TOKEN_FIELDS = /^(?:url|token|secret|key)From$/;

function sinkScrubber({ ROUTES_FILE: file }: Values): (text: string) => string {
  if (file === null) return (text) => text;
  const variable = namedVariables();
  const secrets = ownSecrets(file, (name) => variable(name)?.reveal() ?? null);
  for (const { field, name } of variablesNamedIn(textOf(file))) {
    if (variable(name) === null) continue;
    if (TOKEN_FIELDS.test(field)) secrets.read(name);
    else secrets.readValue(field, name);
  }
  return secrets.scrub;
}

/** What is wrong with the file is told by whoever needs it. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
