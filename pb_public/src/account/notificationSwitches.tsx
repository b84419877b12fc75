import { me } from '../lib/api';
import type { NotificationChannel as Channel, NotificationKind as Kind } from '../lib/contract';
import { notificationChannels, notificationKinds } from '../lib/contract';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import { isOn, setOn } from './muted';

/** Saves at once; the toast offers to undo. */
async function flip(kind: Kind, channel: Channel, on: boolean) {
  if (!(await setOn(`${kind}.${channel}`, on))) return;
  const words = { what: t(`switch.${kind}`), where: t(`switch.${channel}`).toLowerCase() };
  toast(t(on ? 'switch.on' : 'switch.off', words), {
    action: { label: t('toast.undo'), run: () => flip(kind, channel, !on) },
  });
}

const Switch = ({ kind, channel }: { kind: Kind; channel: Channel }) => (
  <td>
    <label class="switch">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox has its state
        role="switch"
        checked={isOn(`${kind}.${channel}`)}
        aria-labelledby={`told-${kind} told-${channel}`}
        onChange={(e) => flip(kind, channel, e.currentTarget.checked)}
      />
      <span></span>
    </label>
  </td>
);

/** The switches of notifications: a row a kind, a column a channel. */
export const Switches = () => (
  <>
    <table class="switches">
      <thead>
        <tr>
          <th scope="col">{t('switch.what')}</th>
          {notificationChannels.map((c) => (
            <th scope="col" key={c} id={`told-${c}`}>
              {t(`switch.${c}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {notificationKinds[me.value?.role ?? 'client'].map((kind) => (
          <tr key={kind}>
            <th scope="row" id={`told-${kind}`}>
              {t(`switch.${kind}`)}
            </th>
            {notificationChannels.map((channel) => (
              <Switch key={channel} kind={kind} channel={channel} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    <p class="hint">{t('switch.hint')}</p>
  </>
);
