import type { Untrusted } from '../domain/untrusted.ts';
import { redact } from '../platform/redact/redact.ts';
import { LOG_BYTES } from './log-text.ts';

/**
 * Lines read before those that were asked for, so that a secret of many lines (a key in PEM) is seen whole: nobody gets at its end
 * by asking for few lines.
 */
export const LOG_MARGIN = 100;

/** The last lines of a text that is redacted already. */
export function lastLines(
  text: Untrusted,
  most: number,
  cut: boolean,
): { readonly text: Untrusted; readonly cut: boolean } {
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length <= most) return { text, cut };
  return { text: redact(`${lines.slice(-most).join('\n')}\n`, LOG_BYTES), cut: true };
}
