import { createInterface } from 'node:readline';
import { withoutCredentials } from '../config/masked.ts';

/** Asks a person; all of it rejects with Stopped when they press Ctrl-C or Ctrl-D. */
export interface Asker {
  /** Again until the answer is right. Enter alone is the usual answer, whatever that is. */
  readonly ask: (question: string, usual: string, fault: (answer: string) => string | null) => Promise<string>;
  /** Only a clear yes is one. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly close: () => void;
}

/** Somebody pressed Ctrl-C, or nobody is there any more. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function openAsker(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const lines = createInterface({ input, output });
  // Keeps lines that come before their question, as somebody pastes them.
  const answers = lines[Symbol.asyncIterator]();
  let isOpen = true;
  lines.on('close', () => {
    isOpen = false;
  });
  lines.on('SIGINT', () => lines.close());
  const answerTo = async (question: string): Promise<string> => {
    if (isOpen) {
      lines.setPrompt(question);
      lines.prompt();
    }
    const { done, value } = await answers.next();
    if (done) throw new Stopped('nobody answers');
    return value.trim();
  };
  return {
    ask: async (question, usual, fault) => {
      for (;;) {
        const said = await answerTo(`${question}${usual === '' ? '' : ` [${withoutCredentials(usual)}]`}: `);
        if (said === '') return usual;
        const wrong = fault(said);
        if (wrong === null) return said;
        output.write(`  ${wrong}\n`);
      }
    },
    confirm: async (question) => /^y(?:es)?$/i.test(await answerTo(`${question} [y/N]: `)),
    close: () => lines.close(),
  };
}
