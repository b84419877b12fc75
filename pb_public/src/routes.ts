import type { RouteLine } from './lib/router';

/** The route table: any other address is a 404, of the server too. */
export const routes: readonly RouteLine[] = [
  { pattern: '/', load: () => import('./shell/home') },
  { pattern: '/register', load: () => import('./account/register') },
  { pattern: '/login', load: () => import('./account/login') },
  { pattern: '/reset', load: () => import('./account/reset') },
  { pattern: '/reset/:token', load: () => import('./account/newPassword') },
  { pattern: '/verify/:token', load: () => import('./account/verify') },
  { pattern: '/email/:token', load: () => import('./account/newEmail') },
  { pattern: '/tasks', load: () => import('./tasks/tasks'), who: 'user', early: true },
  { pattern: '/tasks/new', load: () => import('./tasks/newTask'), who: 'user' },
  { pattern: '/tasks/:number', load: () => import('./tasks/task'), who: 'user', early: true },
  { pattern: '/profile', load: () => import('./account/profile'), who: 'user' },
  { pattern: '/reports', load: () => import('./reports/reports'), who: 'staff' },
  { pattern: '/desk', load: () => import('./desk/desk'), who: 'staff', early: true },
  { pattern: '/desk/inbox', load: () => import('./inbox/inbox'), who: 'staff' },
  { pattern: '/desk/inbox/:id', load: () => import('./inbox/mailView'), who: 'staff' },
  { pattern: '/desk/people', load: () => import('./people/people'), who: 'staff' },
  { pattern: '/desk/settings', load: () => import('./settings/settings'), who: 'staff' },
  { pattern: '/desk/archive', load: () => import('./settings/archive'), who: 'staff' },
  { pattern: '/desk/log', load: () => import('./settings/log'), who: 'staff' },
  { pattern: '/desk/:number', load: () => import('./desk/desk'), who: 'staff', early: true },
];

/** What is shown where no pattern fits. */
export const missing: RouteLine['load'] = () => import('./shell/missing');
