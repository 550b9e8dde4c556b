/** What a terminal obeys (C0, DEL, C1), and what changes the order in which text is shown (Unicode's bidirectional controls), save for line ends and tabs. */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text with everything in it that a terminal would obey written as an escape: `\x1b[31m` for the order to write in red. */
export function harmless(text: string): string {
  return text.replace(obeyed, escaped);
}

/** The same for what stands in one line. */
export function harmlessCell(text: string): string {
  return harmless(text).replace(/[\n\t]/g, (end) => (end === '\n' ? '\\n' : '\\t'));
}

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}

/** JSON that says the same, and that no terminal obeys: `JSON.stringify` writes only C0 as escapes. */
export function harmlessJson(json: string): string {
  return json.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
