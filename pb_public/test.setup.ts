const listens = { addEventListener() {}, removeEventListener() {} };

Object.assign(globalThis, {
  ...listens,
  document: { ...listens, documentElement: { lang: 'ru', dataset: {} }, title: '', visibilityState: 'visible' },
  location: { origin: 'http://localhost' },
  localStorage: { getItem: () => null, setItem() {}, removeItem() {} },
});
