import type { ClientResponseError } from 'pocketbase';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { run } from '../lib/api';
import { submitForm } from '../lib/browser';
import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { randomKey } from '../lib/randomKey';
import { send } from '../lib/send';
import type { Comment } from '../lib/types';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Upload, useFiles } from '../ui/upload';

/** Writes a comment, or a note of the staff. The draft is kept until it is sent. */
export function Reply({
  task,
  into,
  label,
  /** What the button says. */
  send: button,
  children,
  onSent,
  together,
  onRefused,
  onTyped,
  onDraft,
  warn,
  tools,
}: {
  task: string;
  into: 'comments' | 'notes';
  label: string;
  send: string;
  /** More buttons that send, told apart by their value. */
  children?: ComponentChildren;
  onSent: (comment: Comment, pressed: string) => unknown;
  /** What is saved together with what is written, by the button that was pressed. */
  together?: (pressed: string) => Record<string, unknown>;
  /** Shows a refusal of its own; false leaves it to the form. */
  onRefused?: (e: ClientResponseError, pressed: string) => boolean;
  /** A key was pressed. */
  onTyped?: (some: boolean) => void;
  /** Whether there is a text that is not sent. */
  onDraft?: (some: boolean) => void;
  /** What the person should know before it is sent, said once. */
  warn?: () => string;
  /** What helps to write, below the form. */
  tools?: (form: { current: HTMLFormElement | null }) => ComponentChildren;
}) {
  const files = useFiles(`${into}:${task}`);
  const [progress, setProgress] = useState(0);
  const key = useRef(randomKey());
  const [warning, setWarning] = useState('');
  const { form, errors, show, busy, done, props } = useForm<'body'>(
    async ({ body }, pressed) => {
      if (files.problem) return;
      const news = warn?.() ?? '';
      if (news) {
        setWarning(news);
        return;
      }
      setWarning('');
      const path = `/api/collections/${into}/records`;
      const comment = await run(
        () =>
          send<Comment>('POST', path, { task, body, ...together?.(pressed) }, files.files, {
            onProgress: setProgress,
            key: key.current,
          }),
        { fields: show, failed: (e) => onRefused?.(e, pressed) ?? false },
      );
      setProgress(0);
      if (!comment) return;
      key.current = randomKey();
      form.current?.reset();
      files.clear();
      done();
      onTyped?.(false);
      onDraft?.(false);
      onSent(comment, pressed);
    },
    { draft: `${into}:${task}` },
  );
  useLayoutEffect(() => {
    // the warning pushes the buttons down; what it asks for is to be seen whole
    if (warning) form.current?.querySelector('.actions')?.scrollIntoView({ block: 'nearest' });
  }, [warning]);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && form.current) submitForm(form.current);
  };
  const onInput = (e: Event) => {
    props.onInput(e);
    if (!(e.target instanceof HTMLTextAreaElement) || e.target.name !== 'body') return;
    const some = e.target.value.trim() !== '';
    onDraft?.(some);
    if (e.isTrusted) onTyped?.(some); // a draft put back is not typing
  };
  return (
    <>
      <form class={`reply ${into === 'notes' ? 'reply-note' : ''}`} {...props} onInput={onInput}>
        <Field
          label={label}
          name="body"
          rows={3}
          required
          {...lengthsOf(limits.comments.body)}
          error={errors.body}
          hint={t(into === 'notes' ? 'reply.hint_note' : 'reply.hint')}
          onKeyDown={onKeyDown}
        />
        <Upload store={files} progress={progress} error={errors.files} compact />
        {warning && (
          <p class="note note-warn" role="alert">
            {warning}
          </p>
        )}
        <div class="actions actions-start">
          <button type="submit" class={`btn ${into === 'notes' ? 'btn-note' : 'btn-main'}`} aria-busy={busy}>
            <Icon name={into === 'notes' ? 'lock' : 'send'} />
            {warning ? t('reply.anyway') : button}
          </button>
          {children}
        </div>
      </form>
      {tools?.(form)}
    </>
  );
}
