import { me, pb } from './api';

/** A token opens files for three minutes; one is used for two. */
const tokenLasts = 120_000;
let kept = { owner: '', at: 0, token: Promise.resolve('') };

/** A token for files, shared by the pictures of a view; each person has their own. */
export function fileToken(): Promise<string> {
  const owner = me.value?.id ?? '';
  if (kept.owner !== owner || Date.now() - kept.at > tokenLasts) {
    kept = { owner, at: Date.now(), token: pb.files.getToken() };
    kept.token.catch(() => {
      kept.at = 0;
    });
  }
  return kept.token;
}

/** Drops a token that a file did not open with. */
export const forgetToken = () => {
  kept.at = 0;
};

/** How the page can show a file, by its name. */
export const kindOf = (name: string): 'picture' | 'pdf' | '' =>
  /\.(png|jpe?g|gif|webp)$/i.test(name) ? 'picture' : /\.pdf$/i.test(name) ? 'pdf' : '';
