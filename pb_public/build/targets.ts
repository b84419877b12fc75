import { browserslistToTargets } from 'lightningcss';

/** The oldest browsers the page works in: the last Chrome and Firefox for Windows 7, and Safari of macOS Catalina. */
export const browsers = ['chrome109', 'firefox115', 'safari15.6'];

/** The same for Lightning CSS. */
export const cssTargets = browserslistToTargets(['chrome 109', 'firefox 115', 'safari 15.6', 'ios_saf 15.6']);
