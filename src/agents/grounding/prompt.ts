/** So many words in a row are no accident: shorter turns of phrase are. */
const RUN = 10;

/** True when a text repeats the agent's own instructions: they are none of the reader's business, and no finding. */
export function repeatsPrompt(text: string, prompt: string): boolean {
  const said = words(text);
  if (said.length < RUN) return false;
  const known = ` ${words(instructions(prompt)).join(' ')} `;
  return said.some((_, i) => i + RUN <= said.length && known.includes(` ${said.slice(i, i + RUN).join(' ')} `));
}

/** Examples of answers are there to be followed, so their turns of phrase come back in good answers. */
function instructions(prompt: string): string {
  return prompt
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n');
}

function words(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
