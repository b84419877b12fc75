import { useEffect, useRef, useState } from 'preact/hooks';
import { explain, pb, run } from '../lib/api';
import { categories, readCategories } from '../lib/categories';
import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import type { Category } from '../lib/types';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Empty, Failed, Ghosts } from '../ui/states';

const rows = () => pb.collection('categories');
/** Saves, then reloads the list even if that failed. */
const save = (work: () => Promise<unknown>, o?: { ok?: string; fields?: (e: Record<string, string>) => void }) =>
  run(async () => {
    try {
      await work();
    } finally {
      await readCategories();
    }
    return true;
  }, o);

function NewCategory() {
  const { form, errors, show, busy, props } = useForm<'name'>(async ({ name }) => {
    if (await save(() => rows().create({ name }), { fields: show, ok: t('category.made', { name: name.trim() }) }))
      form.current?.reset();
  });
  return (
    <form class="category-new" {...props}>
      <Field
        label={t('category.new')}
        name="name"
        required
        {...lengthsOf(limits.categories.name)}
        autocomplete="off"
        error={errors.name}
      />
      <button type="submit" class="btn" aria-busy={busy}>
        <Icon name="plus" />
        {t('category.add')}
      </button>
    </form>
  );
}

function Rename({ row, onClose }: { row: Category; onClose: () => void }) {
  const { form, errors, show, busy, props } = useForm<'name'>(async ({ name }) => {
    if (await save(() => rows().update(row.id, { name }), { fields: show, ok: t('toast.saved') })) onClose();
  });
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, []);
  return (
    <form
      class="category-new"
      {...props}
      onKeyDown={(e: KeyboardEvent) => {
        if (e.key === 'Escape') onClose();
      }}
    >
      <Field
        label={t('category.name')}
        name="name"
        required
        {...lengthsOf(limits.categories.name)}
        autocomplete="off"
        defaultValue={row.name}
        error={errors.name}
      />
      <span class="actions">
        <button type="button" class="btn" onClick={onClose}>
          {t('form.cancel')}
        </button>
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </span>
    </form>
  );
}

/** Deletes an unused category; the toast restores it in its place. */
async function remove(row: Category) {
  const { name, position, retired } = row;
  if (await save(() => rows().delete(row.id)))
    toast(t('category.deleted', { name }), {
      action: { label: t('toast.undo'), run: () => save(() => rows().create({ name, position, retired })) },
    });
}

/** Saves the new order. */
const reorder = (order: Category[]) =>
  save(async () => {
    categories.value = order;
    for (const [i, c] of order.entries()) if (c.position !== i + 1) await rows().update(c.id, { position: i + 1 });
  });

const Row = ({
  row,
  first,
  last,
  onMove,
  onEdit,
}: {
  row: Category;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  onEdit: () => void;
}) => (
  <>
    <span class={`category-name ${row.retired ? 'category-off' : ''}`}>
      {row.name}
      {row.retired && (
        <>
          {' '}
          <span class="person-mark">{t('category.retired')}</span>
        </>
      )}
    </span>
    <span class="category-does">
      <button
        type="button"
        class="btn-icon"
        data-move="-1"
        aria-disabled={first}
        aria-label={t('category.up', { name: row.name })}
        onClick={() => !first && onMove(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="btn-icon"
        data-move="1"
        aria-disabled={last}
        aria-label={t('category.down', { name: row.name })}
        onClick={() => !last && onMove(1)}
      >
        <Icon name="low" />
      </button>
      <button type="button" class="btn-icon" aria-label={t('category.rename', { name: row.name })} onClick={onEdit}>
        <Icon name="edit" />
      </button>
      <button
        type="button"
        class="btn btn-small"
        aria-label={`${t(row.retired ? 'category.return' : 'category.retire')}: ${row.name}`}
        onClick={() => save(() => rows().update(row.id, { retired: !row.retired }), { ok: t('toast.saved') })}
      >
        {t(row.retired ? 'category.return' : 'category.retire')}
      </button>
      <button
        type="button"
        class="btn-icon"
        aria-label={t('category.delete', { name: row.name })}
        onClick={() => remove(row)}
      >
        <Icon name="bin" />
      </button>
    </span>
  </>
);

/** The categories: added, renamed, moved, retired, deleted while unused. */
export function CategoryList() {
  const [edited, edit] = useState('');
  const [failed, setFailed] = useState('');
  const list = useRef<HTMLOListElement | null>(null);
  const read = () =>
    readCategories().then(
      () => setFailed(''),
      (e) => setFailed(explain(e)),
    );
  useEffect(() => {
    read();
  }, []);
  const all = categories.value;
  const move = async (i: number, by: number) => {
    const order = [...(all ?? [])];
    order.splice(i + by, 0, ...order.splice(i, 1));
    await reorder(order);
    (list.current?.children[i + by]?.querySelector(`[data-move="${by}"]`) as HTMLElement | null | undefined)?.focus();
  };
  return (
    <>
      <p class="hint">{t('category.about')}</p>
      <NewCategory />
      {failed && <Failed text={failed} retry={read} />}
      {!all && !failed && <Ghosts n={3} />}
      {all && !all.length && <Empty title={t('category.none')} />}
      {all && all.length > 0 && (
        <ol class="categories" ref={list}>
          {all.map((row, i) => (
            <li key={row.id} class="category">
              {edited === row.id ? (
                <Rename row={row} onClose={() => edit('')} />
              ) : (
                <Row
                  row={row}
                  first={i === 0}
                  last={i === all.length - 1}
                  onMove={(by: number) => move(i, by)}
                  onEdit={() => edit(row.id)}
                />
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
