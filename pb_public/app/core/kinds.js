/** @typedef {import('./types.js').NoticeKind} NoticeKind */

const ofConsultant = /** @type {const} */ (['assigned', 'answered', 'reopened', 'rated']);

/** What people of each role are told of. @type {Record<import('./types.js').Role, readonly NoticeKind[]>} */
export const kinds = {
  client: ['answer', 'question', 'done', 'closing', 'closed'],
  consultant: ofConsultant,
  manager: [...ofConsultant, 'unassigned', 'low_rating', 'held'],
};

/** How they are told. */
export const channels = /** @type {const} */ (['page', 'mail']);
