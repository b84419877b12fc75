import { useEffect, useId } from 'preact/hooks';
import { categories, loadCategories } from '../lib/categories';
import { t } from '../lib/i18n';

/** The choice of a category, if the firm has any; a retired one is offered only where it is chosen. */
export function CategoryField({ value = '', error }: { value?: string; error?: string }) {
  const id = useId();
  useEffect(() => {
    loadCategories();
  }, []);
  const offered = categories.value?.filter((c) => !c.retired || c.id === value) ?? [];
  return (
    offered.length > 0 && (
      <div class="field select">
        <label for={id}>
          {t('task.category')} <span class="field-optional">{t('form.optional')}</span>
        </label>
        <select
          id={id}
          name="category"
          aria-describedby={error ? `${id}-e` : undefined}
          aria-invalid={error ? 'true' : undefined}
        >
          <option value="">{t('task.category_none')}</option>
          {offered.map((c) => (
            <option key={c.id} value={c.id} selected={c.id === value}>
              {c.name}
            </option>
          ))}
        </select>
        {error && (
          <p class="error" id={`${id}-e`}>
            {error}
          </p>
        )}
      </div>
    )
  );
}
