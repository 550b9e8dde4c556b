import type { FastifyReply } from 'fastify';

import type { TokenRecord } from '../../tokens/tokens.js';
import type { Html } from '../html/html.js';
import { documentOf, type Page } from '../html/layout.js';

/** Sends a page in its frame. */
export function sendPage(reply: FastifyReply, caller: TokenRecord | null, page: Page): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(documentOf(page, caller));
}

/** Sends a part that a page asks for after it is shown. */
export function sendFragment(reply: FastifyReply, fragment: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(fragment.text);
}
