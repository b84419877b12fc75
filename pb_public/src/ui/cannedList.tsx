import './canned.css';
import { useEffect, useState } from 'preact/hooks';
import { explain, me } from '../lib/api';
import { canned, cannedFailed, deleteCanned, loadCanned, saveCanned } from '../lib/cannedAnswers';
import { t } from '../lib/i18n';
import type { Canned } from '../lib/types';
import { CannedForm } from './cannedForm';
import { Icon } from './icon';
import { Empty, Failed, Ghosts } from './states';

const Row = ({ row, onEdit, onDelete }: { row: Canned; onEdit: () => void; onDelete: () => void }) => (
  <li class="canned-row">
    <div class="canned-words">
      <p class="canned-title">{row.title}</p>
      <p class="canned-body">{row.body}</p>
    </div>
    <span class="hint canned-used">{t('canned.used', { n: row.used })}</span>
    <span class="canned-does">
      <button type="button" class="btn-icon" aria-label={t('canned.edit_one', { title: row.title })} onClick={onEdit}>
        <Icon name="edit" />
      </button>
      <button
        type="button"
        class="btn-icon"
        aria-label={t('canned.delete_one', { title: row.title })}
        onClick={onDelete}
      >
        <Icon name="bin" />
      </button>
    </span>
  </li>
);

/**
 * The person's own canned answers, or the shared ones, which managers write.
 * One that was deleted leaves its place to a way back, for a toast can't be
 * reached from within a dialog.
 */
export function CannedList({ shared = false }: { shared?: boolean }) {
  const [edited, edit] = useState(''); // an id, or 'new'
  const [gone, setGone] = useState<Canned | null>(null);
  const [failed, setFailed] = useState('');
  useEffect(() => {
    loadCanned();
  }, []);
  const owner = shared ? '' : (me.value?.id ?? '');
  const rows = canned.value?.filter((c) => c.owner === owner).sort((a, b) => a.title.localeCompare(b.title));
  const tell = async (work: () => Promise<unknown>) => {
    try {
      setFailed('');
      await work();
    } catch (e) {
      setFailed(explain(e));
    }
  };
  const drop = (row: Canned) =>
    tell(async () => {
      await deleteCanned(row);
      setGone(row);
    });
  const back = () =>
    tell(async () => {
      if (gone) await saveCanned('', { title: gone.title, body: gone.body, owner });
      setGone(null);
    });
  const done = () => edit('');
  if (!rows) return cannedFailed.value ? <Failed text={cannedFailed.value} retry={loadCanned} /> : <Ghosts n={3} />;
  return (
    <div class="canned-list">
      {failed && (
        <p class="note note-bad" role="alert">
          {failed}
        </p>
      )}
      <p class="canned-gone" role="status">
        {gone && (
          <>
            <span>{t('canned.deleted', { title: gone.title })}</span>{' '}
            <button type="button" class="btn-text" onClick={back}>
              {t('toast.undo')}
            </button>
          </>
        )}
      </p>
      {edited === 'new' ? (
        <CannedForm owner={owner} onSaved={done} onCancel={done} />
      ) : (
        <p>
          <button type="button" class="btn" onClick={() => edit('new')}>
            <Icon name="plus" />
            {t('canned.new')}
          </button>
        </p>
      )}
      {!rows.length && edited !== 'new' && (
        <Empty title={t('canned.none')}>
          <p>{t(shared ? 'canned.none_shared' : 'canned.none_own')}</p>
        </Empty>
      )}
      <ul class="canned-rows" hidden={!rows.length}>
        {rows.map((row) =>
          edited === row.id ? (
            <li key={row.id} class="canned-row">
              <CannedForm id={row.id} title={row.title} body={row.body} owner={owner} onSaved={done} onCancel={done} />
            </li>
          ) : (
            <Row key={row.id} row={row} onEdit={() => edit(row.id)} onDelete={() => drop(row)} />
          ),
        )}
      </ul>
    </div>
  );
}
