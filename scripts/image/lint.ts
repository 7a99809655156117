import { execForm, type Instruction, keyValues, parseStages, type Stage, targets } from './dockerfile.ts';

export interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

interface Rule {
  readonly name: string;
  readonly check: (stages: readonly Stage[]) => Iterable<readonly [Instruction, string]>;
}

const EXACT = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*(?:@sha256:[0-9a-f]{64})?$/;
const DIGEST = /@sha256:[0-9a-f]{64}$/;
const SECRET = /token|secret|passw|api_?key|private|credential/i;
const LABELS = ['title', 'description', 'licenses', 'version', 'revision', 'created', 'source'].map(
  (name) => `org.opencontainers.image.${name}`,
);

const isStage = (stages: readonly Stage[], name: string) => stages.some((stage) => stage.name === name);
const all = (stages: readonly Stage[], ...keywords: readonly string[]) =>
  stages.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keywords.includes(keyword)));

/** What is asked of every image that is started, and not of stages that only build. */
function published(stages: readonly Stage[], keyword: string) {
  return targets(stages).map((stage) => ({
    stage,
    last: stage.instructions.findLast((one) => one.keyword === keyword),
    count: stage.instructions.filter((one) => one.keyword === keyword).length,
  }));
}

export const RULES: readonly Rule[] = [
  {
    name: 'exact-base',
    *check(stages) {
      for (const { base, from } of stages) {
        if (base === 'scratch' || isStage(stages, base)) continue;
        if (!EXACT.test(base)) yield [from, `${base} is not pinned to an exact version such as node:24.21.0-slim`];
      }
    },
  },
  {
    name: 'place-of-digest',
    *check(stages) {
      for (const { base, from } of stages) {
        if (base === 'scratch' || isStage(stages, base) || DIGEST.test(base)) continue;
        if (from.comments.at(-1) !== `# ${base}@sha256:…`)
          yield [from, `the line above has to show where the digest goes: # ${base}@sha256:…`];
      }
    },
  },
  {
    name: 'any-platform',
    *check(stages) {
      for (const { from } of stages) {
        const platform = from.flags.get('platform');
        if (platform !== undefined && platform !== '$BUILDPLATFORM')
          yield [from, `--platform=${platform} makes an image for one platform only`];
      }
    },
  },
  {
    name: 'no-add',
    *check(stages) {
      for (const one of all(stages, 'ADD')) yield [one, 'ADD fetches and unpacks what nobody named; use COPY'];
    },
  },
  {
    name: 'named-copies',
    *check(stages) {
      for (const one of all(stages, 'COPY')) {
        const from = one.flags.get('from');
        if (from === undefined && /(^|\s)\.\/?(\s|$)/.test(one.text.replace(/\s\S+$/, '')))
          yield [one, 'COPY . takes along whatever lies about; name what is needed'];
        if (from !== undefined && !isStage(stages, from)) yield [one, `there is no stage ${from}`];
      }
    },
  },
  {
    name: 'no-root',
    *check(stages) {
      for (const { stage, last } of published(stages, 'USER')) {
        // Kubernetes can't tell whether a name is root.
        if (!/^[1-9]\d*:[1-9]\d*$/.test(last?.text ?? ''))
          yield [last ?? stage.from, `${stage.name} has to end as a user other than root, by number: USER 65532:65532`];
      }
    },
  },
  {
    name: 'no-shell-around',
    *check(stages) {
      for (const one of all(stages, 'ENTRYPOINT', 'CMD')) {
        if (execForm(one.text) === null)
          yield [one, `${one.keyword} has to be a JSON list: a shell would keep signals for itself`];
      }
      for (const { stage, last, count } of published(stages, 'ENTRYPOINT')) {
        if (count !== 1) yield [last ?? stage.from, `${stage.name} wants one ENTRYPOINT, and has ${count}`];
      }
    },
  },
  {
    name: 'apt',
    *check(stages) {
      for (const one of all(stages, 'RUN')) {
        if (/\bapt\s/.test(one.text)) yield [one, 'apt is for people; use apt-get'];
        if (/\bapt-get\s+(?:\S+\s+)*(?:dist-)?upgrade\b/.test(one.text))
          yield [one, 'an upgrade makes each build another image; take a newer base'];
        if (!/\bapt-get\s.*\binstall\b/.test(one.text)) continue;
        if (!/\bapt-get update\b.*&&.*\binstall\b/.test(one.text))
          yield [one, 'apt-get update belongs into the same RUN, else an old list may be used'];
        if (!/\s(?:--yes|-y)\s/.test(one.text)) yield [one, 'apt-get install without --yes waits for an answer'];
        if (!one.text.includes('--no-install-recommends')) yield [one, 'apt-get install wants --no-install-recommends'];
        if (!one.text.includes('rm -rf /var/lib/apt/lists/*')) yield [one, 'the lists of apt stay in the image'];
      }
    },
  },
  {
    name: 'locked-packages',
    *check(stages) {
      for (const one of all(stages, 'RUN')) {
        if (/\bnpm\s+(?:i|install|update)\b/.test(one.text)) yield [one, 'npm ci installs what is locked; use it'];
        if (/\b(?:curl|wget)\b/.test(one.text)) yield [one, 'what is fetched here is checked by nobody'];
        if (/\bsudo\b/.test(one.text)) yield [one, 'no sudo: the build is root already'];
      }
    },
  },
  {
    name: 'no-secrets',
    *check(stages) {
      for (const one of all(stages, 'ARG', 'ENV', 'LABEL')) {
        const names = [...Object.keys(keyValues(one.text)), ...(/^\w+$/.test(one.text) ? [one.text] : [])];
        for (const name of names.filter((each) => SECRET.test(each)))
          yield [one, `${name} would stay readable in the image; secrets come when it is started`];
      }
    },
  },
  {
    name: 'absolute-workdir',
    *check(stages) {
      for (const one of all(stages, 'WORKDIR')) {
        if (!one.text.startsWith('/')) yield [one, 'WORKDIR wants an absolute path'];
      }
      for (const one of all(stages, 'RUN')) {
        if (/(^|&&|;)\s*cd\s/.test(one.text)) yield [one, 'use WORKDIR instead of cd'];
      }
    },
  },
  {
    name: 'labels',
    *check(stages) {
      for (const stage of targets(stages)) {
        const labels = stage.instructions.filter(({ keyword }) => keyword === 'LABEL');
        const names = labels.flatMap(({ text }) => Object.keys(keyValues(text)));
        const missing = LABELS.filter((name) => !names.includes(name));
        if (missing.length > 0) yield [labels[0] ?? stage.from, `${stage.name} lacks ${missing.join(', ')}`];
      }
    },
  },
  {
    name: 'no-old-words',
    *check(stages) {
      for (const one of all(stages, 'MAINTAINER', 'ONBUILD', 'STOPSIGNAL', 'VOLUME'))
        yield [one, `${one.keyword} has no place here`];
    },
  },
];

/** Everything that is wrong with a Dockerfile, by line. Exceptions there are none. */
export function lint(dockerfile: string): readonly Finding[] {
  const stages = parseStages(dockerfile);
  const found = RULES.flatMap(({ name, check }) =>
    [...check(stages)].map(([{ line }, message]) => ({ rule: name, line, message })),
  );
  return found.sort((a, b) => a.line - b.line);
}
