import { signal } from '@preact/signals';
import { me, pb, run } from '../lib/api';

/** Switches that the server has not confirmed yet. */
const pending = signal<Record<string, boolean>>({});
/** Saves run one at a time and change one name each, so that nothing another tab has switched is undone. */
let last = Promise.resolve();

/**
 * Whether a person is told of a kind by a channel.
 * @param name kind.channel
 */
export const isOn = (name: string) => pending.value[name] ?? !(me.value?.muted ?? []).includes(name);

/** Switches a kind on a channel; false if the server refused, which has been shown. */
export async function setOn(name: string, on: boolean): Promise<boolean> {
  pending.value = { ...pending.value, [name]: on };
  const work = last.then(() =>
    run(() => pb.collection('users').update(me.value?.id ?? '', { [on ? 'muted-' : 'muted+']: name })),
  );
  last = work.then(
    () => undefined,
    () => undefined,
  );
  try {
    return !!(await work);
  } finally {
    if (pending.value[name] === on) {
      const { [name]: _, ...rest } = pending.value;
      pending.value = rest;
    }
  }
}
