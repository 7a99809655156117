// What each kind of message looks like, in git: paste the JSON into Slack's Block Kit Builder to see it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { slackBlocks } from './slack-blocks.ts';
import { splitMention } from './slack-text.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'tests', 'fixtures', 'slack');
const names = readdirSync(FOLDER).flatMap((file) => /^(.+)\.txt$/.exec(file)?.[1] ?? []);

it.each(names)('%s looks as it did', async (name) => {
  const { mention, text } = splitMention(readFileSync(join(FOLDER, `${name}.txt`), 'utf8').trimEnd());
  const { blocks } = slackBlocks(text, mention);
  await expect(`${JSON.stringify({ blocks }, null, 2)}\n`).toMatchFileSnapshot(join(FOLDER, `${name}.json`));
});

it('there is one of each severity', () => {
  expect(names.map((name) => /sev-\d|resolved/.exec(name)?.[0])).toEqual(
    expect.arrayContaining(['sev-1', 'sev-2', 'sev-3', 'sev-4', 'resolved']),
  );
});
