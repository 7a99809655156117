/** What someone wrote, short enough for one line of a message. */
export function quote(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 57).toWellFormed()}…"` : `"${text}"`;
}
