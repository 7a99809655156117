import { DateTime } from 'luxon';

/** When people may be told what can wait. */
export interface BusinessHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after midnight, local time; told when start ≤ t < end. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[];
}

export function isOpen(hours: BusinessHours, at: Date): boolean {
  const local = DateTime.fromJSDate(at, { zone: hours.timeZone });
  const minute = local.hour * 60 + local.minute;
  return hours.weekdays.includes(local.weekday) && minute >= hours.startMinute && minute < hours.endMinute;
}

/** The next moment the doors open: now, if they are open. Right across daylight-saving changes. */
export function nextOpening(hours: BusinessHours, at: Date): Date {
  if (isOpen(hours, at)) return at;
  const local = DateTime.fromJSDate(at, { zone: hours.timeZone });
  for (let day = 0; day <= 8; day += 1) {
    const date = local.startOf('day').plus({ days: day });
    const opening = date.set({ hour: Math.floor(hours.startMinute / 60), minute: hours.startMinute % 60 });
    if (hours.weekdays.includes(opening.weekday) && opening > local) return opening.toJSDate();
  }
  // No weekday at all: the configuration refuses that, so this is never told late, only never reached.
  return at;
}
