// How this server counts tokens: by itself, so that a product which forgets to count something is found out.

/** Characters a token. The real tokenizer is not public; for JSON, YAML and logs this is near what it says. */
const CHARACTERS_PER_TOKEN = 3.5;

/** All of a request is billed: prompt, conversation, tools, the schema of the answer, and the little around them. */
export function requestTokens(body: object, factor: number): number {
  return tokensOf(JSON.stringify(body), factor);
}

export function tokensOf(text: string, factor = 1): number {
  let characters = 0;
  // What is not ASCII costs about twice as much.
  for (const character of text) characters += character < '\u0080' ? 1 : 2;
  return Math.ceil((characters * factor) / CHARACTERS_PER_TOKEN);
}
