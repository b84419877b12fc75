const paths = {
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20 20',
  alert: 'M12 4 21 19.5H3L12 4ZM12 10v4M12 16.8v.2',
  check: 'M5 12.5 10 17 19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  clip: 'M8 12.5 13.8 6.7a3 3 0 0 1 4.3 4.3l-7.4 7.3a4.8 4.8 0 0 1-6.8-6.8l6.6-6.6',
  enter: 'M14 5h4.5v14H14M4.5 12H14M10.5 8l4 4-4 4',
  out: 'M10 5H5.5v14H10M14 8l4 4-4 4M18 12H9.5',
  list: 'M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01',
  home: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9',
  person: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5ZM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  desk: 'M4 6.5h16M4 12h16M4 17.5h10',
  menu: 'M4 7h16M4 12h16M4 17h16',
  send: 'M4.5 12 20 5l-5 15-3.5-6.5L4.5 12Z',
  lock: 'M6.5 11h11v8.5h-11ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  edit: 'M5 19l1-4L16.5 4.5l3 3L9 18l-4 1Z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  page: 'M6.5 3.5h7l4 4v13h-11ZM13.5 3.5v4h4M9 12h6M9 15.5h6',
  down: 'M12 4.5v11M6.5 11 12 16.5l5.5-5.5M5 20h14',
  next: 'M9.5 5.5 16 12l-6.5 6.5',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7',
  up: 'M12 19V6M6 11.5 12 5.5l6 6',
  bell: 'M6.5 17v-6a5.5 5.5 0 0 1 11 0v6M4.5 17h15M10.5 20h3',
  low: 'M12 5v13M6 12.5l6 6 6-6',
};
export type Name = keyof typeof paths;

/** A decorative icon: the text next to it, or the label of the button, carries the meaning. */
export const Icon = ({ name }: { name: Name }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

/** The logo. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M16 3a13 13 0 1 1-9.2 3.8" />
    <path d="M10.5 16.5l4 4 7.5-8.5" />
  </svg>
);
