import { clean as withoutControls } from '../../platform/redact/clean.ts';

/** Text from the cluster as one harmless line: what it says stays, what it would do to a terminal goes. */
export function clean(text: string): string {
  return withoutControls(text).replace(/[\t\n]+/g, ' ');
}

const UNSEEN_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** `indent` 0: on one line. JSON leaves some characters alone that a terminal obeys: written as escapes they are the same data. */
export function harmlessJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(
    UNSEEN_IN_JSON,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
