import { pb } from './api.js';
import { useRows } from './live.js';

/**
 * @typedef {import('./types.js').Letter} Letter
 * @typedef {import('./types.js').Event} Event
 * @typedef {import('./types.js').Assessment} Assessment
 */

/** @param {string} task */
const of = (task) => ({ filter: pb.filter('task = {:task}', { task }), sort: /** @type {const} */ ('created') });

/** What belongs to one task, each kept fresh. @param {string} task its id */
export const useLetters = (task) => useRows('comments', { ...of(task), keep: (/** @type {Letter} */ row) => row.task === task });
/** @param {string} task */
export const useNotes = (task) => useRows('notes', { ...of(task), keep: (/** @type {Letter} */ row) => row.task === task });
/** @param {string} task */
export const useEvents = (task) => useRows('history', { ...of(task), keep: (/** @type {Event} */ row) => row.task === task });
/** At most one. @param {string} task */
export const useAssessment = (task) => useRows('assessments', { ...of(task), keep: (/** @type {Assessment} */ row) => row.task === task });
