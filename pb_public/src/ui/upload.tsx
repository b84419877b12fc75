import './files.css';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { draftFilesAtHand, readDraftFiles, writeDraftFiles } from '../lib/draftFiles';
import { maxFiles, maxSize } from '../lib/facts';
import { size, t } from '../lib/i18n';
import { Icon } from './icon';

/** The message for the first invalid file. */
function fileProblem(files: File[]) {
  const big = files.find((f) => f.size > maxSize);
  if (big) return t('upload.big', { name: big.name, size: size(maxSize) });
  const empty = files.find((f) => f.size === 0);
  if (empty) return t('upload.zero', { name: empty.name });
  return files.length > maxFiles ? t('upload.many', { files: maxFiles }) : '';
}

/** Names a pasted screenshot, which has no name of its own. */
const named = (f: File, i: number) =>
  f.name && f.name !== 'image.png'
    ? f
    : new File(
        [f],
        `${t('upload.pasted')} ${new Date().toLocaleTimeString('ru').replace(/:/g, '-')}${i ? ` ${i}` : ''}.png`,
        { type: f.type },
      );

/**
 * The files chosen for a form; with a draft's name they are kept while the form
 * is not mounted, and over a reload.
 */
export function useFiles(draft?: string) {
  const owner = me.value?.id ?? '';
  const [files, setFiles] = useState(() => (draft && draftFilesAtHand(owner, draft)) || []);
  const latest = useRef(files);
  const change = (now: File[]) => {
    latest.current = now;
    if (draft) writeDraftFiles(owner, draft, now);
    setFiles(now);
  };
  useEffect(() => {
    if (!draft || draftFilesAtHand(owner, draft)) return undefined;
    let over = false;
    readDraftFiles(owner, draft).then((found) => {
      if (!over && found.length) change([...found, ...latest.current]); // chosen while they were read
    });
    return () => {
      over = true;
    };
  }, [owner, draft]);
  const add = (more: Iterable<File>) => change([...latest.current, ...more]);
  const remove = (at: number) => change(latest.current.filter((_, i) => i !== at));
  return { files, add, remove, clear: () => change([]), problem: fileProblem(files) };
}

function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return undefined;
    const u = URL.createObjectURL(file);
    setUrl(u);
    return () => URL.revokeObjectURL(u);
  }, [file]);
  return url ? <img class="upload-picture" src={url} alt="" /> : <Icon name="clip" />;
}

const carriesFiles = (e: DragEvent) => !!e.dataTransfer?.types.includes('Files');

/**
 * Picks files by the button, or by dropping them on the form around it, or by
 * pasting a screenshot into that form.
 */
export function Upload({
  store,
  progress,
  error,
  compact,
}: {
  store: ReturnType<typeof useFiles>;
  /** 0–100 while sending. */
  progress: number;
  error?: string;
  compact?: boolean;
}) {
  const box = useRef<HTMLDivElement | null>(null);
  const [over, setOver] = useState(false);
  const id = useId();
  useEffect(() => {
    const form = box.current?.closest('form');
    const onPaste = (e: ClipboardEvent) => {
      const data = e.clipboardData;
      if (data?.types.includes('text/html') && data.getData('text/plain')) return; // office programs add a picture of the text
      const pasted = [...(data?.files ?? [])];
      if (pasted.length) {
        e.preventDefault();
        store.add(pasted.map(named));
      }
    };
    const onOver = (e: DragEvent) => {
      if (carriesFiles(e)) {
        e.preventDefault();
        setOver(true);
      }
    };
    const onLeave = (e: DragEvent) => {
      if (!form?.contains(e.relatedTarget as Node | null)) setOver(false);
    };
    const onDrop = (e: DragEvent) => {
      setOver(false);
      if (carriesFiles(e)) {
        e.preventDefault();
        store.add(e.dataTransfer?.files ?? []);
      }
    };
    const heard = [
      ['paste', onPaste],
      ['dragover', onOver],
      ['dragleave', onLeave],
      ['drop', onDrop],
    ] as const;
    for (const [event, handler] of heard) form?.addEventListener(event, handler as EventListener);
    return () => {
      for (const [event, handler] of heard) form?.removeEventListener(event, handler as EventListener);
    };
  }, []);
  const wrong = error || store.problem;
  return (
    <div ref={box} class={`upload ${over ? 'upload-over' : ''}`}>
      <label class="btn btn-file">
        <Icon name="clip" />
        {t('upload.pick')}
        <input
          class="vh"
          type="file"
          multiple
          aria-describedby={`${id}-h`}
          onChange={(e) => {
            store.add(e.currentTarget.files ?? []);
            e.currentTarget.value = '';
          }}
        />
      </label>
      <p class="hint" id={`${id}-h`}>
        {t(compact ? 'upload.hint_short' : 'upload.hint', { files: maxFiles, size: size(maxSize) })}
      </p>
      {store.files.length > 0 && (
        <ul class="upload-list">
          {store.files.map((f, i) => (
            <li key={f.name + f.size + i}>
              <Preview file={f} />
              <span class="upload-name">{f.name}</span>
              <span class="hint">{size(f.size)}</span>
              <button
                type="button"
                class="btn-icon"
                aria-label={t('upload.remove', { name: f.name })}
                onClick={() => store.remove(i)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {progress > 0 && store.files.length > 0 && (
        <progress class="upload-progress" max="100" value={progress} aria-label={t('upload.progress')}></progress>
      )}
      {wrong && (
        <p class="error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
