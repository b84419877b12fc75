import { signal } from '@preact/signals';
import { me, pb, run } from '../lib/api';

/** What was switched and the server has not answered yet. */
const pending = signal<Record<string, boolean>>({});
/** One save at a time, each of one name: nothing that another page has switched is undone. */
let last = Promise.resolve();

/**
 * Whether a person is told of a kind by a channel.
 * @param name kind.channel
 */
export const isOn = (name: string) => pending.value[name] ?? !(me.value?.muted ?? []).includes(name);

/** Switches it and tells whether the server has saved it; a failure has been told. */
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
