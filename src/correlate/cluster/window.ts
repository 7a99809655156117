import { timeOf } from '../../kinds/time.ts';
import { LOOK_BACK } from '../score.ts';

/** The time, where it lies in the 24 h before the onset; null else. */
export function inWindow(text: string | Date | null | undefined, onset: Date): Date | null {
  const at = text instanceof Date ? text : timeOf(text);
  if (at === null) return null;
  const before = onset.getTime() - at.getTime();
  return before >= 0 && before <= LOOK_BACK ? at : null;
}
