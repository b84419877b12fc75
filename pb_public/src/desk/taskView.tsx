import { useEffect } from 'preact/hooks';
import { me } from '../lib/api';
import { t } from '../lib/i18n';
import { useSeen } from '../lib/notifications';
import { usePage } from '../lib/page';
import { loadStaff, nameOf } from '../lib/staff';
import type { Task } from '../lib/types';
import { ConflictDialog } from '../thread/conflictDialog';
import { LeftFiles, Quoted } from '../thread/mailParts';
import { OpenedBy, Typing } from '../thread/presence';
import { useAssessment, useComments, useEvents, useMailFiles, useNotes } from '../thread/rows';
import { type At, useTask } from '../thread/task';
import { Thread } from '../thread/thread';
import { usePresence } from '../thread/usePresence';
import { Files } from '../ui/files';
import { PriorityMark } from '../ui/priority';
import { Empty, Failed, Ghosts } from '../ui/states';
import { PlainText } from '../ui/text';
import { AnswerBox } from './answerBox';
import { ClientCard } from './clientCard';
import { openedTask } from './pendingReply';
import { useLatestMessage } from './readingPane';
import { TaskActions } from './taskActions';
import { TaskFacts } from './taskFacts';

function Whole({ at, embedded }: { at: At; embedded: boolean }) {
  const task = at.task.value as Task;
  const comments = useComments(task.id);
  const notes = useNotes(task.id);
  const left = useMailFiles(task.id);
  const events = useEvents(task.id);
  const given = useAssessment(task.id);
  const presence = usePresence(task.id);
  const client = task.expand?.client;
  const name = (id: string) => {
    if (id === me.value?.id) return t('thread.you');
    return id === task.client ? client?.name || client?.username || t('desk.client') : nameOf(id);
  };
  const failed = comments.failed.value || notes.failed.value || events.failed.value;
  const thread = comments.rows.value && notes.rows.value && events.rows.value && (
    <Thread
      comments={comments.rows.value}
      notes={notes.rows.value}
      left={left.rows.value ?? []}
      events={events.rows.value}
      files={task.file_names}
      name={name}
      put={comments.put}
    />
  );
  const article = useLatestMessage<HTMLElement>(!!thread);
  return (
    <article class="desk-task" ref={article}>
      <div class="desk-side">
        <TaskFacts at={at} given={given.rows.value?.[0]} />
        <ClientCard client={task.client} number={task.number} folded={embedded} />
      </div>
      <div class="desk-main">
        <OpenedBy people={presence.open.value} />
        <TaskActions at={at} />
        <ConflictDialog at={at} />
        <div class="task-words">
          {task.description && <PlainText text={task.description} />}
          {task.quoted && <Quoted text={task.quoted} />}
          <Files record={task} />
          <LeftFiles rows={(left.rows.value ?? []).filter((files) => !files.comment)} />
          <p class="hint">
            <PriorityMark value={task.priority} />
          </p>
        </div>
        {failed && (
          <Failed
            text={failed}
            retry={() => {
              comments.reload();
              notes.reload();
              events.reload();
            }}
          />
        )}
        {thread || (!failed && <Ghosts n={3} />)}
        <Typing people={presence.typing.value} />
        {!task.archived_at && <AnswerBox at={at} comments={comments} notes={notes} presence={presence} />}
      </div>
    </article>
  );
}

/** What comes with a task. */
export const expanded = 'client,profile';

/**
 * A task as staff work on it. Beside the queue it is a part of the page, which
 * has its own heading and keeps the focus.
 */
export function TaskView({ number, embedded = false }: { number: string; embedded?: boolean }) {
  const at = useTask(number, expanded);
  const task = at.task.value;
  useSeen(task?.id);
  const heading = usePage(
    task ? `№ ${task.number} ${task.title}` : t('task.one', { n: number }),
    !!task || at.gone.value,
  );
  useEffect(() => {
    loadStaff();
  }, []);
  useEffect(() => {
    openedTask.value = task ? { id: task.id, number: task.number } : null;
    return () => {
      openedTask.value = null;
    };
  }, [task?.id]);
  const title = at.gone.value ? t('task.one', { n: number }) : (task?.title ?? '…');
  return (
    <>
      {!at.gone.value && <p class="eyebrow">{t('task.one', { n: number })}</p>}
      {embedded ? <h2>{title}</h2> : <h1 {...heading}>{title}</h1>}
      {at.gone.value ? (
        <Empty title={t('task.gone')}>
          <p>{t('desk.gone_hint')}</p>
        </Empty>
      ) : task ? (
        <Whole at={at} embedded={embedded} />
      ) : at.failed.value ? (
        <Failed text={at.failed.value} retry={at.reload} />
      ) : (
        <Ghosts n={3} />
      )}
    </>
  );
}
