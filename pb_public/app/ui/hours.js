import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { run } from '../core/api.js';
import { differing, useForm } from '../core/form.js';
import { afterSaving, turn, useKept, withKept } from '../core/kept.js';
import { dayInWords, fits, useSchedule, weekdays, zones } from '../core/schedule.js';
import { saveSettings } from '../core/settings.js';
import { toast } from '../core/toast.js';
import { useRef, useState } from '../vendor/preact.js';
import { Field } from './field.js';
import { Icon } from './icon.js';
import { Kept } from './kept.js';
import { Failed, Ghosts } from './states.js';

/** @typedef {import('../core/types.js').Schedule} Schedule @typedef {import('../core/types.js').Hours} HoursOfDay */

/** The intervals of one day. @param {{ name: string, hours: HoursOfDay, onChange: (hours: HoursOfDay) => void, error?: string }} p */
function Day({ name, hours, onChange, error }) {
  const put = (/** @type {number} */ i, /** @type {0 | 1} */ side, /** @type {string} */ value) => onChange(hours.map((span, j) => /** @type {[string, string]} */ (j === i ? (side ? [span[0], value] : [value, span[1]]) : span)));
  const more = () => onChange([...hours, /** @type {[string, string]} */ (hours.length ? ['', ''] : ['09:00', '18:00'])]);
  const id = `day-${name}`;
  return html`<fieldset class="day" aria-describedby=${error ? id : undefined}><legend>${name}</legend>
    <div class="day-hours">${!hours.length && html`<span class="hint">${t('hours.off')}</span>`}
      ${hours.map((span, i) => html`<span class="day-span" key=${i}><input type="time" aria-label=${t('hours.from', { day: name })} aria-invalid=${error ? 'true' : undefined} value=${span[0]} onInput=${(/** @type {any} */ e) => put(i, 0, e.target.value)} />
        <span aria-hidden="true">–</span><input type="time" aria-label=${t('hours.to', { day: name })} aria-invalid=${error ? 'true' : undefined} value=${span[1]} onInput=${(/** @type {any} */ e) => put(i, 1, e.target.value)} />
        <button type="button" class="btn-icon" aria-label=${t('hours.remove', { day: name, hours: `${span[0]}–${span[1]}` })} onClick=${() => onChange(hours.filter((_, j) => j !== i))}><${Icon} name="close" /></button></span>`)}
      <button type="button" class="btn-text" aria-label=${`${t('hours.more')}: ${name}`} onClick=${more}>${t('hours.more')}</button></div>
    ${error && html`<p class="error" id=${id}>${error}</p>`}</fieldset>`;
}

/**
 * @param {{ exceptions: Record<string, HoursOfDay>, pending: { current: () => Record<string, HoursOfDay> | null }, onChange: (e: Record<string, HoursOfDay>) => void, error?: string }} p
 *   pending: gives them with the day that is filled in and not added yet, which is meant to be saved too; null if its hours are wrong
 */
function Exceptions({ exceptions, pending, onChange, error }) {
  const [day, setDay] = useState('');
  const [yearly, setYearly] = useState(false);
  const [hours, setHours] = useState(/** @type {HoursOfDay} */ ([]));
  const [problem, setProblem] = useState('');
  const withDay = () => {
    if (!day) return exceptions;
    if (!fits(hours)) { setProblem(t('hours.wrong')); return null; }
    setProblem('');
    setDay('');
    setHours([]);
    return { ...exceptions, [yearly ? day.slice(5) : day]: hours };
  };
  pending.current = withDay;
  const add = () => {
    if (!day) return setProblem(t('hours.need_day'));
    const all = withDay();
    return all && onChange(all);
  };
  const drop = (/** @type {string} */ key) => onChange(Object.fromEntries(Object.entries(exceptions).filter(([k]) => k !== key)));
  const sorted = Object.entries(exceptions).sort(([a], [b]) => a.length - b.length || a.localeCompare(b));
  return html`<div class="stack"><ul class="exceptions">${sorted.map(([key, of]) => html`<li key=${key}><span>${dayInWords(key)}${key.length === 5 && html` <span class="hint">${t('hours.yearly')}</span>`}</span>
      <span class="hint">${of.length ? of.map(([a, b]) => `${a}–${b}`).join(', ') : t('hours.off')}</span>
      <button type="button" class="btn-icon" aria-label=${t('hours.drop', { day: dayInWords(key) })} onClick=${() => drop(key)}><${Icon} name="close" /></button></li>`)}</ul>
    <div class="exception-new"><div class="field"><label for="exception-day">${t('hours.day')}</label><input id="exception-day" type="date" value=${day} aria-describedby=${problem ? 'exception-e' : undefined} aria-invalid=${problem ? 'true' : undefined} onInput=${(/** @type {any} */ e) => setDay(e.target.value)} /></div>
      <label class="check"><input type="checkbox" checked=${yearly} onChange=${(/** @type {any} */ e) => setYearly(e.target.checked)} />${t('hours.every_year')}</label>
      <${Day} name=${t('hours.of_day')} hours=${hours} onChange=${setHours} />
      <button type="button" class="btn" onClick=${add}>${t('hours.add_day')}</button></div>
    ${(problem || error) && html`<p class="error" role="alert" id="exception-e">${problem || error}</p>`}</div>`;
}

