// localStorage that may be off or full: the page works on without it.

export function load(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Saves a text; an empty one forgets the key. */
export function save(key: string, value: string) {
  try {
    value ? localStorage.setItem(key, value) : localStorage.removeItem(key);
  } catch {
    /* private mode or full */
  }
}
