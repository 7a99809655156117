import { DateTime } from 'luxon';
import type { Notice } from '../domain/incident.ts';
import { selfNotice } from './notices.ts';

/** A run that began and never ended. */
interface UnfinishedRun {
  readonly startedAt: Date;
  /** The last step it told of; null when it told of none. */
  readonly step: string | null;
}

/** The run before was killed; null when it ended. */
export function unfinishedNotice(run: UnfinishedRun | null, timeZone: string = 'UTC'): Notice | null {
  if (run === null) return null;
  const { startedAt, step } = run;
  const when = DateTime.fromJSDate(startedAt, { zone: timeZone }).setLocale('en').toFormat('d LLL yyyy, HH:mm ZZZZ');
  const where = step === null ? '' : ` in step ${step}`;
  const reading = step === 'collect';
  const title = `the run before was killed${where}${reading ? ' (perhaps out of memory)' : ''}`;
  const after = reading
    ? 'Pages are smaller now. If it happens again, give it more memory, or more time'
    : 'What it had decided was kept. If it happens again, look at the end of its pod, and give it more memory or time';
  return selfNotice('unfinished', title, `It began ${when} and never ended. ${after}`);
}
