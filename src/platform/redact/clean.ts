// Characters that a person doesn't see, or that steer what is shown: they hide secrets from us and orders from people.

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ODD = /[^\t\n\x20-\x7e\xa1-\xac\xae-\u02ff]/;
const UTF16_AS_UTF8 = /(?:[\t-\r -~]\0){4,4096}/g;
/** Colours, cursor moves, window titles. A title that never ends is cut with its line. */
const ANSI = /[\x1b\x9b](?:\[[0-?]{0,64}[ -/]{0,8}[@-~]?|\][^\x07\x1b\n]{0,512}(?:\x07|\x1b\\)?|[@-Z\\^_])?/g;
const LINE_ENDS = /\r\n|[\r\x85\u2028\u2029]/g;
const SPACES = /[\v\f\x1c-\x1f\xa0]/g;
const CONTROLS = /[\x00-\x08\x0e-\x1b\x7f-\x9f]/g;
const NUL = /\0+/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

/** Joiners, bidi, fillers, variation selectors, interlinear marks, and the tag characters of plane 14. */
const INVISIBLE =
  /\u{34f}|\u{17b4}|\u{17b5}|\u{180f}|[\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Variation_Selector}/gu;

/** What is invisible is taken out before secrets are looked for: it may not split one. NUL parts words, as in /proc/1/environ. */
export function clean(text: string): string {
  if (!ODD.test(text)) return text;
  return text
    .toWellFormed()
    .replace(UTF16_AS_UTF8, (wide) => wide.replaceAll('\0', ''))
    .replace(ANSI, '')
    .replace(LINE_ENDS, '\n')
    .replace(SPACES, ' ')
    .replace(NUL, '\u{fffd}')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '');
}
