/** Something the operator wrote that can't be used as it is. `line` and `column` start at 1; 0 where there is no file. */
export interface ConfigFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `.env:3:1: SLACK_CHANNEL …` */
export function faultText(fault: ConfigFault): string {
  return fault.line === 0
    ? `${fault.file}: ${fault.message}`
    : `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`;
}

/** What was found, as it stands in a message: on one line, and not too long. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length <= 60 ? line : `${line.slice(0, 60)}…`}"`;
}
