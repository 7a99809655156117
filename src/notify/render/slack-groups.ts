/** A line and the indented ones that belong to it. */
export interface Group {
  readonly lines: readonly string[];
  /** It stands behind an empty line: a message inside the message begins with it. */
  readonly opens: boolean;
}

export function groupsOf(lines: readonly string[]): readonly Group[] {
  const groups: { lines: string[]; opens: boolean }[] = [];
  let opens = false;
  for (const line of lines) {
    const group = groups.at(-1);
    if (line.trim() === '') opens = true;
    else if (line.startsWith(' ') && group !== undefined && !opens) group.lines.push(line);
    else {
      groups.push({ lines: [line], opens });
      opens = false;
    }
  }
  return groups;
}

/** Parted where something else begins: before the first group of each kind. Those without a kind go with what is before them. */
export function parted(
  groups: readonly Group[],
  kindOf: (group: Group) => string | null,
): readonly (readonly Group[])[] {
  const runs: Group[][] = [[]];
  const seen = new Set<string>();
  for (const group of groups) {
    const kind = kindOf(group);
    if (kind !== null && !seen.has(kind)) {
      seen.add(kind);
      runs.push([]);
    }
    runs.at(-1)?.push(group);
  }
  return runs;
}

/** Slack folds long sections: a few groups each, and together no more than one screen. */
const ROOMY = 1000;
const LONGEST_SECTION = 3000;

/** Groups as few sections of at most 3,000 characters; two in a row hold more than 1,000. `show` gives at most 3,000. */
export function packed(groups: readonly Group[], show: (line: string, opens: boolean) => string): readonly string[] {
  const sections: string[] = [];
  let current = '';
  const add = (text: string, gap: string, most: number): void => {
    const longer = current === '' ? text : `${current}${gap}${text}`;
    if (current === '' || longer.length <= most) current = longer;
    else {
      sections.push(current);
      current = text;
    }
  };
  for (const { lines, opens } of groups) {
    const shown = lines.map((line, i) => show(line, opens && i === 0));
    const gap = opens ? '\n\n' : '\n';
    const whole = shown.join('\n');
    if (whole.length <= ROOMY) add(whole, gap, ROOMY);
    else {
      for (const [i, line] of shown.entries()) add(line, i === 0 ? gap : '\n', i === 0 ? ROOMY : LONGEST_SECTION);
    }
  }
  return current === '' ? sections : [...sections, current];
}
