import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { toast } from '../core/toast.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';

/** @param {{ onClose: () => void, onDone: () => void }} p */
function Form({ onClose, onDone }) {
  const { errors, show, busy, props } = useForm(async (v) => {
    const email = v.email.trim();
    const made = await run(() => pb.send('/api/desk/staff', { method: 'POST', body: { username: v.username.trim(), email, name: v.name.trim() } }), { fields: show });
    if (!made) return;
    onClose();
    toast(t('people.invited', { email }));
    onDone();
  });
  return html`<form ...${props}><p class="hint">${t('people.invite_hint')}</p>
    <${Field} label=${t('register.name')} name="name" required maxlength="120" autocomplete="off" error=${errors.name} />
    <${Field} label=${t('register.email')} name="email" type="email" required autocomplete="off" error=${errors.email} />
    <${Field} label=${t('register.nick')} name="username" required minlength="3" maxlength="32" autocomplete="off" autocapitalize="off" spellcheck=${false} hint=${t('people.nick_hint')} error=${errors.username} />
    <div class="actions"><button type="button" class="btn" onClick=${onClose}>${t('form.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('people.send_invite')}</button></div></form>`;
}

/** Invites a consultant. @param {{ open: boolean, onClose: () => void, onDone: () => void }} p */
export const InviteDialog = ({ open, onClose, onDone }) => html`<${Dialog} open=${open} title=${t('people.invite')} onClose=${onClose}><${Form} onClose=${onClose} onDone=${onDone} /><//>`;
