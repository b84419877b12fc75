import { useRef } from 'preact/hooks';
import { t } from '../lib/i18n';
import type { Event, Letter } from '../lib/types';
import { LetterItem } from './commentItem';
import { HistoryLine } from './historyLine';

/** A talk of so many letters is longer than a screen. */
const long = 5;

/**
 * The conversation and what happened to the task, in one line of time.
 * put: takes in a letter its author has edited
 */
export function Thread({
  letters,
  notes = [],
  events,
  name,
  put,
}: {
  letters: Letter[];
  notes?: Letter[];
  events: Event[];
  name: (id: string) => string;
  put: (letter: Letter) => void;
}) {
  const items = [
    ...letters.map((x) => ({ at: x.created, row: <LetterItem key={x.id} letter={x} name={name} put={put} /> })),
    ...notes.map((x) => ({ at: x.created, row: <LetterItem key={x.id} letter={x} name={name} note /> })),
    ...events.map((x) => ({ at: x.created, row: <HistoryLine key={x.id} event={x} name={name} /> })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  const list = useRef<HTMLOListElement | null>(null);
  const toLast = () => {
    const last = [...(list.current?.querySelectorAll('.letter') ?? [])].pop() as HTMLElement | undefined;
    last?.setAttribute('tabindex', '-1');
    last?.focus({ preventScroll: true });
    last?.scrollIntoView({ block: 'start' });
  };
  return (
    <section class="thread" aria-label={t('thread.title')}>
      <div class="thread-head">
        <h2>{t('thread.title')}</h2>
        {letters.length + notes.length > long && (
          <button type="button" class="btn-text" onClick={toLast}>
            {t('thread.to_last')}
          </button>
        )}
      </div>
      <ol class="letters" ref={list}>
        {items.map((i) => i.row)}
      </ol>
      <p class="vh" aria-live="polite">
        {t('thread.count', { n: letters.length })}
      </p>
    </section>
  );
}
