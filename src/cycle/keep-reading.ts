import { messageOf } from '../platform/errors.ts';
import type { Parts, ReadResult } from './parts.ts';

/** The recording somebody asked for; says why there is none. */
export async function keepReading({ keep }: Parts, read: ReadResult): Promise<string | null> {
  if (keep === null || read.status === 'blind') return null;
  try {
    await keep(read.snapshot);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
