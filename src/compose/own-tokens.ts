import { SETTING_NAMES, type Values } from '../config/settings.ts';
import { scrubExact } from '../platform/redact/scrub.ts';

/** Takes our own tokens out of a text, whatever else is in it: the last check before something leaves. */
export function tokenScrubber(values: Values): (text: string) => string {
  const tokens = SETTING_NAMES.flatMap((name) => {
    const value = values[name];
    return typeof value === 'object' && value !== null && 'reveal' in value ? [value.reveal()] : [];
  });
  return (text) => scrubExact(text, tokens);
}
