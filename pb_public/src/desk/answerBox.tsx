import type { ClientResponseError } from 'pocketbase';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { explain, me } from '../lib/api';
import { offerUndo } from '../lib/bulk';
import { hasDraft } from '../lib/drafts';
import { workedStatuses } from '../lib/facts';
import { t } from '../lib/i18n';
import { nameOf } from '../lib/staff';
import { toast } from '../lib/toast';
import type { Comment, Task } from '../lib/types';
import { Reply } from '../thread/replyForm';
import type { useComments, useNotes } from '../thread/rows';
import type { At } from '../thread/task';
import type { usePresence } from '../thread/usePresence';
import { spokeSince } from '../thread/versions';
import { Choice } from '../ui/field';
import { CannedTools } from './cannedTools';
import { insertText } from './insertText';
import { pendingReply } from './pendingReply';

/** What is written: comments are for the client, notes for staff. */
type Into = 'comments' | 'notes';

/** The values of placeholders in canned answers. */
const valuesOf = (task: Task) => ({
  name: task.expand?.client?.name ?? '',
  number: String(task.number),
  organization: task.expand?.profile?.organization ?? '',
  consultant: me.value?.name || me.value?.username || '',
});

/** A warning, once each, about colleagues who have answered since the form was opened. */
function useColleagues(task: Task, comments: Comment[] | null) {
  const seen = useRef<Set<string> | null>(null);
  const look = () => {
    seen.current = new Set(comments?.map((l) => l.id));
  };
  useEffect(() => {
    if (comments && !seen.current) look();
  }, [comments]);
  const warn = () => {
    const names = spokeSince(comments ?? [], seen.current ?? new Set(comments?.map((l) => l.id)), [
      me.value?.id ?? '',
      task.client,
    ]).map(nameOf);
    look();
    return names.length ? t('work.answered', { names: names.join(', ') }) : '';
  };
  return warn;
}

/**
 * An answer to the client, or a note for staff: two forms, each with its own
 * text, files and button, of which one is shown. The mode stays as it was left,
 * for a mode that goes back by itself would send the second note to the client.
 */
export function AnswerBox({
  at,
  comments,
  notes,
  presence,
}: {
  at: At;
  comments: ReturnType<typeof useComments>;
  notes: ReturnType<typeof useNotes>;
  presence: ReturnType<typeof usePresence>;
}) {
  const task = at.task.value as Task;
  const warn = useColleagues(task, comments.rows.value);
  const tools = (form: { current: HTMLFormElement | null }) => <CannedTools form={form} values={valuesOf(task)} />;
  const kept = (into: string) => hasDraft(me.value?.id ?? '', `${into}:${task.id}`);
  const [into, setInto] = useState<Into>(() => (kept('notes') && !kept('comments') ? 'notes' : 'comments'));
  const [drafts, setDrafts] = useState({ comments: kept('comments'), notes: kept('notes') });
  const draft = (mode: Into) => (some: boolean) => setDrafts((d) => (d[mode] === some ? d : { ...d, [mode]: some }));
  const may =
    workedStatuses.includes(task.status) && (task.consultant === me.value?.id || me.value?.role === 'manager');
  const answered = (comment: Comment, pressed: string) => {
    comments.put(comment);
    if (!pressed) return toast(t('toast.sent'));
    offerUndo(comment.id, t('work.sent_with_status'));
    at.reload();
  };
  // the answer and the status are saved together or not at all
  const together = (pressed: string) =>
    pressed ? { change: { status: pressed, rev: (at.task.value as Task).rev } } : {};
  const refused = (e: ClientResponseError, pressed: string) => {
    const why = e.response.data?.change?.status?.message;
    if (!pressed || !(why || e.response.data?.present)) return false;
    toast(t('work.not_sent', { why: why ?? explain(e) }), { kind: 'bad' });
    at.reload();
    return true;
  };
  const noted = (note: Comment) => {
    notes.put(note);
    toast(t('toast.noted'));
  };
  const box = useRef<HTMLElement | null>(null);
  const asked = pendingReply.value?.task === task.id ? pendingReply.value : null;
  useLayoutEffect(() => {
    // a key asks for the form, and the next one may be the first comment
    if (!asked) return;
    if (into !== asked.into) {
      setInto(asked.into);
      return;
    }
    const words = box.current?.querySelector(`[data-into=${into}] textarea`) as HTMLTextAreaElement;
    pendingReply.value = null;
    words.focus();
    if (asked.typed) insertText(words, words.value.length, words.value.length, asked.typed);
  }, [asked, into]);
  const pick = (mode: Into) => {
    presence.stopped();
    setInto(mode);
  };
  const label = (mode: Into, text: string) => (into !== mode && drafts[mode] ? t('desk.draft', { mode: text }) : text);
  return (
    <section ref={box} class="answer-box" aria-label={t('desk.answer')}>
      <Choice
        legend={t('desk.to')}
        name="into"
        value={into}
        quiet
        onPick={pick}
        options={[
          { value: 'comments', label: label('comments', t('desk.to_client')) },
          { value: 'notes', label: label('notes', t('desk.to_staff')) },
        ]}
      />
      <div hidden={into !== 'comments'} data-into="comments">
        <Reply
          task={task.id}
          into="comments"
          label={t('desk.reply_label')}
          send={t('desk.send')}
          onSent={answered}
          together={together}
          onRefused={refused}
          onTyped={presence.typed}
          onDraft={draft('comments')}
          warn={warn}
          tools={tools}
        >
          {may && (
            <>
              <button type="submit" class="btn" value="waiting">
                {t('desk.send_ask')}
              </button>
              <button type="submit" class="btn" value="done">
                {t('desk.send_done')}
              </button>
            </>
          )}
        </Reply>
      </div>
      <div hidden={into !== 'notes'} data-into="notes">
        <Reply
          task={task.id}
          into="notes"
          label={t('desk.note_label')}
          send={t('reply.note')}
          onSent={noted}
          onDraft={draft('notes')}
          tools={tools}
        />
      </div>
    </section>
  );
}
