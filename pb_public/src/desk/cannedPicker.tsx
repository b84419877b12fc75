import { useEffect, useId, useState } from 'preact/hooks';
import type { Values } from '../lib/canned';
import { fillIn, findCanned } from '../lib/canned';
import { canned, cannedFailed, loadCanned } from '../lib/cannedAnswers';
import { t } from '../lib/i18n';
import type { Canned } from '../lib/types';
import { Failed, Ghosts } from '../ui/states';

/** The most that are shown: typing narrows further. */
const shown = 50;

const Option = ({
  row,
  id,
  on,
  onPick,
  onHover,
}: {
  row: Canned;
  id: string;
  on: boolean;
  onPick: () => void;
  onHover: () => void;
}) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox keeps the focus and has the keys
  // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and has the keys
  <div id={id} role="option" aria-selected={on} class="canned-option" onClick={onPick} onMouseMove={onHover}>
    <span class="canned-title">{row.title}</span>
    <span class="canned-mark">{t(row.owner ? 'canned.own' : 'canned.shared')}</span>
    <span class="canned-body">{row.body}</span>
  </div>
);

/**
 * Finds a canned answer by typing: arrows choose, Enter inserts, Escape closes
 * the dialog around it. The text is shown as it will be inserted.
 */
export function CannedPicker({ values, onPick }: { values: Values; onPick: (row: Canned, text: string) => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  useEffect(() => {
    loadCanned();
  }, []);
  const found = findCanned(canned.value ?? [], query).slice(0, shown);
  const on = Math.min(at, found.length - 1);
  const row = found[on];
  useEffect(() => {
    document.getElementById(`${id}-${on}`)?.scrollIntoView({ block: 'nearest' });
  }, [on, found.length]);
  const pick = (one: Canned | undefined) => {
    if (one) onPick(one, fillIn(one.body, values));
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step && found.length) setAt((on + step + found.length) % found.length);
    else if (e.key === 'Enter') pick(row);
    if (step || e.key === 'Enter') e.preventDefault();
  };
  return (
    <div class="canned-picker">
      <div class="field">
        <label for={`${id}-q`} class="vh">
          {t('canned.search')}
        </label>
        <input
          id={`${id}-q`}
          type="text"
          autofocus
          autocomplete="off"
          placeholder={t('canned.search')}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={row ? `${id}-${on}` : undefined}
          value={query}
          onInput={(e) => {
            setQuery(e.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t('canned.all')} class="canned-options">
        {found.map((c, i) => (
          <Option key={c.id} id={`${id}-${i}`} row={c} on={i === on} onPick={() => pick(c)} onHover={() => setAt(i)} />
        ))}
      </div>
      {!canned.value &&
        (cannedFailed.value ? <Failed text={cannedFailed.value} retry={loadCanned} /> : <Ghosts n={3} />)}
      {canned.value && !found.length && (
        <p class="hint">{t(canned.value.length ? 'tasks.empty' : 'canned.none_own')}</p>
      )}
      <p class="vh" role="status">
        {t('canned.found', { n: found.length })}
      </p>
      {row && (
        <div class="canned-preview words" aria-live="off">
          {fillIn(row.body, values)}
        </div>
      )}
      <p class="hint canned-keys">{t('canned.keys')}</p>
    </div>
  );
}
