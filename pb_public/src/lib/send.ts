import { ClientResponseError } from 'pocketbase';
import { expire, pb } from './api';
import { hearClock } from './clock';
import { lang } from './i18n';

/**
 * Creates or updates a record of type T together with files, telling how far the upload
 * is; fetch, which the SDK uses, can't.
 * @param path within the API
 */
export function send<T>(
  method: 'POST' | 'PATCH',
  path: string,
  fields: Record<string, unknown>,
  files: File[],
  o: { onProgress?: (percent: number) => void; key?: string; signal?: AbortSignal; append?: boolean } = {},
): Promise<T> {
  expire();
  const body = new FormData();
  body.append('@jsonPayload', JSON.stringify(fields));
  for (const f of files) body.append(o.append ? 'files+' : 'files', f);
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest();
    x.open(method, pb.buildURL(path));
    x.responseType = 'json';
    x.setRequestHeader('Accept-Language', lang.value);
    if (pb.authStore.token) x.setRequestHeader('Authorization', pb.authStore.token);
    if (o.key) x.setRequestHeader('Idempotency-Key', o.key);
    x.upload.onprogress = (e) => o.onProgress?.(e.lengthComputable ? Math.round((e.loaded / e.total) * 100) : 0);
    const fail = (isAbort: boolean) =>
      reject(new ClientResponseError({ url: path, status: x.status, response: x.response ?? {}, isAbort }));
    x.onload = () => {
      hearClock(x.getResponseHeader('Date'));
      if (x.status < 400) resolve(x.response);
      else fail(false);
    };
    x.onerror = () => fail(false);
    x.onabort = () => fail(true);
    o.signal?.addEventListener('abort', () => x.abort());
    x.send(body);
  });
}
