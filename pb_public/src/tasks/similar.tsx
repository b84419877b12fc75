import { useEffect, useId, useState } from 'preact/hooks';
import { openStatuses } from '../lib/facts';
import { day, t } from '../lib/i18n';
import type { Found as Item } from '../lib/types';
import { Icon } from '../ui/icon';
import { marked } from '../ui/marked';
import { StatusTag } from '../ui/statusTag';
import { search } from './search';

const shown = 3;
const pause = 400; // of the typing, in ms
const shortest = 4;
const longest = 200;

/** The words of a new task to search for: its title, unless it is too short. */
const subject = (title: string, description: string) =>
  (title.match(/[\p{L}\d]{4,}/gu) ?? []).length > 1 ? title : `${title} ${description}`;

/**
 * Own tasks that look like what is being typed; what is on the screen stays until the answer to the
 * last words is here.
 */
function useSimilar(text: string) {
  const [items, setItems] = useState<Item[]>([]);
  const q = text.replace(/\s+/g, ' ').trim().slice(0, longest);
  useEffect(() => {
    const ask = new AbortController();
    const timer = setTimeout(async () => {
      if (q.length < shortest) return setItems([]);
      // nobody has asked for help here, so nobody is told that there is none
      const found = await search({ q, mode: 'similar', limit: shown }, ask.signal).catch(() => null);
      if (found && !ask.signal.aborted) setItems(found);
    }, pause);
    return () => {
      clearTimeout(timer);
      ask.abort();
    };
  }, [q]);
  return items;
}

const isOpen = (item: Item) => openStatuses.includes(item.status);

const Task = ({ item }: { item: Item }) => (
  <li>
    <details class="similar-task">
      <summary>
        <span class="similar-title">{marked(item.title_marked)}</span>
        <span class="similar-about">
          <StatusTag value={item.status} /> <time datetime={item.created}>{day(item.created)}</time>
        </span>
      </summary>
      {item.answer ? (
        <>
          <p class="similar-by">{t('search.answer')}</p>
          <p class="words similar-answer">{item.answer}</p>
        </>
      ) : (
        <p class="hint">{t('search.no_answer')}</p>
      )}
      {isOpen(item) && <p class="hint">{t('search.still_open')}</p>}
      <p>
        <a href={`/tasks/${item.number}`} target="_blank" rel="noopener">
          {t('search.open', { n: String(item.number) })}
          <span class="vh"> ({t('search.new_tab')})</span>
        </a>
      </p>
    </details>
  </li>
);

/** «Такое уже было»: own tasks like the one being typed, with their answers. */
export default function Similar({ title, description }: { title: string; description: string }) {
  const items = useSimilar(subject(title, description));
  const [hidden, hide] = useState(false);
  const id = useId();
  const n = hidden ? 0 : items.length;
  return (
    <>
      <p class="vh" role="status">
        {n > 0 && t('search.similar_n', { n })}
      </p>
      {n > 0 && (
        <section class="similar" aria-labelledby={id}>
          <div class="similar-head">
            <h2 id={id}>{t('search.similar')}</h2>
            <button type="button" class="btn-icon" title={t('search.hide')} onClick={() => hide(true)}>
              <Icon name="close" />
              <span class="vh">{t('search.hide')}</span>
            </button>
          </div>
          <ul>
            {items.map((item) => (
              <Task key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
