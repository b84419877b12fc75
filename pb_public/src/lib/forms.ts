import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { me } from './api';
import { dropDraft, readDraft, writeDraft } from './drafts';
import { t } from './i18n';
import { toast } from './toast';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A named control of a form. */
export const isControl = (el: Element): el is Control =>
  (el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement) && !!el.name;

/** The message for an invalid control; empty if it is valid. */
function problem(el: Control): string {
  const v = el.validity;
  if (v.customError) return el.validationMessage;
  if (v.valueMissing || (el.required && !el.value.trim())) return t('error.required');
  if (v.typeMismatch) return t('error.email');
  const shortest = Number(el.getAttribute('minlength') ?? 0);
  if (el.value && el.value.trim().length < shortest) return t('error.short', { n: shortest });
  if (v.rangeUnderflow) return t('error.least', { n: el.getAttribute('min') ?? '' });
  if (v.rangeOverflow) return t('error.most', { n: el.getAttribute('max') ?? '' });
  if (v.stepMismatch) return t('error.step', { n: el.getAttribute('step') ?? '' });
  if (v.badInput) return t('error.number');
  return v.valid ? '' : el.validationMessage;
}

/**
 * The fields that are otherwise than they were: only these are sent, for a
 * colleague may be writing the others.
 */
export const differing = <T extends object>(now: T, was: object): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof typeof was]),
    ),
  ) as Partial<T>;

/**
 * One way for all forms: native constraints, our words, the errors of the
 * server beside their fields, focus on the first one, and a draft that survives
 * a reload. Passwords and files are never drafted.
 * @param send pressed: the value of the button
 * @param o draft: its name; aside: errors without a control that the view shows itself
 */
export function useForm<F extends string>(
  send: (data: Record<F, string>, pressed: string) => unknown,
  o: { draft?: string; aside?: string[] } = {},
) {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement | null>(null);
  const owner = me.value?.id ?? 'guest';
  const controls = () => [...(form.current?.elements ?? [])].filter(isControl);
  const texts = () => controls().filter((el) => el.type !== 'password' && el.type !== 'file' && el.type !== 'radio');
  const values = () =>
    Object.fromEntries(
      controls()
        .filter((el) => el.type !== 'file' && (!(el instanceof HTMLInputElement) || el.type !== 'radio' || el.checked))
        .map((el) => [el.name, el.value]),
    );

  useLayoutEffect(() => {
    if (!o.draft) return;
    const kept = readDraft(owner, o.draft);
    for (const el of texts()) {
      const text = kept[el.name];
      if (!text) continue;
      el.value = text;
      el.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, []);

  const show = (found: Record<string, string>) => {
    setErrors(found);
    const first = controls().find((el) => found[el.name]);
    const named = new Set([...controls().map((el) => el.name), 'passwordConfirm', 'files', ...(o.aside ?? [])]);
    const homeless = Object.keys(found).find((name) => !named.has(name));
    if (homeless) toast(found[homeless] ?? '', { kind: 'bad' });
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  };
  const onSubmit = async (e: SubmitEvent) => {
    e.preventDefault();
    if (busy || !form.current) return;
    const found: Record<string, string> = {};
    for (const el of controls()) if (problem(el)) found[el.name] ??= problem(el);
    show(found);
    if (Object.keys(found).length) return;
    setBusy(true);
    try {
      await send(values() as Record<F, string>, e.submitter instanceof HTMLButtonElement ? e.submitter.value : '');
    } finally {
      setBusy(false);
    }
  };
  // A choice is kept once it was made, and what is of a control that is not there yet.
  const keep = (draft: string, target: EventTarget | null) => {
    const was = readDraft(owner, draft);
    const chosen = controls().filter(
      (el) => el instanceof HTMLInputElement && el.type === 'radio' && el.checked && (el === target || was[el.name]),
    );
    writeDraft(owner, draft, {
      ...was,
      ...Object.fromEntries([...texts(), ...chosen].map((el) => [el.name, el.value])),
    });
  };
  const onInput = (e: Event) => {
    const name = e.target instanceof Element && isControl(e.target) ? e.target.name : '';
    if (errors[name]) setErrors({ ...errors, [name]: '' });
    if (o.draft) keep(o.draft, e.target);
  };
  const done = () => {
    if (o.draft) dropDraft(owner, o.draft);
  };
  return { form, errors, show, busy, done, props: { ref: form, novalidate: true, onSubmit, onInput } };
}
