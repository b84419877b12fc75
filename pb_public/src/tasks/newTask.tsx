import { limits, priorities } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import '../ui/lists.css';
import '../thread/thread.css';
import './tasks.css';
import '../thread/ru';
import './ru';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isStaff, me, run } from '../lib/api';
import { readDraft } from '../lib/drafts';
import { isControl, useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { useProfile } from '../lib/profile';
import { randomKey } from '../lib/randomKey';
import { go } from '../lib/router';
import { send } from '../lib/send';
import { toast } from '../lib/toast';
import type { Task } from '../lib/types';
import { CategoryField } from '../ui/categoryField';
import { Field } from '../ui/field';
import { NotForYou } from '../ui/notForYou';
import { PriorityChoice } from '../ui/priority';
import { Failed } from '../ui/states';
import { Upload, useFiles } from '../ui/upload';

/** The client and the organisation, shown so that a wrong one is noticed. */
function Asker() {
  const { profile, failed, reload } = useProfile();
  if (failed.value) return <Failed text={failed.value} retry={reload} />;
  const p = profile.value;
  return (
    <>
      <dl class="asker" aria-busy={!p}>
        <div>
          <dt>{t('register.nick')}</dt>
          <dd>{me.value?.username}</dd>
        </div>
        <div>
          <dt>{t('requisites.organization')}</dt>
          <dd>{p?.organization ?? '…'}</dd>
        </div>
        <div>
          <dt>{t('field.inn')}</dt>
          <dd>{p?.inn ?? '…'}</dd>
        </div>
      </dl>
      <p class="hint">
        <a href="/profile">{t('new.wrong')}</a>
      </p>
    </>
  );
}

/** Similar own tasks, loaded once something is typed; the form works without them. */
function Alike(p: { title: string; description: string }) {
  const [view, setView] = useState<typeof import('./similar') | null>(null);
  const typed = (p.title + p.description).trim() !== '';
  useEffect(() => {
    if (typed) import('./similar').then(setView, () => undefined);
  }, [typed]);
  return view && <view.default {...p} />;
}

function Form() {
  const [words, setWords] = useState({ title: '', description: '' });
  const kept = useRef(readDraft(me.value?.id ?? '', 'task')).current;
  const files = useFiles('task');
  const [progress, setProgress] = useState(0);
  const key = useRef(randomKey());
  const { errors, show, busy, done, props } = useForm<'title' | 'description' | 'priority' | 'category'>(
    async ({ title, description, priority, category }) => {
      if (files.problem) return;
      const task = await run(
        () =>
          send<Task>(
            'POST',
            '/api/collections/tasks/records',
            { title, description, priority, category },
            files.files,
            {
              onProgress: setProgress,
              key: key.current,
            },
          ),
        { fields: show },
      );
      setProgress(0);
      if (!task) return;
      files.clear();
      done();
      toast(t('new.done', { n: String(task.number) }));
      go(`/tasks/${task.number}`, { replace: true });
    },
    { draft: 'task' },
  );
  const onInput = (e: Event) => {
    props.onInput(e);
    const { target } = e;
    if (target instanceof Element && isControl(target) && target.name in words)
      setWords((now) => ({ ...now, [target.name]: target.value }));
  };
  return (
    <form class="new-task" {...props} onInput={onInput}>
      <Field
        label={t('task.title')}
        name="title"
        required
        {...lengthsOf(limits.tasks.title)}
        hint={t('new.title_hint')}
        error={errors.title}
      />
      <Field
        label={t('task.description')}
        name="description"
        rows={6}
        {...lengthsOf(limits.tasks.description)}
        hint={t('new.description_hint')}
        error={errors.description}
      />
      <Alike {...words} />
      <CategoryField value={kept.category} error={errors.category} />
      <PriorityChoice value={priorities.find((p) => p === kept.priority)} />
      <Upload store={files} progress={progress} error={errors.files} />
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('new.submit')}
        </button>
      </div>
    </form>
  );
}

export default function NewTask() {
  const heading = usePage(t('nav.new'));
  if (isStaff())
    return (
      <>
        <h1 {...heading}>{t('nav.new')}</h1>
        <NotForYou title={t('new.staff')} />
      </>
    );
  return (
    <div class="column">
      <h1 {...heading}>{t('nav.new')}</h1>
      <Asker />
      <Form />
    </div>
  );
}
