import './files.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { pb, run } from '../lib/api';
import { fileToken, forgetToken, kindOf } from '../lib/files';
import { size, t } from '../lib/i18n';
import { loadPart } from '../lib/loadPart';
import type { FileNames, Task } from '../lib/types';
import { Icon } from './icon';

/** A record with files. */
export type Holder = Pick<Task, 'id' | 'collectionId' | 'collectionName' | 'files'> & Partial<Pick<Task, 'file_names'>>;

/** What a file is called for people; of an older one the stored name, without the random characters in it. */
export const fileName = (names: FileNames | null | undefined, stored: string) =>
  names?.[stored] || stored.replace(/_[a-z0-9]{10}(\.[^.]+)?$/i, '$1');

export async function download(record: Holder, name: string) {
  const token = await run(fileToken);
  if (!token) return;
  const a = document.createElement('a');
  a.href = pb.files.getURL(record, name, { token, download: true });
  a.download = fileName(record.file_names, name);
  a.target = '_self';
  a.click();
}

/** A thumbnail. If it loads late and its token has expired, it is retried with a new one. */
function Thumb({ record, name }: { record: Holder; name: string }) {
  const [src, setSrc] = useState('');
  const tries = useRef(0);
  const load = () =>
    fileToken().then(
      (token) => setSrc(pb.files.getURL(record, name, { token, thumb: '240x240' })),
      () => setSrc(''),
    );
  useEffect(() => {
    load();
  }, [record.id, name]);
  const failed = () => {
    setSrc('');
    if (++tries.current > 1) return;
    forgetToken();
    load();
  };
  return src ? (
    <img class="thumb" src={src} alt="" loading="lazy" onError={failed} />
  ) : (
    <span class="thumb">
      <Icon name="clip" />
    </span>
  );
}

/** The type and size of a PDF. */
function PdfKind({ record, name }: { record: Holder; name: string }) {
  const [bytes, setBytes] = useState(0);
  useEffect(() => {
    fileToken()
      .then((token) => fetch(pb.files.getURL(record, name, { token }), { method: 'HEAD' }))
      .then(
        (answer) => setBytes(answer.ok ? Number(answer.headers.get('Content-Length')) : 0),
        () => {
          /* the name is enough */
        },
      );
  }, [record.id, name]);
  return <span class="file-kind">PDF{bytes > 0 && ` · ${size(bytes)}`}</span>;
}

/** The files of a record: pictures and PDF open in a viewer, the rest is saved. */
export function Files({ record }: { record: Holder }) {
  const [view, setView] = useState<typeof import('./viewer') | null>(null);
  const [at, setAt] = useState('');
  if (!record.files.length) return null;
  const shown = record.files.filter((f) => kindOf(f));
  const open = async (name: string) => {
    if (!view) setView((await loadPart(() => import('./viewer'))) ?? null);
    setAt(name);
  };
  return (
    <>
      <ul class="files">
        {record.files.map((name) => (
          <li key={name}>
            {kindOf(name) === 'picture' ? (
              <button type="button" class="file file-picture" title={t('files.view')} onClick={() => open(name)}>
                <Thumb record={record} name={name} />
                <span class="name">{fileName(record.file_names, name)}</span>
              </button>
            ) : kindOf(name) === 'pdf' ? (
              <button type="button" class="file" title={t('files.view')} onClick={() => open(name)}>
                <Icon name="page" />
                <span>
                  {fileName(record.file_names, name)}
                  <PdfKind record={record} name={name} />
                </span>
              </button>
            ) : (
              <button type="button" class="file" title={t('files.download')} onClick={() => download(record, name)}>
                <Icon name="clip" />
                <span>{fileName(record.file_names, name)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {view && <view.Viewer record={record} names={shown} name={at} onPick={setAt} onClose={() => setAt('')} />}
    </>
  );
}
