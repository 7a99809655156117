// What may become of the file of an agent.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/cli.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', '..', 'agents');
/** Of a file outside of the folder: nobody may get to see it. */
export const OUTSIDE = 'the words of a file outside';

type Break = (file: string, text: string) => void;

/** The text with something else in it; throws when there is nothing to replace. */
const edited =
  (from: RegExp, to: string): Break =>
  (file, text) => {
    const next = text.replace(from, () => to);
    if (next === text) throw new Error(`${file} has nothing that is ${from}`);
    writeFileSync(file, next);
  };
const instead =
  (content: string | Buffer): Break =>
  (file) =>
    writeFileSync(file, content);
/** A link to a file outside. */
const linkOut: Break = (file, text) => {
  const target = join(scratch(), 'elsewhere.md');
  writeFileSync(target, `${text}\n${OUTSIDE}\n`);
  rmSync(file);
  symlinkSync(target, file);
};

/** What is done to the file, and what is said of it. */
export const BROKEN_AGENTS: readonly (readonly [name: string, doIt: Break, said: RegExp])[] = [
  ['bad YAML', edited(/^maxTurns: .*$/m, 'maxTurns: [3'), /:\d+:\d+: is not valid YAML: .*; mend this line/],
  ['a key twice', edited(/^maxTurns: .*$/m, 'maxTurns: 3\nmaxTurns: 4'), /:\d+:\d+: /],
  ['aliases that grow', edited(/^maxTurns: .*$/m, `a: &a [x, x]\nb: &b [*a, *a]\nmaxTurns: [*b, *b]`), /:\d+:\d+: /],
  ['no front matter', edited(/^---\n/, ''), /:1:1: does not begin with ---/],
  ['a front matter without an end', instead('---\nname: github-reviewer\n'), /:1:1: the front matter has no end/],
  ['a key that nobody knows', edited(/^maxTurns: /m, 'maxTurn: '), /:\d+:\d+: /],
  [
    'an unknown tool',
    edited(/mcp__github__get_file/, 'mcp__github__get_secrets'),
    /:\d+:\d+: tool "mcp.+get.+secrets" /,
  ],
  [
    'a tool that writes',
    edited(/mcp__github__get_file/, 'mcp__slack__post_message'),
    /:\d+:\d+: tool "mcp.+post.+message" is not a read tool/,
  ],
  ['a tool out of a folder', edited(/mcp__github__get_file/, '../../bin/sh'), /:\d+:\d+: tool "..\/..\/bin\/sh" /],
  [
    'a number that is none',
    edited(/^maxTokens: .*$/m, 'maxTokens: many'),
    /:\d+:12: maxTokens is "many"; write a whole number/,
  ],
  ['a number beyond its bound', edited(/^maxTokens: .*$/m, 'maxTokens: 9999999'), /:\d+:12: maxTokens is /],
  ['the name of another agent', edited(/^name: .*$/m, 'name: k8s-analyzer'), /:2:7: /],
  ['a name that leads out of the folder', edited(/^name: .*$/m, 'name: ../../etc/passwd'), /:2:7: /],
  ['no model', edited(/^model: .*\n/m, ''), /model/],
  ['empty', instead(''), /:1:1: /],
  [
    'a front matter alone',
    edited(/^---\n[^-][\s\S]*?\n---\n[\s\S]*$/m, '---\nname: github-reviewer\n---\n'),
    /:\d+:\d+: /,
  ],
  ['binary', instead(Buffer.from([0xff, 0xfe, 0, 1, 2, 0xc3, 0x28])), /: is not valid UTF-8; save it as UTF-8/],
  ['41 KB', (file) => appendFileSync(file, 'word '.repeat(8200)), /: is larger than 40 KiB/],
  ['100 MB', instead(Buffer.alloc(100 << 20, 'word ')), /: is larger than 40 KiB/],
  ['a link out of the folder', linkOut, /: is a link that leads out of the folder/],
  ['a link to ../', (file) => replaced(file, () => symlinkSync('../', file)), /github-reviewer\.md: is /],
  ['a link to itself', (file) => replaced(file, () => symlinkSync(file, file)), /: is a link that leads nowhere/],
  ['a folder', (file) => replaced(file, () => mkdirSync(file)), /: is not a plain file/],
  [
    'a pipe that nobody writes into',
    (file) => replaced(file, () => execFileSync('mkfifo', [file])),
    /: is not a plain file/,
  ],
  ['not there', (file) => rmSync(file), /: is not there; copy the one that comes with k8s-monitor/],
];

function replaced(file: string, by: () => void): void {
  rmSync(file);
  by();
}

/** A copy of the shipped agents; `doIt` is done to github-reviewer.md. */
export function brokenAgents(doIt: Break): string {
  const folder = join(scratch(), 'agents');
  cpSync(SHIPPED, folder, { recursive: true });
  const file = join(folder, 'github-reviewer.md');
  doIt(file, readFileSync(file, 'utf8'));
  return folder;
}
