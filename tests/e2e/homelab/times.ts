// Times as the API writes them: whole seconds.
const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

export const minutesBefore = (minutes: number, now = Date.now()): string => iso(now - minutes * 60_000);
export const daysBefore = (days: number): string => minutesBefore(days * 24 * 60);
