import { useEffect } from 'preact/hooks';
import { isStaff, me, pb } from '../lib/api';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { loadSite, site } from '../lib/site';
import type { Site } from '../lib/types';
import { Rich } from '../ui/richText';

/** The default text of the home page, until the administrator writes one. */
const FirstRun = () => (
  <ol class="steps">
    {[1, 2, 3].map((n) => (
      <li key={n}>
        <h2>{t(`home.step${n}` as 'home.step1')}</h2>
        <p>{t(`home.step${n}_text` as 'home.step1_text')}</p>
      </li>
    ))}
  </ol>
);

const Contacts = ({ of }: { of: Site }) => (
  <address class="contacts">
    <h2>{t('home.contacts')}</h2>
    <dl>
      {of.phone && (
        <div>
          <dt>{t('home.phone')}</dt>
          <dd>
            <a href={`tel:${of.phone.replace(/[^\d+]/g, '')}`}>{of.phone}</a>
          </dd>
        </div>
      )}
      {of.email && (
        <div>
          <dt>{t('home.email')}</dt>
          <dd>
            <a href={`mailto:${of.email}`}>{of.email}</a>
          </dd>
        </div>
      )}
      {of.address && (
        <div>
          <dt>{t('home.address')}</dt>
          <dd>{of.address}</dd>
        </div>
      )}
      {of.hours && (
        <div>
          <dt>{t('home.hours')}</dt>
          <dd>{of.hours}</dd>
        </div>
      )}
    </dl>
  </address>
);

const Start = () => {
  if (isStaff())
    return (
      <a class="btn btn-main" href="/desk">
        {t('nav.desk')}
      </a>
    );
  return (
    <>
      <a class="btn btn-main" href="/tasks/new">
        {t('nav.new')}
      </a>
      <a class="btn" href={me.value ? '/tasks' : '/register'}>
        {t(me.value ? 'nav.tasks' : 'nav.register')}
      </a>
    </>
  );
};

export default function Home() {
  const s = site.value;
  const heading = usePage(t('nav.home'));
  useEffect(() => {
    loadSite();
  }, []);
  const reachable = s && (s.phone || s.email || s.address || s.hours);
  return (
    <div class="home">
      <section class="home-top">
        {s?.logo && <img class="home-logo" src={pb.files.getURL(s, s.logo, { thumb: '0x96' })} alt="" />}
        <h1 {...heading}>{s?.name || t('home.title')}</h1>
        <p class="lead">{t('home.lead')}</p>
        <div class="actions actions-start">
          <Start />
        </div>
      </section>
      {s?.about ? (
        <section class="home-about">
          <Rich html={s.about} />
        </section>
      ) : (
        <FirstRun />
      )}
      {reachable && <Contacts of={s} />}
    </div>
  );
}
