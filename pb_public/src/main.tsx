import './lib/firstPaint';
// The views of a first visit come with the entry, not after it.
import './account/login';
import './shell/home';
import { render } from 'preact';
import { me } from './lib/api';
import { messagesReady, setLang } from './lib/i18n';
import { start } from './lib/router';
import { workerURL } from './lib/trustedTypes';
import { missing, routes } from './routes';
import { Shell } from './shell/shell';

/** Fetches the views a client may want without a connection, with their messages. */
function warmUp() {
  if (me.value?.role !== 'client') return;
  for (const { pattern, load } of routes) {
    if (pattern.startsWith('/tasks'))
      load()
        .then(messagesReady)
        .catch(() => undefined); // the next visit will
  }
}

const app = document.getElementById('app');
if (app) {
  setLang(document.documentElement.lang).then(() => {
    render(<Shell />, app);
    start(routes, missing);
  });
}

/** The worker comes once the first view stands, and takes nothing from its way here. */
function registerWorker() {
  if (!('serviceWorker' in navigator && isSecureContext)) return;
  navigator.serviceWorker.register(workerURL()).then(
    () => setTimeout(warmUp, 4000),
    () => undefined, // private mode: the page works on without it
  );
}
addEventListener('load', () => setTimeout(registerWorker, 2000));
