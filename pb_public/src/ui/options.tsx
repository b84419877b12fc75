import { priorities } from '../lib/contract';
import { t } from '../lib/i18n';

/** The options of a select: an id and a name each. */
export const Options = ({ of }: { of: readonly { id: string; name: string }[] }) => (
  <>
    {of.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))}
  </>
);

/** The priorities as options, the highest first. */
export const PriorityOptions = () => (
  <Options of={priorities.map((p) => ({ id: p, name: t(`priority.${p}`) })).reverse()} />
);
