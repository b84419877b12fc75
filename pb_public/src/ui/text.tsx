/** A phone writes «Https» at the beginning of a sentence. */
const address = /https?:\/\/[^\s<>«»"“”„]+/gi;
/** What ends a sentence or a quotation, and no address. */
const closing = /[.,;:!?…*'‘’_~]$/;
const opening: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

const count = (text: string, sign: string) => text.split(sign).length - 1;

/** An address without the signs of the sentence behind it: a bracket belongs to it if it has opened it. */
function bare(found: string) {
  let end = found.length;
  const unpaired = Object.entries(opening).map(([close, open]) => ({
    close,
    n: count(found, close) - count(found, open),
  }));
  for (; end > 0; end--) {
    const last = found.slice(end - 1, end);
    const bracket = unpaired.find((b) => b.close === last);
    if (bracket ? bracket.n-- <= 0 : !closing.test(last)) break;
  }
  return found.slice(0, end);
}

/** Splits a text into words and links. */
export function parts(text: string): { text: string; link: boolean }[] {
  const out: { text: string; link: boolean }[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    const link = bare(found[0]);
    if (!/\/\/[^/]/.test(link)) continue;
    out.push({ text: text.slice(from, found.index), link: false }, { text: link, link: true });
    from = found.index + link.length;
  }
  out.push({ text: text.slice(from), link: false });
  return out.filter((p) => p.text);
}

/** User text: line breaks as typed, addresses as links. */
export const PlainText = ({ text }: { text: string }) => (
  <div class="words">
    {parts(text).map((p, i) =>
      p.link ? (
        <a key={i} href={p.text} target="_blank" rel="noopener noreferrer nofollow">
          {p.text}
        </a>
      ) : (
        p.text
      ),
    )}
  </div>
);
