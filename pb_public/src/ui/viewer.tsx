import { useEffect, useState } from 'preact/hooks';
import { pb, run } from '../lib/api';
import { fileToken, kindOf } from '../lib/files';
import { t } from '../lib/i18n';
import { Dialog } from './dialog';
import type { Holder } from './files';
import { download, fileName } from './files';
import { Icon } from './icon';

/** A PDF in the browser's own viewer; where it has none, as on most phones, a link that opens it. */
const Pdf = ({ title, src }: { title: string; src: string }) =>
  navigator.pdfViewerEnabled ? (
    <iframe src={src} title={title}></iframe>
  ) : (
    <p class="viewer-tile">
      <Icon name="page" />
      <span>{title}</span>
    </p>
  );

/** The address of a file, once its token is there. */
function useAddress(record: Holder, name: string) {
  const [src, setSrc] = useState('');
  useEffect(() => {
    let over = false;
    setSrc('');
    if (name)
      run(fileToken).then((token) => {
        if (!over && token) setSrc(pb.files.getURL(record, name, { token }));
      });
    return () => {
      over = true;
    };
  }, [name]);
  return src;
}

/** Opens a file in a new tab, with a token fetched on the click. */
async function openTab(record: Holder, name: string) {
  const tab = window.open('', '_blank');
  const token = await run(fileToken);
  if (tab && token) tab.location.href = pb.files.getURL(record, name, { token });
  else tab?.close();
}

function Stage({ record, name }: { record: Holder; name: string }) {
  const [broken, setBroken] = useState(false);
  const src = useAddress(record, name);
  const title = fileName(record.file_names, name);
  return (
    <div class="viewer-stage">
      {broken ? (
        <p class="viewer-tile">
          <Icon name="alert" />
          <span>{t('files.broken')}</span>
        </p>
      ) : (
        src &&
        (kindOf(name) === 'pdf' ? (
          <Pdf title={title} src={src} />
        ) : (
          <img src={src} alt={title} onError={() => setBroken(true)} />
        ))
      )}
    </div>
  );
}

/**
 * Looks at the pictures and PDF of a record, one at a time; the arrows lead to
 * the others, Escape back to where it was opened.
 */
export function Viewer({
  record,
  names,
  name,
  onPick,
  onClose,
}: {
  record: Holder;
  names: string[];
  /** The one shown; empty is closed. */
  name: string;
  onPick: (name: string) => void;
  onClose: () => void;
}) {
  const at = names.indexOf(name);
  const step = (by: number) => onPick(names.at((at + by) % names.length) ?? name);
  const onKeyDown = (e: KeyboardEvent) => {
    if (names.length < 2 || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === 'ArrowRight') step(1);
    if (e.key === 'ArrowLeft') step(-1);
  };
  return (
    <Dialog
      open={at >= 0}
      wide
      title={at >= 0 ? fileName(record.file_names, name) : ''}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <div class="viewer">
        <Stage key={name} record={record} name={name} />
        <div class="viewer-bar">
          <span class="hint" role="status">
            {t('files.of', { n: at + 1, all: names.length })}
          </span>
          {names.length > 1 && (
            <>
              <button type="button" class="btn" onClick={() => step(-1)}>
                <Icon name="back" />
                <span class="viewer-word">{t('files.prev')}</span>
              </button>
              <button type="button" class="btn" onClick={() => step(1)}>
                <span class="viewer-word">{t('files.next')}</span>
                <Icon name="next" />
              </button>
            </>
          )}
          {kindOf(name) === 'pdf' && (
            <button type="button" class="btn" onClick={() => openTab(record, name)}>
              <Icon name="enter" />
              <span class="viewer-word">{t('files.tab')}</span>
            </button>
          )}
          <button type="button" class="btn btn-main" onClick={() => download(record, name)}>
            <Icon name="down" />
            {t('files.save')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