/** What the form has of a schedule. @param {Schedule} of */
const known = ({ timezone, week, exceptions, target_high, target_normal, target_low }) => ({ timezone, week, exceptions: exceptions ?? {}, target_high, target_normal, target_low });

/** @param {{ of: Schedule, onSaved: (now: Schedule) => void }} p */
function Form({ of, onSaved }) {
  const [base, setBase] = useState(known(of)); // as read, and as saved since
  const [begin] = useState(() => withKept('schedule', base));
  const [typed, setTyped] = useState(begin);
  const kept = useKept('schedule', typed, base);
  const { week, exceptions } = typed;
  const put = (/** @type {Partial<typeof typed>} */ some) => setTyped((now) => ({ ...now, ...some }));
  const pending = useRef(/** @type {() => Record<string, HoursOfDay> | null} */ (() => exceptions));
  const [bad, setBad] = useState(/** @type {number[]} */ ([]));
  const { errors, show, busy, props } = useForm(async (v) => {
    const wrong = week.flatMap((hours, i) => (fits(hours) ? [] : [i]));
    setBad(wrong);
    if (wrong.length) { /** @type {HTMLElement | null} */ (document.querySelectorAll('.week .day')[wrong[0]]?.querySelector('input'))?.focus(); return; }
    const days = pending.current();
    if (!days) return;
    const now = { timezone: v.timezone, week, exceptions: days, target_high: Number(v.target_high), target_normal: Number(v.target_normal), target_low: Number(v.target_low) };
    setTyped(now);
    const changed = differing(now, base);
    const saved = await run(() => saveSettings('schedule', of.id, changed, base), { fields: show });
    if (!saved) return;
    const stored = known(/** @type {any} */ (saved));
    setBase(afterSaving({ ...base, ...changed }, changed, stored));
    setTyped((later) => afterSaving(later, changed, stored));
    kept.saved(changed, stored);
    onSaved(/** @type {any} */ (saved));
    toast(t('hours.saved'));
  }, { aside: ['week', 'exceptions'] });
  const onInput = (/** @type {any} */ e) => {
    props.onInput(e);
    const { name, value } = e.target;
    if (name in typed) put({ [name]: name === 'timezone' || value === '' ? value : Number(value) });
  };
  const { russian, other } = zones(begin.timezone);
  const names = weekdays();
  const target = (/** @type {'high' | 'normal' | 'low'} */ p) => html`<${Field} label=${t(`priority.${p}`)} name=${`target_${p}`} type="number" required min="0.25" max="1000" step="0.25" inputmode="decimal" defaultValue=${String(begin[`target_${p}`])} error=${errors[`target_${p}`]} />`;
  return html`<form ...${props} onInput=${onInput}><${Kept} of=${kept} />
    <section class="stack"><h3>${t('hours.week')}</h3><div class="week">${week.map((hours, i) => html`<${Day} key=${i} name=${names[i]} hours=${hours} error=${bad.includes(i) ? t('hours.wrong') : ''}
      onChange=${(/** @type {HoursOfDay} */ next) => { setBad(bad.filter((d) => d !== i)); put({ week: week.map((w, j) => (j === i ? next : w)) }); }} />`)}</div>${errors.week && html`<p class="error" role="alert">${errors.week}</p>`}
      <div class="field select"><label for="timezone">${t('hours.timezone')}</label><select id="timezone" name="timezone" aria-describedby=${errors.timezone ? 'timezone-e' : undefined} aria-invalid=${errors.timezone ? 'true' : undefined}>
        <optgroup label=${t('hours.russian')}>${russian.map((z) => html`<option key=${z} value=${z} selected=${z === begin.timezone}>${z}</option>`)}</optgroup>
        <optgroup label=${t('hours.other')}>${other.map((z) => html`<option key=${z} value=${z} selected=${z === begin.timezone}>${z}</option>`)}</optgroup></select>
        ${errors.timezone && html`<p class="error" id="timezone-e">${errors.timezone}</p>`}</div></section>
    <section class="stack"><h3>${t('hours.exceptions')}</h3><${Exceptions} pending=${pending} exceptions=${exceptions} onChange=${(/** @type {Record<string, HoursOfDay>} */ next) => put({ exceptions: next })} error=${errors.exceptions} /></section>
    <fieldset class="stack"><legend class="hours-legend">${t('hours.targets')}</legend><p class="hint">${t('hours.targets_hint')}</p><div class="pair">${target('high')}${target('normal')}${target('low')}</div></fieldset>
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div></form>`;
}

/** When the firm works, and how soon it answers. */
export function OfficeHours() {
  const { schedule, failed, reload } = useSchedule();
  if (failed.value) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  return schedule.value ? html`<${Form} key=${turn.value} of=${schedule.value} onSaved=${(/** @type {Schedule} */ now) => { schedule.value = now; }} />` : html`<${Ghosts} n=${7} />`;
}
