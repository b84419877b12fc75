import { useId, useState } from 'preact/hooks';
import { changedFields } from '../lib/historyText';
import { date, t } from '../lib/i18n';
import { loadPart } from '../lib/loadPart';
import type { Event, FileNames } from '../lib/types';
import { historyWords } from './historyWords';

type Props = { event: Event; name: (id: string) => string; files: FileNames | null };

const When = ({ event }: Pick<Props, 'event'>) => <time datetime={event.created}>{date(event.created)}</time>;
const wordsOf = ({ event, name }: Props) =>
  historyWords(event, event.actor ? name(event.actor) : t('thread.system'), name);

/** An edit that opens to show what it changed; the code that compares is loaded only then. */
function Edited(p: Props) {
  const [open, setOpen] = useState(false);
  const [view, setView] = useState<typeof import('./changes') | null>(null);
  const id = useId();
  const [did, what] = wordsOf(p);
  const toggle = async () => {
    if (!view) setView((await loadPart(() => import('./changes'))) ?? null);
    setOpen(!open);
  };
  return (
    <li class="event">
      <When {...p} />
      <span>
        {did}{' '}
        <button type="button" class="btn-text event-open" aria-expanded={open} aria-controls={id} onClick={toggle}>
          {what}
        </button>
      </span>
      <div id={id} class="event-changes" hidden={!open}>
        {open && view && <view.Changes event={p.event} files={p.files} />}
      </div>
    </li>
  );
}

/** One line of history. */
export const HistoryLine = (p: Props) =>
  p.event.event === 'edited' && changedFields(p.event).length > 0 ? (
    <Edited {...p} />
  ) : (
    <li class="event">
      <When {...p} />
      <span>{wordsOf(p).join(' ')}</span>
    </li>
  );
