import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openAsker, Stopped } from './ask.ts';

function talk() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  return { input, asker: openAsker(input, output), shown: () => shown };
}

const short = (answer: string) => (answer.length > 3 ? 'wants three letters' : null);

describe('asking', () => {
  it('takes an answer, or the usual one', async () => {
    const { input, asker, shown } = talk();
    input.write(' abc \n');
    expect(await asker.ask('Name', 'x', short)).toBe('abc');
    input.write('\n');
    expect(await asker.ask('Name', 'x', short)).toBe('x');
    expect(shown()).toContain('Name [x]: ');
  });

  it('takes the usual one unjudged: it is in use', async () => {
    const { input, asker, shown } = talk();
    input.write('\n');
    expect(await asker.ask('Name', 'https://me:hunter2@example.com/x', short)).toContain('hunter2');
    expect(shown()).toContain('[https://***@example.com/x]');
  });

  it('asks again until it is right', async () => {
    const { input, asker, shown } = talk();
    const answer = asker.ask('Name', '', short);
    input.write('abcd\n');
    setImmediate(() => input.write('abc\n'));
    expect(await answer).toBe('abc');
    expect(shown().match(/Name: /g)).toHaveLength(2);
    expect(shown()).toContain('wants three letters');
  });

  it('takes only a clear yes for one', async () => {
    const { input, asker } = talk();
    for (const [said, meant] of [
      ['y', true],
      ['YES', true],
      ['', false],
      ['n', false],
      ['yo', false],
    ] as const) {
      input.write(`${said}\n`);
      expect(await asker.confirm('Sure?')).toBe(meant);
    }
  });

  it('says when nobody is there any more', async () => {
    const { input, asker } = talk();
    const answer = asker.confirm('Sure?');
    input.end();
    await expect(answer).rejects.toThrow(Stopped);
    await expect(asker.ask('Name', '', short)).rejects.toThrow(Stopped);
  });
});
