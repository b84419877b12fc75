import { openStatuses } from '../lib/facts';
import '../ui/lists.css';
import '../thread/thread.css';
import './tasks.css';
import '../thread/ru';
import './ru';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isStaff, me } from '../lib/api';
import { date, day, t } from '../lib/i18n';
import { useSeen } from '../lib/notifications';
import { usePage } from '../lib/page';
import { go } from '../lib/router';
import { loadStaff, nameOf } from '../lib/staff';
import { statusText } from '../lib/statusText';
import { toast } from '../lib/toast';
import type { Task } from '../lib/types';
import { EditDialog } from '../thread/editDialog';
import { Quoted } from '../thread/mailParts';
import { Typing } from '../thread/presence';
import { Reply } from '../thread/replyForm';
import { useAssessment, useComments, useEvents } from '../thread/rows';
import { type At, change, closesAt, remove, reopensUntil, useTask } from '../thread/task';
import { Thread } from '../thread/thread';
import { usePresence } from '../thread/usePresence';
import { Dialog } from '../ui/dialog';
import { Files } from '../ui/files';
import { Icon } from '../ui/icon';
import { PriorityMark } from '../ui/priority';
import { Empty, Failed, Ghosts } from '../ui/states';
import { StatusTag } from '../ui/statusTag';
import { PlainText } from '../ui/text';
import { Assess, CloseDialog } from './assessment';

/**
 * Who has it, what is next, by when: that it is late, the client knows.
 * @param answered by the last comment
 */
function answer(task: Task, answered: boolean) {
  const name = nameOf(task.consultant);
  const promise =
    !answered && new Date(task.due_at) > new Date() ? ` ${t('next.due', { until: date(task.due_at) })}` : '';
  if (task.status === 'new') return t('next.new') + promise;
  if (task.status === 'in_progress') return t('next.in_progress', { name }) + promise;
  if (task.status === 'waiting') return t('next.waiting', { name });
  if (task.status === 'done') return t('next.done', { name, when: day(task.done_at), until: day(closesAt(task)) });
  if (task.status !== 'closed') return statusText(task.status); // one that this build of the page does not know
  const when = day(task.closed_at);
  return reopensUntil(task) > new Date()
    ? t('next.closed', { when, until: day(reopensUntil(task)) })
    : t('next.closed_long', { when });
}

const DeleteDialog = ({ at, open, onClose }: { at: At; open: boolean; onClose: () => void }) => (
  <Dialog open={open} title={t('delete.title')} onClose={onClose}>
    <p>{t('delete.text')}</p>
    <div class="actions">
      <button type="button" class="btn" onClick={onClose}>
        {t('delete.cancel')}
      </button>
      <button
        type="button"
        class="btn btn-bad"
        onClick={() => {
          const task = at.task.value;
          onClose();
          if (task) remove(task);
          go('/tasks');
        }}
      >
        {t('task.delete')}
      </button>
    </div>
  </Dialog>
);

function Actions({ at }: { at: At }) {
  const [open, setOpen] = useState('');
  const task = at.task.value as Task;
  const shut = () => setOpen('');
  const reopen = async () => {
    if (await change(at, { status: task.consultant ? 'in_progress' : 'new' }))
      toast(t('toast.reopened'), { about: task.id });
  };
  const mayReopen = task.status === 'done' || (task.status === 'closed' && reopensUntil(task) > new Date());
  return (
    <div class="task-actions">
      {mayReopen && (
        <button type="button" class="btn" onClick={reopen}>
          {t(task.status === 'done' ? 'task.unsolved' : 'task.reopen')}
        </button>
      )}
      {openStatuses.includes(task.status) && (
        <button type="button" class="btn" onClick={() => setOpen('close')}>
          <Icon name="check" />
          {t('task.close')}
        </button>
      )}
      {task.status !== 'closed' && (
        <button type="button" class="btn" onClick={() => setOpen('edit')}>
          <Icon name="edit" />
          {t('task.edit')}
        </button>
      )}
      <button type="button" class="btn btn-quiet btn-bad" onClick={() => setOpen('delete')}>
        <Icon name="bin" />
        {t('task.delete')}
      </button>
      <CloseDialog at={at} open={open === 'close'} onClose={shut} />
      <EditDialog at={at} open={open === 'edit'} onClose={shut} />
      <DeleteDialog at={at} open={open === 'delete'} onClose={shut} />
    </div>
  );
}

