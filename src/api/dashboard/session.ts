import { z } from 'zod';

import { apiError } from '../errors.js';
import type { ApiServer } from '../basis/api-server.js';
import type { Problem } from '../problems/problem.js';
import { isOfOwnPage, isTokenLike, sessionCookie } from '../tokens/session.js';
import { html } from './html/html.js';
import type { Page } from './html/layout.js';

const form = z.instanceof(URLSearchParams);
/** A token is short. */
const mostFormBytes = 4096;

/** Beginning and ending a browser's session. What is wrong with a token is found where every request's token is looked at. */
export async function addSession(scope: ApiServer): Promise<void> {
  await scope.register((forms: ApiServer, _options, done) => {
    forms.removeAllContentTypeParsers();
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: mostFormBytes },
      (_request, text, parsed) => parsed(null, new URLSearchParams(String(text))),
    );
    const route = { schema: { hide: true }, config: { access: 'anyone' as const } };
    forms.post('/sign-in', route, (request, reply) => {
      if (!isOfOwnPage(request)) throw apiError('ORIGIN_FOREIGN', 'The form is of another page.');
      const token = form.safeParse(request.body).data?.get('token')?.trim() ?? '';
      if (!isTokenLike(token)) throw apiError('TOKEN_INVALID', 'That is no token.');
      return reply.header('set-cookie', sessionCookie(request, token)).redirect('/dashboard/phones', 303);
    });
    forms.post('/sign-out', route, (request, reply) => {
      if (!isOfOwnPage(request)) throw apiError('ORIGIN_FOREIGN', 'The form is of another page.');
      return reply.header('set-cookie', sessionCookie(request, undefined)).redirect('/dashboard/phones', 303);
    });
    done();
  });
}

/** What is shown to who has no session, with what is wrong with the one that he had. */
export function signInPage({ code, detail }: Problem): Page {
  return {
    title: 'Sign in',
    body: html`${code !== 'TOKEN_MISSING' && html`<p class="notice bad">${detail}</p>`}
      <form class="sign-in" method="post" action="/dashboard/sign-in">
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="off"
          required
          maxlength="200"
          spellcheck="false"
        />
        <button type="submit">Sign in</button>
      </form>
      <p class="hint">
        <code>farm up</code> prints one; <code>farm tokens create --role viewer</code> makes others.
      </p>`,
  };
}
