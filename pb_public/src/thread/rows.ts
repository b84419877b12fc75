import type { SendOptions } from 'pocketbase';
import { pb } from '../lib/api';
import { readRows, useRows } from '../lib/realtime';
import type { Assessment, Comment, Event, MailFiles } from '../lib/types';

const of = (task: string) => ({ filter: pb.filter('task = {:task}', { task }), sort: 'created' as const });

/**
 * What belongs to one task, each kept fresh.
 * @param task its id
 */
export const useComments = (task: string) =>
  useRows('comments', { ...of(task), keep: (row: Comment) => row.task === task });
export const useNotes = (task: string) => useRows('notes', { ...of(task), keep: (row: Comment) => row.task === task });
export const useEvents = (task: string) => useRows('history', { ...of(task), keep: (row: Event) => row.task === task });
export const useMailFiles = (task: string) =>
  useRows('mail_files', { ...of(task), keep: (row: MailFiles) => row.task === task });
/** At most one. */
export const useAssessment = (task: string) =>
  useRows('assessments', { ...of(task), keep: (row: Assessment) => row.task === task });

/** Reads all of it once, with these options. */
export const readAll = (task: string, options: SendOptions) =>
  ['comments', 'notes', 'history', 'mail_files', 'assessments'].map((name) => readRows(name, of(task), options));
