import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { inertDocument } from '../lib/trustedTypes';
import { known } from '../ui/richText';

const allowed = /^(https?:|mailto:|tel:)/i;
/** Any other scheme; a host with a port is none. */
const scheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i;

/** Copies the known elements into the page. */
function copyInto(from: Node, into: Node) {
  for (const node of from.childNodes) {
    if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element)) continue;
    const el = known.has(node.tagName) ? document.createElement(node.tagName) : null;
    const href = node.getAttribute('href') ?? '';
    if (el instanceof HTMLAnchorElement && allowed.test(href)) el.setAttribute('href', href);
    copyInto(node, el ?? into);
    if (el) into.appendChild(el);
  }
}

/** A command of the browser's editor. */
const command = (name: string, value?: string) => document.execCommand(name, false, value);

const tools = [
  ['bold', 'rich.bold'],
  ['italic', 'rich.italic'],
  ['insertUnorderedList', 'rich.list'],
  ['insertOrderedList', 'rich.numbers'],
] as const;

/**
 * A text with headings, lists and links, edited as it will look. What is there
 * stays as it is; what is pasted or dropped comes as plain text; the server sanitises.
 */
export function RichEdit({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error?: string;
  onChange: (html: string) => void;
}) {
  const box = useRef<HTMLDivElement | null>(null);
  const first = useRef('');
  const [linking, link] = useState<Range | null>(null);
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    copyInto(inertDocument(value || '<p><br></p>').body, el);
    first.current = el.innerHTML;
    command('defaultParagraphSeparator', 'p');
  }, []);
  const tell = () => {
    // the server writes the same its own way
    const now = box.current?.innerHTML ?? '';
    onChange(now === first.current ? value : box.current?.textContent?.trim() ? now : '');
  };
  const run = (name: string, arg: string = '') => {
    box.current?.focus();
    command(name, arg);
    tell();
  };
  const heading = () => run('formatBlock', document.queryCommandValue('formatBlock') === 'h2' ? 'p' : 'h2');
  const onPaste = (e: ClipboardEvent) => {
    e.preventDefault();
    command('insertText', e.clipboardData?.getData('text/plain') ?? '');
  };
  const onDrop = (e: DragEvent) => {
    e.preventDefault();
    box.current?.focus();
    command('insertText', e.dataTransfer?.getData('text/plain') ?? '');
  };
  const ask = () => {
    const s = getSelection();
    if (s?.rangeCount && box.current?.contains(s.anchorNode)) link(s.getRangeAt(0));
  };
  const putLink = (href: string) => {
    const range = linking;
    link(null);
    if (!range) return;
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    const to = /^[^\s@:/]+@[^\s@]+$/.test(href)
      ? `mailto:${href}`
      : href && !allowed.test(href)
        ? `https://${href}`
        : href;
    if (to) run('createLink', to);
    else run('unlink');
  };
  return (
    <div class="field">
      <span class="rich-label" id="rich-label">
        {label}
      </span>
      <div class="rich-tools" role="group" aria-label={t('rich.tools')}>
        <button type="button" class="btn btn-small" onClick={heading}>
          {t('rich.heading')}
        </button>
        {tools.map(([name, said]) => (
          <button key={name} type="button" class={`btn btn-small rich-${name}`} onClick={() => run(name)}>
            {t(said)}
          </button>
        ))}
        <button type="button" class="btn btn-small" onClick={ask}>
          {t('rich.link')}
        </button>
      </div>
      {linking && <Link onDone={putLink} />}
      {/* biome-ignore lint/a11y/useFocusableInteractive: what is edited takes the focus */}
      <div
        class="prose rich-box"
        ref={box}
        role="textbox"
        aria-multiline="true"
        aria-labelledby="rich-label"
        contenteditable="true"
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? 'rich-e' : undefined}
        onInput={tell}
        onPaste={onPaste}
        onDrop={onDrop}
      ></div>
      {error && (
        <p class="error" id="rich-e">
          {error}
        </p>
      )}
    </div>
  );
}

/** The address of a link; empty removes it. */
function Link({ onDone }: { onDone: (href: string) => void }) {
  const input = useRef<HTMLInputElement | null>(null);
  const [wrong, setWrong] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const put = () => {
    const href = input.current?.value.trim() ?? '';
    if (scheme.test(href) && !allowed.test(href)) setWrong(true);
    else onDone(href);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter') {
      e.preventDefault();
      put();
    }
  };
  return (
    <div class="rich-link">
      <label for="rich-href">{t('rich.href')}</label>
      <input
        id="rich-href"
        ref={input}
        onKeyDown={onKeyDown}
        onInput={() => setWrong(false)}
        placeholder="https://"
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? 'rich-href-e' : undefined}
      />
      <button type="button" class="btn btn-small" onClick={put}>
        {t('rich.put')}
      </button>
      {wrong && (
        <p class="error" id="rich-href-e" role="alert">
          {t('rich.bad_href')}
        </p>
      )}
    </div>
  );
}
