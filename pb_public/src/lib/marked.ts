const letters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#34': '"', '#39': "'" };
const plain = (text: string) => text.replace(/&(lt|gt|amp|quot|#34|#39);/g, (_, name: string) => letters[name] ?? '');

/**
 * Splits what the search has found into what was asked for and what is around
 * it. The server escapes the text, so a mark that a person has typed is text.
 */
export function parts(text: string): { text: string; hit: boolean }[] {
  let hit = false;
  return text.split(/(<\/?mark>)/).flatMap((part) => {
    if (part === '<mark>' || part === '</mark>') {
      hit = part === '<mark>';
      return [];
    }
    return part ? [{ text: plain(part), hit }] : [];
  });
}
