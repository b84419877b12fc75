import { html } from '../core/html.js';
import { lang, setLang, t } from '../core/i18n.js';
import { me, pb, renewSession, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { leave } from '../core/leave.js';
import { usePage } from '../core/page.js';
import { useProfile } from '../core/profile.js';
import { route } from '../core/router.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Choice, Field } from '../ui/field.js';
import { organization, Requisites } from '../ui/requisites.js';
import { Failed, Ghosts } from '../ui/states.js';
import { Switches } from '../ui/switches.js';

/** @param {{ profile: import('../core/types.js').Profile, onSaved: (p: any) => void }} p */
function OrganizationForm({ profile, onSaved }) {
  const { errors, show, busy, props } = useForm(async (values) => {
    const saved = await run(() => pb.collection('profiles').update(profile.id, organization(values, '')), { fields: show, ok: t('toast.saved') });
    if (saved) onSaved(saved);
  });
  return html`<form ...${props}><${Requisites} errors=${errors} values=${profile} />
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div></form>`;
}

function Organization() {
  const { profile, failed, reload } = useProfile();
  if (failed.value) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  return profile.value ? html`<${OrganizationForm} profile=${profile.value} onSaved=${(/** @type {any} */ p) => { profile.value = p; }} />` : html`<${Ghosts} n=${3} />`;
}

function Person() {
  const [locale, setLocale] = useState(me.value?.locale || lang.value);
  const { errors, show, busy, props } = useForm(async ({ name }) => {
    const saved = await run(() => pb.collection('users').update(me.value?.id ?? '', { name, locale }), { fields: show });
    if (!saved) return;
    await setLang(locale);
    toast(t('toast.saved'));
  });
  return html`<form ...${props}>
    <dl class="asker"><div><dt>${t('register.nick')}</dt><dd>${me.value?.username}</dd></div></dl>
    <${Field} label=${t('register.name')} name="name" maxlength="120" autocomplete="name" optional defaultValue=${me.value?.name} error=${errors.name} />
    <${Choice} legend=${t('profile.language')} name="locale" value=${locale} onPick=${(/** @type {any} */ v) => setLocale(v)} options=${[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} />
    <p class="hint">${t('profile.language_hint')}</p>
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div></form>`;
}

function Email() {
  const user = me.value;
  const { errors, show, busy, props } = useForm(async ({ newEmail }) => {
    await run(() => pb.collection('users').requestEmailChange(newEmail.trim()), { fields: show, ok: t('profile.email_sent', { email: newEmail.trim() }) });
  });
  const verify = () => run(() => pb.collection('users').requestVerification(user?.email ?? ''), { ok: t('profile.verify_sent', { email: user?.email ?? '' }) });
  return html`<p>${user?.email} — ${t(user?.verified ? 'profile.verified' : 'profile.unverified')}
      ${!user?.verified && html` <button type="button" class="btn-text" onClick=${verify}>${t('profile.verify')}</button>`}</p>
    <form ...${props}><${Field} label=${t('profile.email_new')} name="newEmail" type="email" required autocomplete="email" hint=${t('profile.email_hint')} error=${errors.newEmail} />
    <div class="actions actions-start"><button class="btn" aria-busy=${busy}>${t('profile.email_submit')}</button></div></form>`;
}

function Password() {
  const { form, errors, show, busy, props } = useForm(async ({ oldPassword, password }) => {
    const user = me.value;
    const saved = await run(() => renewSession(async () => {
      await pb.collection('users').update(user?.id ?? '', { oldPassword, password, passwordConfirm: password });
      return pb.collection('users').authWithPassword(user?.username ?? '', password); // every session has ended, this one too
    }), { fields: show, ok: t('profile.password_done') });
    if (saved) form.current?.reset();
  });
  return html`<form ...${props}>
    <${Field} label=${t('profile.password_old')} name="oldPassword" type="password" required autocomplete="current-password" error=${errors.oldPassword} />
    <${Field} label=${t('profile.password_new')} name="password" type="password" required minlength="8" maxlength="71" autocomplete="new-password" hint=${t('register.password_hint')} error=${errors.password || errors.passwordConfirm} />
    <div class="actions actions-start"><button class="btn" aria-busy=${busy}>${t('profile.password_submit')}</button></div></form>`;
}

async function leaveEverywhere() {
  const done = await run(() => renewSession(async () => { await pb.send('/api/desk/sessions/end', { method: 'POST' }); return true; }));
  if (done) leave('/login', t('profile.left'));
}

/** A part of the page; one that the address names is brought into view. @param {{ title: string, name?: string, children?: any }} p */
function Part({ title, name, children }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const asked = !!name && route.value?.query.get('part') === name;
  useEffect(() => { if (asked) ref.current?.scrollIntoView(); }, [asked]);
  return html`<section class="part" ref=${ref}><h2>${title}</h2><div class="stack">${children}</div></section>`;
}

export default function ProfilePage() {
  const heading = usePage(t('nav.profile'));
  return html`<div class="column"><h1 ...${heading}>${t('nav.profile')}</h1>
    ${me.value?.role === 'client' && html`<${Part} title=${t('register.organization')}><${Organization} /><//>`}
    <${Part} title=${t('register.you')}><${Person} /><//>
    <${Part} title=${t('bell.title')} name="notices"><${Switches} /><//>
    <${Part} title=${t('register.email')}><${Email} /><//>
    <${Part} title=${t('register.password')}><${Password} /><//>
    <${Part} title=${t('profile.sessions')}><p>${t('profile.sessions_text')}</p>
      <div class="actions actions-start"><button type="button" class="btn" onClick=${() => leave('/', t('login.out'))}>${t('nav.logout')}</button>
      <button type="button" class="btn btn-bad" onClick=${leaveEverywhere}>${t('profile.leave')}</button></div><//>
  </div>`;
}
