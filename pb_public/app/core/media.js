import { useEffect, useState } from '../vendor/preact.js';

/** Whether a media query holds now. @param {string} query */
export function useMedia(query) {
  const [is, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const heard = () => set(list.matches);
    heard();
    list.addEventListener('change', heard);
    return () => list.removeEventListener('change', heard);
  }, [query]);
  return is;
}
