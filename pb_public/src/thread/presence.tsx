import { t } from '../lib/i18n';
import { online } from '../lib/online';
import { Icon } from '../ui/icon';
import type { Person } from './usePresence';

const names = (people: Person[]) => people.map((p) => p.name).join(', ');

/** Who is typing now; the line keeps its height, so that nothing moves. */
export function Typing({ people }: { people: Person[] }) {
  const some = online.value && people.length > 0;
  return (
    <p class="typing" role="status">
      {some && (
        <>
          <span class="typing-dots" aria-hidden="true">
            <i></i>
            <i></i>
            <i></i>
          </span>
          {t(people.length > 1 ? 'presence.typing_many' : 'presence.typing', { names: names(people) })}
        </>
      )}
    </p>
  );
}

/** Who else of the staff, or the client, has the task open. */
export const OpenedBy = ({ people }: { people: Person[] }) => (
  <p class="here" role="status">
    {online.value && people.length > 0 && (
      <>
        <Icon name="eye" />
        <span>
          {t('presence.open', {
            names: people.map((p) => (p.client ? t('presence.client', { name: p.name }) : p.name)).join(', '),
          })}
        </span>
      </>
    )}
  </p>
);
