import { useEffect, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { fold } from '../lib/fold';
import { t } from '../lib/i18n';
import { staff } from '../lib/staff';
import { Dialog } from '../ui/dialog';

function People({ onPick }: { onPick: (id: string, name: string) => void }) {
  const [typed, type] = useState('');
  const [at, setAt] = useState(0);
  const people = Object.entries(staff.value)
    .map(([id, name]) => ({ id, own: name, name: id === me.value?.id ? t('desk.me', { name }) : name }))
    .filter(
      (p) =>
        fold(p.name)
          .split(/\s+/)
          .some((w) => w.startsWith(fold(typed))) || fold(p.name).startsWith(fold(typed)),
    );
  useEffect(() => {
    document.getElementById(`assign-${people[at]?.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step && people.length) setAt((at + step + people.length) % people.length);
    else if (e.key === 'Enter' && people[at]) onPick(people[at].id, people[at].own);
    else return;
    e.preventDefault();
  };
  return (
    <>
      <div class="field">
        <label for="assign-to">{t('desk.assign_to')}</label>
        <input
          id="assign-to"
          autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="assign-list"
          aria-activedescendant={people[at] ? `assign-${people[at].id}` : undefined}
          autocomplete="off"
          onInput={(e) => {
            type(e.currentTarget.value.trim());
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="assign-list" class="assign-list" role="listbox" aria-label={t('desk.assign_to')}>
        {people.map((p, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox keeps the focus and has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and has the keys
          <div
            key={p.id}
            id={`assign-${p.id}`}
            role="option"
            aria-selected={i === at}
            onClick={() => onPick(p.id, p.own)}
          >
            {p.name}
          </div>
        ))}
      </div>
      {!people.length && <p class="hint">{t('tasks.empty')}</p>}
    </>
  );
}

/** Picks a member of staff by the first letters of the name. */
export const Assign = ({
  open,
  n,
  onClose,
  onPick,
}: {
  open: boolean;
  n: number;
  onClose: () => void;
  onPick: (id: string, name: string) => void;
}) => (
  <Dialog open={open} title={t('desk.assign', { n })} onClose={onClose}>
    <People onPick={onPick} />
  </Dialog>
);
