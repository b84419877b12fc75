import '../ui/lists.css';
import './settings.css';
import './ru';
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { route, setQuery } from '../lib/router';
import { CannedList } from '../ui/cannedList';
import { Choice } from '../ui/field';
import { ManagersOnly } from '../ui/managersOnly';
import { CategoryList } from './categoryList';
import { OfficeHours } from './officeHours';
import { SiteForm } from './siteForm';

const parts = ['categories', 'hours', 'canned', 'site'] as const;
type Part = (typeof parts)[number];

const views: Record<Part, ComponentType> = {
  categories: CategoryList,
  hours: OfficeHours,
  canned: () => (
    <>
      <p class="hint">{t('settings.canned_about')}</p>
      <CannedList shared />
    </>
  ),
  site: SiteForm,
};

function Settings() {
  const asked = route.value?.query.get('part');
  const [part, setPart] = useState<Part>(parts.find((p) => p === asked) ?? 'categories');
  const View = views[part];
  const pick = (next: Part) => {
    setPart(next);
    setQuery(new URLSearchParams(next === 'categories' ? {} : { part: next }));
  };
  return (
    <>
      <div class="filters">
        <Choice
          legend={t('settings.which')}
          name="part"
          value={part}
          quiet
          onPick={pick}
          options={parts.map((p) => ({ value: p, label: t(`settings.${p}`) }))}
        />
      </div>
      <section class={`settings-part ${part === 'site' ? 'settings-wide' : ''}`} aria-labelledby="settings-h">
        <h2 class="vh" id="settings-h">
          {t(`settings.${part}`)}
        </h2>
        <View key={part} />
      </section>
    </>
  );
}

/** The settings of the firm. */
export default () => (
  <ManagersOnly title={t('menu.settings')}>
    <Settings />
  </ManagersOnly>
);
