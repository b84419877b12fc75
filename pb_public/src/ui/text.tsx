const address = /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)\]])/g;

/** Splits a text into words and links. */
export const parts = (text: string): { text: string; link: boolean }[] =>
  text
    .split(address)
    .map((part, i) => ({ text: part, link: i % 2 === 1 }))
    .filter((p) => p.text);

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
