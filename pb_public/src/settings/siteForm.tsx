import { useEffect, useState } from 'preact/hooks';
import { explain, pb, run } from '../lib/api';
import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { differing, isControl, useForm } from '../lib/forms';
import { size, t } from '../lib/i18n';
import { saveSettings } from '../lib/saveSettings';
import { readSite, site } from '../lib/site';
import { toast } from '../lib/toast';
import type { Site } from '../lib/types';
import { Field } from '../ui/field';
import { Rich } from '../ui/richText';
import { Failed, Ghosts } from '../ui/states';
import { RichEdit } from './richEdit';
import { afterSaving, turn, useUnsaved, withUnsaved } from './unsavedChanges';
import { UnsavedNote } from './unsavedNote';

const fields = ['name', 'phone', 'email', 'address', 'hours'] as const;

/** How the home page will look. */
const Preview = ({ of, logo }: { of: Known; logo: string }) => (
  <section class="site-preview" aria-label={t('site.preview')}>
    <p class="hint">{t('site.preview')}</p>
    {logo && <img class="home-logo" src={logo} alt="" />}
    <p class="site-preview-name">{of.name || t('home.title')}</p>
    <Rich html={of.about} />
    <p>{[of.phone, of.email, of.address, of.hours].filter(Boolean).join(' · ')}</p>
  </section>
);

const Logo = ({
  of,
  logo,
  gone,
  onPick,
  onGone,
  error,
}: {
  of: Site;
  logo: File | null;
  gone: boolean;
  onPick: (f: File | null) => void;
  onGone: (gone: boolean) => void;
  error?: string;
}) => (
  <div class="field">
    <label for="logo">{t('site.logo')}</label>
    <input
      id="logo"
      type="file"
      accept="image/png,image/jpeg,image/webp"
      aria-describedby={`logo-h ${error ? 'logo-e' : ''}`}
      onChange={(e) => onPick(e.currentTarget.files?.[0] ?? null)}
    />
    {error && (
      <p class="error" id="logo-e">
        {error}
      </p>
    )}
    <p class="hint" id="logo-h">
      {t('site.logo_hint', { size: size(limits.site.logo.maxSize) })}
    </p>
    {of.logo && !logo && (
      <label class="check">
        <input type="checkbox" checked={gone} onChange={(e) => onGone(e.currentTarget.checked)} />
        {t('site.no_logo')}
      </label>
    )}
  </div>
);

/** The fields of the site in the form, without the logo. */
const known = ({ name, phone, email, address, hours, about }: Site) => ({ name, phone, email, address, hours, about });
type Known = ReturnType<typeof known>;

function Form({ of }: { of: Site }) {
  const [base, setBase] = useState(() => known(of)); // as read, and as saved since
  const [begin] = useState(() => withUnsaved('site', base));
  const [typed, setTyped] = useState(begin);
  const kept = useUnsaved('site', typed, base);
  const [logo, setLogo] = useState<File | null>(null);
  const [gone, setGone] = useState(false);
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (!logo) {
      setShown(of.logo && !gone ? pb.files.getURL(of, of.logo, { thumb: '0x96' }) : '');
      return undefined;
    }
    const url = URL.createObjectURL(logo);
    setShown(url);
    return () => URL.revokeObjectURL(url);
  }, [logo, gone, of.logo]);
  const { errors, show, busy, props } = useForm(
    async () => {
      const changed = differing(typed, base);
      const saved = await run(
        () => saveSettings<Site>('site', of.id, changed, base, logo ? { logo } : gone ? { logo: null } : {}),
        { fields: show },
      );
      if (!saved) return;
      site.value = saved;
      const stored = known(saved);
      setBase(afterSaving({ ...base, ...changed }, changed, stored));
      setTyped((now) => afterSaving(now, changed, stored));
      kept.saved(changed, stored);
      toast(t('site.saved'));
      setLogo(null);
      setGone(false);
    },
    { aside: ['about', 'logo'] },
  );
  const pickLogo = (file: File | null) => {
    const wrong =
      file &&
      (file.size > limits.site.logo.maxSize
        ? t('site.logo_large', { size: size(limits.site.logo.maxSize) })
        : /^image\/(png|jpeg|webp)$/.test(file.type)
          ? ''
          : t('site.logo_kind'));
    show(wrong ? { logo: wrong } : {});
    setLogo(wrong ? null : file);
  };
  const onInput = (e: Event) => {
    props.onInput(e);
    if (!(e.target instanceof Element && isControl(e.target))) return;
    const { name, value } = e.target;
    if (name in typed) setTyped({ ...typed, [name]: value });
  };
  const field = (name: (typeof fields)[number], more: object) => (
    <Field label={t(`site.${name}`)} name={name} defaultValue={begin[name]} error={errors[name]} {...more} />
  );
  return (
    <div class="site-both">
      <form {...props} onInput={onInput}>
        <UnsavedNote of={kept} />
        {field('name', { ...lengthsOf(limits.site.name) })}
        <RichEdit
          label={t('site.about')}
          value={begin.about}
          error={errors.about}
          onChange={(about: string) => setTyped((now) => ({ ...now, about }))}
        />
        <div class="pair">
          {field('phone', { ...lengthsOf(limits.site.phone), type: 'tel' })}
          {field('email', { type: 'email' })}
        </div>
        {field('address', { ...lengthsOf(limits.site.address) })}
        {field('hours', { ...lengthsOf(limits.site.hours), hint: t('site.hours_hint') })}
        <Logo of={of} logo={logo} gone={gone} onPick={pickLogo} onGone={setGone} error={errors.logo} />
        <div class="actions actions-start">
          <button type="submit" class="btn btn-main" aria-busy={busy}>
            {t('form.save')}
          </button>
          <a class="btn" href="/">
            {t('site.open')}
          </a>
        </div>
      </form>
      <Preview of={typed} logo={shown} />
    </div>
  );
}

/** The firm on the home page. It is loaded anew: what the page has may be hours old. */
export function SiteForm() {
  const [read, setRead] = useState(false);
  const [failed, setFailed] = useState('');
  const reload = () =>
    readSite().then(
      () => {
        setFailed('');
        setRead(true);
      },
      (e) => setFailed(explain(e)),
    );
  useEffect(() => {
    reload();
  }, []);
  if (failed) return <Failed text={failed} retry={reload} />;
  return read && site.value ? <Form key={turn.value} of={site.value} /> : <Ghosts n={5} />;
}
