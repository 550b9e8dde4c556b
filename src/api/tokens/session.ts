import type { FastifyRequest } from 'fastify';

/**
 * A browser's session is its token in a cookie that no script reads and that no other site's page sends. One that was revoked or has
 * expired ends it at once.
 */
const tokenForm = /^[\w-]{1,200}$/;

/** Whether a text can be a token at all, and so stand in a cookie. */
export function isTokenLike(text: string): boolean {
  return tokenForm.test(text);
}

/** The token of the request's session; undefined where there is none. */
export function sessionToken(request: FastifyRequest): string | undefined {
  const name = cookieName(request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value = ''] = part.trim().split('=', 2);
    if (key === name && isTokenLike(value)) return value;
  }
  return undefined;
}

/** The header that begins a session with a token, or ends it without one. */
export function sessionCookie(request: FastifyRequest, token: string | undefined): string {
  const isSecure = /^https\b/.test(String(request.headers['x-forwarded-proto']));
  return [
    `${cookieName(request)}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
    ...(token === undefined ? ['Max-Age=0'] : []),
  ].join('; ');
}

/**
 * Whether a page of this very server sent the request, as browsers tell: by a header that no page can set, where they send it. Behind a proxy
 * the host that the server is asked for may be another than the page's.
 */
export function isOfOwnPage({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined || origin === undefined) return site === 'same-origin';
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/** Browsers send cookies to all ports of a host: farms beside each other have to keep theirs apart. */
function cookieName({ socket }: FastifyRequest): string {
  return `farm_session_${socket.localPort ?? 0}`;
}
