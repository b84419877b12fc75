import { html } from '../core/html.js';

const address = /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)\]])/g;

/** Splits a text into words and links. @param {string} text @returns {{ text: string, link: boolean }[]} */
export const parts = (text) => text.split(address).map((part, i) => ({ text: part, link: i % 2 === 1 })).filter((p) => p.text);

/** A person's own words: lines as typed, addresses as links. @param {{ text: string }} p */
export const Words = ({ text }) => html`<div class="words">${parts(text).map((p, i) => (p.link
  ? html`<a key=${i} href=${p.text} target="_blank" rel="noopener noreferrer nofollow">${p.text}</a>` : p.text))}</div>`;
