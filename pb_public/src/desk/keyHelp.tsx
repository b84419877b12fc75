import { t } from '../lib/i18n';
import { Dialog } from '../ui/dialog';

const keys = [
  ['next', ['J', 'K']],
  ['open', ['Enter']],
  ['read', ['Space', 'Shift+Space']],
  ['ends', ['Home', 'End']],
  ['take', ['T']],
  ['assign', ['A']],
  ['wait', ['W']],
  ['done', ['D']],
  ['thanks', ['Y']],
  ['work', ['B']],
  ['reply', ['R']],
  ['note', ['N']],
  ['select', ['X']],
  ['range', ['Shift', 'J', 'K']],
  ['search', ['/']],
  ['undo', ['Z']],
  ['leave', ['Esc']],
  ['help', ['?']],
] as const;

const Keys = ({ of }: { of: readonly string[] }) => of.map((k) => <kbd key={k}>{k}</kbd>);

/** The most used keys, always visible. */
export const KeyHints = ({ onHelp }: { onHelp: () => void }) => (
  <p class="q-hints">
    {keys
      .filter(([what]) => ['next', 'open', 'take', 'assign', 'wait', 'done', 'reply', 'note', 'search'].includes(what))
      .map(([what, of]) => (
        <span key={what}>
          <Keys of={of} /> {t(`desk.key_${what}`)}
        </span>
      ))}
    <button type="button" class="btn-text" onClick={onHelp}>
      <kbd>?</kbd> {t('desk.key_help')}
    </button>
  </p>
);

/** The dialog with all keys. */
export const KeyHelp = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog open={open} title={t('desk.keys')} onClose={onClose}>
    <dl class="q-keys">
      {keys.map(([what, of]) => (
        <div key={what}>
          <dt>
            <Keys of={of} />
          </dt>
          <dd>{t(`desk.key_${what}`)}</dd>
        </div>
      ))}
    </dl>
    <p class="hint">{t('desk.keys_hint')}</p>
  </Dialog>
);
