/** @type {Record<string, string>} */
const letters = { lt: '<', gt: '>', amp: '&', quot: '"', '#34': '"', '#39': "'" };
/** @param {string} text */
const plain = (text) => text.replace(/&(lt|gt|amp|quot|#34|#39);/g, (_, name) => letters[name]);

/**
 * Splits what the search has found into what was asked for and what is around
 * it. The server escapes the text, so a mark that a person has typed is text.
 * @param {string} text @returns {{ text: string, hit: boolean }[]}
 */
export function parts(text) {
  let hit = false;
  return text.split(/(<\/?mark>)/).flatMap((part) => {
    if (part === '<mark>' || part === '</mark>') { hit = part === '<mark>'; return []; }
    return part ? [{ text: plain(part), hit }] : [];
  });
}
