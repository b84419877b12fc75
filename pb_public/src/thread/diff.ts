import { diffArrays } from 'diff';

export type Change = { kind: 'same' | 'del' | 'ins'; text: string };

/** Splits into words, spaces and marks; the library's own splitter knows Latin words only. */
const tokens = (text: string) => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];

/**
 * What was taken out of a text and put in, word by word. A space between two
 * changed words goes along with them, or the lines would flicker.
 */
export function compare(before: string, after: string): Change[] {
  const parts = diffArrays(tokens(before), tokens(after), { timeout: 400 }) ?? [
    { removed: true, value: [before] },
    { added: true, value: [after] },
  ]; // too unlike to be worth it
  const out: Change[] = [];
  let del = '';
  let ins = '';
  const flush = () => {
    if (del) out.push({ kind: 'del', text: del });
    if (ins) out.push({ kind: 'ins', text: ins });
    del = ins = '';
  };
  parts.forEach((part, i) => {
    const text = part.value.join('');
    if (part.removed) del += text;
    else if (part.added) ins += text;
    else if ((del || ins) && /^[^\S\n]+$/.test(text) && i + 1 < parts.length) {
      del += text;
      ins += text;
    } else {
      flush();
      out.push({ kind: 'same', text });
    }
  });
  flush();
  return out;
}
