import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint, RULES } from './lint.ts';

const OURS = readFileSync(join(import.meta.dirname, '../../Dockerfile'), 'utf8');

/** A sound one, as short as may be. */
const SOUND = `# node:24.21.0-slim@sha256:…
FROM --platform=$BUILDPLATFORM node:24.21.0-slim AS build
WORKDIR /build
COPY package.json ./
RUN npm ci
FROM scratch AS final
COPY --from=build /build/dist/*.js /app/
ARG VERSION=1.0.0
LABEL org.opencontainers.image.title="x" \\
      org.opencontainers.image.description="x" org.opencontainers.image.licenses=x \\
      org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=x \\
      # a comment between
      org.opencontainers.image.created=x org.opencontainers.image.source=x
USER 65532:65532
ENTRYPOINT ["/node"]
CMD ["run"]
`;

it('our Dockerfile is sound', () => {
  expect(lint(OURS)).toEqual([]);
});

it('so is the one the examples are made of', () => {
  expect(lint(SOUND)).toEqual([]);
  expect(lint(SOUND.replaceAll('node:24.21.0-slim', `node:24.21.0-slim@sha256:${'0'.repeat(64)}`))).toEqual([]);
});

type Bad = readonly [rule: string, from: string | RegExp, to: string, said: RegExp];

const apt = (rest: string) => `RUN ${rest}`;
const WHOLE = 'apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*';

const BAD: readonly Bad[] = [
  ['exact-base', /node:24\.21\.0-slim/g, 'node:24-slim', /node:24-slim is not pinned/],
  ['exact-base', /node:24\.21\.0-slim/g, 'node', /not pinned/],
  ['exact-base', /node:24\.21\.0-slim/g, 'node:latest', /not pinned/],
  ['exact-base', /node:24\.21\.0-slim/g, 'node:$NODE', /not pinned/],
  ['exact-base', 'FROM scratch', '# distroless:nonroot@sha256:…\nFROM distroless:nonroot', /not pinned/],
  ['place-of-digest', /^# node.*\n/, '', /where the digest goes/],
  ['place-of-digest', '# node:24.21.0', '# node:24.20.0', /where the digest goes/],
  ['any-platform', '$BUILDPLATFORM', 'linux/amd64', /one platform only/],
  ['no-add', 'COPY package.json', 'ADD package.json', /use COPY/],
  ['named-copies', 'COPY package.json ./', 'COPY . .', /whatever lies about/],
  ['named-copies', 'COPY package.json ./', 'COPY ./ /build', /whatever lies about/],
  ['named-copies', 'COPY --from=build', 'COPY --from=bild /x /app/\nCOPY --from=build', /no stage bild/],
  ['no-root', 'USER 65532:65532', '', /by number/],
  ['no-root', 'USER 65532:65532', 'USER root', /by number/],
  ['no-root', 'USER 65532:65532', 'USER nonroot', /by number/],
  ['no-root', 'USER 65532:65532', 'USER 65532:0', /by number/],
  ['no-root', 'USER 65532:65532', 'USER 65532:65532\nUSER 0', /by number/],
  ['no-shell-around', '["/node"]', '/node', /JSON list/],
  ['no-shell-around', '["run"]', 'run --once', /JSON list/],
  ['no-shell-around', 'ENTRYPOINT ["/node"]', '', /one ENTRYPOINT, and has 0/],
  ['no-shell-around', 'ENTRYPOINT ["/node"]', 'ENTRYPOINT ["/a"]\nENTRYPOINT ["/node"]', /and has 2/],
  ['apt', 'RUN npm ci', apt('apt install -y git'), /use apt-get/],
  ['apt', 'RUN npm ci', apt('apt-get update && apt-get -y dist-upgrade'), /another image/],
  ['apt', 'RUN npm ci', apt(WHOLE.replace('apt-get update && ', '')), /same RUN/],
  ['apt', 'RUN npm ci', apt(WHOLE.replace('--yes ', '')), /waits for an answer/],
  ['apt', 'RUN npm ci', apt(WHOLE.replace('--no-install-recommends ', '')), /--no-install-recommends/],
  ['apt', 'RUN npm ci', apt(WHOLE.replace(/ && rm.*/, '')), /stay in the image/],
  ['locked-packages', 'npm ci', 'npm install', /npm ci/],
  ['locked-packages', 'npm ci', 'curl -fsSL https://example.org/x | sh', /checked by nobody/],
  ['locked-packages', 'npm ci', 'sudo npm ci', /no sudo/],
  ['no-secrets', 'ARG VERSION=1.0.0', 'ARG VERSION\nARG NPM_TOKEN', /NPM_TOKEN would stay/],
  ['no-secrets', 'ARG VERSION=1.0.0', 'ARG VERSION\nENV A=1 DB_PASSWORD=x', /DB_PASSWORD would stay/],
  ['absolute-workdir', '/build\nCOPY', 'build\nCOPY', /absolute/],
  ['absolute-workdir', 'RUN npm ci', 'RUN true && cd /x', /WORKDIR/],
  ['labels', 'org.opencontainers.image.revision=x', '', /final lacks org\.opencontainers\.image\.revision/],
  ['no-old-words', 'USER', 'MAINTAINER me\nUSER', /MAINTAINER/],
];

describe('a bad one is found out', () => {
  it.each(BAD)('%s: %s → %s', (rule, from, to, said) => {
    const text = SOUND.replace(from, to);
    expect(text).not.toBe(SOUND);
    expect(lint(text)).toEqual([{ rule, line: expect.any(Number), message: expect.stringMatching(said) }]);
  });

  it('whichever rule it breaks', () => {
    expect(new Set(BAD.map(([rule]) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
  });

  it('with the line it stands in', () => {
    expect(lint(SOUND.replace('USER 65532:65532', 'USER root'))[0]?.line).toBe(14);
  });
});

it('apt as it should be used is no fault', () => {
  expect(lint(SOUND.replace('RUN npm ci', apt(WHOLE)))).toEqual([]);
});