/** Where a step took away what had the focus, the answer to it gets the focus. */
function useFocusedAnswer(status: Task['status']) {
  const section = useRef<HTMLElement | null>(null);
  const before = useRef(status);
  useEffect(() => {
    if (before.current === status) return;
    before.current = status;
    const settle = () =>
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) section.current?.focus();
      });
    // a dialog that asked for the step gives the focus back when it closes: to a button that has gone
    if (document.querySelector('dialog[open]'))
      document.addEventListener('close', settle, { capture: true, once: true });
    else settle();
  }, [status]);
  return section;
}

const Top = ({ task, answered }: { task: Task; answered: boolean }) => (
  <>
    <section class={`answer answer-${task.status}`} ref={useFocusedAnswer(task.status)} tabindex={-1}>
      <StatusTag value={task.status} />
      <p role="status">{answer(task, answered)}</p>
    </section>
    <div class="task-words">
      {task.description && <PlainText text={task.description} />}
      {task.quoted && <Quoted text={task.quoted} />}
      <Files record={task} />
      <p class="hint">
        <PriorityMark value={task.priority} /> {t('task.created', { when: date(task.created) })}
      </p>
    </div>
  </>
);

function Whole({ at }: { at: At }) {
  const task = at.task.value as Task;
  const comments = useComments(task.id);
  const events = useEvents(task.id);
  const given = useAssessment(task.id);
  const presence = usePresence(task.id);
  const name = (id: string) => (id === me.value?.id ? t('thread.you') : nameOf(id));
  const failed = comments.failed.value || events.failed.value || given.failed.value;
  const last = comments.rows.value?.at(-1);
  return (
    <>
      <Top task={task} answered={!!last && last.author !== task.client} />
      <Actions at={at} />
      {given.rows.value && <Assess at={at} given={given.rows.value[0]} put={given.put} />}
      {failed && (
        <Failed
          text={failed}
          retry={() => {
            comments.reload();
            events.reload();
            given.reload();
          }}
        />
      )}
      {comments.rows.value && events.rows.value ? (
        <Thread
          comments={comments.rows.value}
          events={events.rows.value}
          files={task.file_names}
          name={name}
          put={comments.put}
        />
      ) : (
        !failed && <Ghosts n={3} />
      )}
      <Typing people={presence.typing.value} />
      <Reply
        task={task.id}
        into="comments"
        label={t('reply.label')}
        send={t('reply.send')}
        onTyped={presence.typed}
        onSent={(comment) => {
          comments.put(comment);
          toast(t('toast.sent'));
        }}
      />
    </>
  );
}

export default function TaskPage({ number }: { number: string }) {
  const at = useTask(number, '');
  const task = at.task.value;
  useSeen(task?.id);
  const heading = usePage(
    task ? `№ ${task.number} ${task.title}` : t('task.one', { n: number }),
    !!task || at.gone.value,
  );
  useEffect(() => {
    if (isStaff()) go(`/desk/${number}`, { replace: true });
    else loadStaff();
  }, []);
  const crumb = (
    <p class="crumb">
      <a href="/tasks">
        <Icon name="back" />
        {t('nav.tasks')}
      </a>
    </p>
  );
  if (at.gone.value)
    return (
      <>
        {crumb}
        <h1 {...heading}>{t('task.one', { n: number })}</h1>
        <Empty title={t('task.gone')}>
          <p>{t('task.gone_hint')}</p>
        </Empty>
      </>
    );
  if (at.failed.value && !task)
    return (
      <>
        {crumb}
        <h1 {...heading}>{t('task.one', { n: number })}</h1>
        <Failed text={at.failed.value} retry={at.reload} />
      </>
    );
  return (
    <>
      {crumb}
      <article class="task">
        <p class="eyebrow">{t('task.one', { n: number })}</p>
        <h1 {...heading}>{task?.title ?? '…'}</h1>
        {task ? <Whole at={at} /> : <Ghosts n={3} />}
      </article>
    </>
  );
}
