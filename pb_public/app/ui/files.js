import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { useEffect, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

/** The name as it was given: the server puts ten random characters before the dot. @param {string} stored */
export const plainName = (stored) => stored.replace(/_[a-z0-9]{10}(\.[^.]+)?$/i, '$1');
const isPicture = (/** @type {string} */ name) => /\.(png|jpe?g|gif|webp)$/i.test(name);

/** Files open only with a token that lives for minutes, so it is fetched for each. @param {any} record @param {string} name */
async function download(record, name) {
  const token = await run(() => pb.files.getToken());
  if (!token) return;
  const a = document.createElement('a');
  a.href = pb.files.getURL(record, name, { token, download: true });
  a.download = plainName(name);
  a.target = '_self';
  a.click();
}

/** The files of a record, pictures with a look at them. @param {{ record: import('../core/types.js').Letter | import('../core/types.js').Task }} p */
export function Files({ record }) {
  const [token, setToken] = useState('');
  const pictures = record.files.some(isPicture);
  useEffect(() => { if (pictures) pb.files.getToken().then(setToken, () => { /* the names stay */ }); }, [record.id, pictures]);
  if (!record.files.length) return null;
  return html`<ul class="files">${record.files.map((name) => html`<li key=${name}>
    <button type="button" class="file" onClick=${() => download(record, name)} title=${t('files.download')}>
      ${isPicture(name) && token ? html`<img src=${pb.files.getURL(record, name, { token, thumb: '240x240' })} alt="" loading="lazy" />` : html`<${Icon} name="clip" />`}
      <span>${plainName(name)}</span></button></li>`)}</ul>`;
}
