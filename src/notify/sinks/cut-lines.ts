/** How much a service takes, and how it counts: UTF-16 units are never fewer than characters. */
export interface Room {
  readonly most: number;
  readonly unit: 'characters' | 'bytes';
}

/** The last line of a message names its cycle. */
const CYCLE = /\bcycle ([\w.:-]{1,100})$/;
const LONGEST_FOOTER = 250;

/**
 * The text, or as many of its lines as there is room for, with a line that says how many are missing and where they are, and the
 * last line, which names incident and cycle. Never longer than the room.
 */
export function cutLines(text: string, room: Room | null): string {
  if (room === null || fits(text, room)) return text;
  const lines = text.split('\n');
  const cycle = CYCLE.exec(lines.at(-1) ?? '')?.[1] ?? null;
  const footer =
    cycle !== null && lines.length > 1 && (lines.at(-1)?.length ?? 0) <= LONGEST_FOOTER ? lines.slice(-1) : [];
  const body = lines.slice(0, lines.length - footer.length);
  const whole = (kept: number) => [...body.slice(0, kept), leftOut(body.length - kept, cycle), ...footer].join('\n');
  let [low, high] = [0, body.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(whole(middle), room)) low = middle;
    else high = middle - 1;
  }
  return clip(whole(low), room);
}

/** The beginning of a text, as much as there is room for. */
export function clip(text: string, room: Room): string {
  if (fits(text, room)) return text;
  let [low, high] = [0, Math.min(text.length, room.most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(`${text.slice(0, middle)}…`, room)) low = middle;
    else high = middle - 1;
  }
  // Not half of a character.
  return `${text.slice(0, low).replace(/[\ud800-\udbff]$/, '')}…`;
}

function leftOut(lines: number, cycle: string | null): string {
  return `… ${lines} more ${lines === 1 ? 'line' : 'lines'}: k8s-monitor cycles show ${cycle ?? 'latest'}`;
}

function fits(text: string, { most, unit }: Room): boolean {
  return (unit === 'bytes' ? Buffer.byteLength(text) : text.length) <= most;
}
