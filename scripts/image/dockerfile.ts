/** One instruction of a Dockerfile, its continued lines joined. `line` is its first one, from 1. */
export interface Instruction {
  readonly keyword: string;
  /** `--from=build` as `from` → `build`. */
  readonly flags: ReadonlyMap<string, string>;
  readonly text: string;
  readonly line: number;
  /** The comment lines right above it. */
  readonly comments: readonly string[];
}

export interface Stage {
  readonly name: string;
  readonly from: Instruction;
  /** An image, or the name of a stage above. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** The instructions of a Dockerfile, in order. Heredocs and parser directives are not understood: ours has none. */
function parseInstructions(dockerfile: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let comments: string[] = [];
  let parts: string[] = [];
  let start = 0;
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) {
      if (parts.length === 0) comments.push(line);
    } else if (line === '') {
      if (parts.length === 0) comments = [];
    } else {
      if (parts.length === 0) start = index + 1;
      parts.push(line.replace(/\\$/, '').trim());
      if (line.endsWith('\\')) continue;
      found.push(instruction(parts.join(' '), start, comments));
      parts = [];
      comments = [];
    }
  }
  return found;
}

function instruction(joined: string, line: number, comments: readonly string[]): Instruction {
  const [keyword = '', ...words] = joined.split(/\s+/);
  const flags = new Map<string, string>();
  while (words[0]?.startsWith('--') === true && keyword.toUpperCase() !== 'RUN') {
    const [name = '', value = ''] = (words.shift() ?? '').slice(2).split('=', 2);
    flags.set(name, value);
  }
  const text = flags.size > 0 ? words.join(' ') : joined.slice(keyword.length).trim();
  return { keyword: keyword.toUpperCase(), flags, text, line, comments };
}

export function parseStages(dockerfile: string): readonly Stage[] {
  const stages: { name: string; from: Instruction; base: string; instructions: Instruction[] }[] = [];
  for (const one of parseInstructions(dockerfile)) {
    if (one.keyword === 'FROM') {
      const [, base = '', name = String(stages.length)] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(one.text) ?? [];
      stages.push({ name, base, from: one, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(one);
    }
  }
  return stages;
}

/** Stages that no other one is made from or copies of: those that are published. */
export function targets(stages: readonly Stage[]): readonly Stage[] {
  const used = stages.flatMap(({ base, instructions }) => [
    base,
    ...instructions.flatMap(({ flags }) => flags.get('from') ?? []),
  ]);
  return stages.filter(({ name }) => !used.includes(name));
}

/** How a container of this image is started. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
}

/** ARGs have their defaults. */
export function imageConfig({ instructions }: Stage): ImageConfig {
  const of = (keyword: string) => instructions.filter((one) => one.keyword === keyword);
  const last = (keyword: string) => of(keyword).at(-1)?.text;
  const args = Object.assign({}, ...of('ARG').map(({ text }) => keyValues(text))) as Record<string, string>;
  const all = (keyword: string): Record<string, string> =>
    Object.assign({}, ...of(keyword).map(({ text }) => keyValues(filled(text, args))));
  return {
    env: all('ENV'),
    labels: all('LABEL'),
    workdir: last('WORKDIR') ?? '/',
    user: last('USER') ?? 'root',
    entrypoint: execForm(last('ENTRYPOINT') ?? '[]') ?? [],
    cmd: execForm(last('CMD') ?? '[]') ?? [],
  };
}

/** Null: it is no JSON list of words, so a shell would be started for it. */
export function execForm(text: string): readonly string[] | null {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : null;
  } catch {
    return null;
  }
}

export function keyValues(text: string): Record<string, string> {
  const pairs = text.matchAll(/([\w.-]+)=("(?:[^"\\]|\\.)*"|\S*)/g);
  return Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value.replace(/^"(.*)"$/, '$1')]));
}

function filled(text: string, args: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{?(\w+)\}?/g, (_all, name: string) => args[name] ?? '');
}
