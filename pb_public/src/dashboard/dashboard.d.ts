// What the extension uses of the globals of PocketBase's dashboard. They are
// experimental and undocumented: their source is ui/src of PocketBase.
// tsconfig.dashboard.json keeps them from the page, whose files import a `t` of
// their own: the global one would hide that an import is missing.
import type PocketBase from 'pocketbase';

/** What an element holds; a function is called again when a store that it reads changes. */
type Child = string | number | Node | null | Child[] | (() => Child);

/** A property of an element, or the function that computes it. A token list is set as text. */
type Property<T> = [T] extends [DOMTokenList] ? string : T | (() => T);

type Properties<E> = { [Name in Exclude<keyof E, `on${string}`>]?: Property<E[Name]> } & {
  onclick?: () => void;
  onchange?: (event: Event & { target: E }) => void;
  oninput?: (event: Event & { target: E }) => void;
  /** The name of a page for other extensions. */
  pbEvent?: string;
};

interface SelectViewProps {
  field: { name: string };
  record?: { status: string };
}

interface Dashboard {
  pb: PocketBase;
  store: {
    title: string;
    activeCollection: string;
    superuser: { email: string } | null;
    headerLinks: { href: string; icon: string; label: string }[];
    headerLogo: string;
    mainLogo: string;
    favicon: string;
  };
  routes: {
    superuserOnly(path: string, page: () => Node): void;
    fallbackPath: string;
  };
  fieldTypes: { select: { view(props: SelectViewProps): Node } };
  toasts: { success(message: string): void; error(message: string): void };
}

declare global {
  const app: Dashboard;

  /** Makes an object whose changes run the functions that read it again. */
  const store: <T extends object>(initial: T) => T;

  /** Makes an element of each tag. */
  const t: {
    [Tag in keyof HTMLElementTagNameMap]: (
      properties: Properties<HTMLElementTagNameMap[Tag]> | null,
      ...children: Child[]
    ) => HTMLElementTagNameMap[Tag];
  };
}
