import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { clean } from './clean.ts';

export type Format = Parameters<typeof styleText>[0];

/** Lays text out for a terminal. All text is cleaned here, so that no caller can forget it. */
export interface Pen {
  readonly width: number;
  readonly paint: (format: Format, text: string) => string;
}

export function pen(width: number, color: boolean): Pen {
  return {
    width,
    // Whether colours are wanted is decided once, by whoever knows the stream.
    paint: color ? (format, text) => styleText(format, text, { validateStream: false }) : (_format, text) => text,
  };
}

/** Lines no wider than `width`; words longer than a line are cut in two. */
export function wrap(text: string, width: number): string[] {
  const lines = wrapAnsi(clean(text).replace(/ {2,}/g, ' ').trim(), width, { hard: true }).split('\n');
  return lines.map((line) => shorten(line.trimEnd(), width));
}

/** One line, shortened with an ellipsis when it is too wide. */
export function shorten(text: string, width: number): string {
  const line = clean(text);
  if (stringWidth(line) <= width) return line;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** `head` and then the text, its further lines below its first one. */
export function hang({ width, paint }: Pen, head: string, text: string, format: Format | null = null): string[] {
  const margin = stringWidth(head);
  return wrap(text, width - margin).map((line, index) => {
    const painted = format === null ? line : paint(format, line);
    return `${index === 0 ? head : ' '.repeat(margin)}${painted}`;
  });
}

/** A command to copy: broken between words only, so that a shell still takes it. */
export function command(text: string, margin: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width - margin.length - 2) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((part) => `${margin}${shorten(part, width - margin.length)}`);
}
